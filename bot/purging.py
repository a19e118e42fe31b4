"""Two members destroy a case together, or one of them keeps it (A2, Retention)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot import notices
from bot.correspondence import Correspondence
from bot.notices import BLANKED, CHANNEL
from dialogs.facts import PurgeView
from dialogs.outcomes import ConfirmDay, KeepCase, Purge
from dialogs.steps import Offer, Say
from storage import access, outbox, people, retention
from storage.errors import NotVisibleError
from storage.records import Notice
from storage.register import Register

Decision = Purge | KeepCase | ConfirmDay


def carry_out(register: Register, outcome: Decision, viewer: str, on: date) -> Say:
    """Raises NotVisibleError, or RefusedError as `retention.purge` does."""
    match outcome:
        case ConfirmDay():
            retention.confirm(register, on, viewer)
            return Say("purges.day_confirmed", offers=(Offer("purges"),))
        case KeepCase():
            return Say(_keep(register, outcome.case, viewer, on), {"case": outcome.case})
        case Purge():
            return Say(_purge(register, outcome.case, viewer, on), {"case": outcome.case})


def view(register: Register, case: str, viewer: str) -> PurgeView | None:
    """None when this member sees no such case."""
    if not access.may_see(register, case, viewer):
        return None
    by = retention.proposed_by(register, case)
    name = people.names(register).get(by, "")
    until = retention.retained_until(register, case)
    alone = len(access.handlers(register, case)) == 1
    return PurgeView(case, until, name, by == viewer, retention.why_not(register, case), alone)


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
        shown = tuple(_taken_back(register, case))
        retention.purge(register, case, (by, viewer), on)
        outbox.owe_all(register, "", shown)
        for member in handlers:
            outbox.owe(register, notices.purged(case, member))
        return "purge.done"
    retention.propose(register, case, viewer, on)
    for member in set(handlers) - {viewer}:
        outbox.owe(register, notices.purge_proposed(case, member))
    return "purge.proposed"


def _keep(register: Register, case: str, viewer: str, on: date) -> str:
    """The key of what is said. Whoever was asked to decide is told that there is nothing to decide any more."""
    by = retention.proposed_by(register, case)
    retention.keep(register, case, viewer, on)
    about = Correspondence(register, case)
    about.settle("notice.purge_proposed", "notice.purge_kept")
    if by and by != viewer:
        about.tell(by, "notice.purge_kept")
    return "purge.taken_back" if by == viewer else "purge.kept"


def _taken_back(register: Register, case: str) -> Iterator[Notice]:
    """In place of every message about it that may lie before a member or in the channel, some with the report's text:
    of no case, with the message's own ref, for they outlast the case."""
    correspondence = Correspondence(register, case)
    for to in (*people.names(register), CHANNEL):
        for shown in correspondence.shown_to(to):
            yield replace(notices.blank(shown), case="", ref=shown.ref)
        yield from _still_owed(outbox.sent_for(register, case, to))


def _still_owed(told: tuple[Notice, ...]) -> Iterator[Notice]:
    """Of somebody who stepped aside or left, from whom it could not be taken back yet."""
    refs = {one.id: one.ref for one in told}
    for one in told:
        if one.key == BLANKED and not one.ref and refs.get(one.replaces):
            yield replace(one, id=outbox.new_id(), case="", ref=refs[one.replaces], tries=0, reason="")
