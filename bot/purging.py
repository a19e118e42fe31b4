"""Two members destroy a case together, or one of them keeps it (A2, Retention)."""

from datetime import date

from bot import notices
from dialogs.facts import PurgeView
from dialogs.outcomes import ConfirmDay, KeepCase, Purge
from dialogs.steps import Offer, Say
from storage import access, outbox, people, retention
from storage.errors import NotVisibleError
from storage.register import Register

Decision = Purge | KeepCase | ConfirmDay


def carry_out(register: Register, outcome: Decision, viewer: str, on: date) -> Say:
    """Raises NotVisibleError, or RefusedError as `retention.purge` does."""
    match outcome:
        case ConfirmDay():
            retention.confirm(register, on, viewer)
            return Say("purges.day_confirmed", offers=(Offer("purges"),))
        case KeepCase():
            retention.keep(register, outcome.case, viewer, on)
            return Say("purge.kept", {"case": outcome.case})
        case Purge():
            return Say(_purge(register, outcome.case, viewer, on), {"case": outcome.case})


def view(register: Register, case: str, viewer: str) -> PurgeView | None:
    """None when this member sees no such case."""
    if not access.may_see(register, case, viewer):
        return None
    by = retention.proposed_by(register, case)
    name = people.names(register).get(by, "")
    until = retention.retained_until(register, case)
    return PurgeView(case, until, name, by == viewer, retention.why_not(register, case))


def due(register: Register, viewer: str) -> tuple[PurgeView, ...]:
    found = (view(register, case, viewer) for case in retention.due(register, viewer))
    return tuple(one for one in found if one)


def _purge(register: Register, case: str, viewer: str, on: date) -> str:
    """The key of what is said."""
    handlers = access.handlers(register, case)
    if viewer not in handlers:
        raise NotVisibleError
    by = retention.proposed_by(register, case)
    if by == viewer:
        return "purge.waits"
    if by:
        retention.purge(register, case, (by, viewer), on)
        for member in handlers:
            outbox.owe(register, notices.purged(case, member))
        return "purge.done"
    retention.propose(register, case, viewer, on)
    for member in set(handlers) - {viewer}:
        outbox.owe(register, notices.purge_proposed(case, member))
    return "purge.proposed"
