"""An earlier case is released to a member who joined later; never to whom it was kept from, or whom it names."""

from datetime import date

from bot.correspondence import Correspondence
from content.company import Company
from dialogs.facts import Handler
from dialogs.names import named_in
from dialogs.outcomes import ReleaseCase
from dialogs.steps import Offer, Say
from storage import cases, people, releasing
from storage.errors import NotVisibleError, RefusedError
from storage.records import Kind
from storage.register import Register

REPORTERS = (Kind.REPORT, Kind.ADDITION)


def may_join(register: Register, company: Company, case: str, viewer: str) -> tuple[Handler, ...] | None:
    """None when this member sees no such case. Whoever the reporter's words name may be who it is about: then nobody
    was there to ask."""
    try:
        found = releasing.candidates(register, case, viewer)
        if not found:
            return ()
        left_out = {_folded(name) for name in _left_out(register, company, case, viewer)}
    except NotVisibleError:
        return None
    members = tuple(Handler(m.id, m.name, "member") for m in found if _folded(m.name) not in left_out)
    named = {h.id for h in named_in(_told_by_reporter(register, case), members)}
    return tuple(h for h in members if h.id not in named)


def carry_out(register: Register, company: Company, outcome: ReleaseCase, viewer: str, on: date) -> Say:
    """Raises NotVisibleError, RefusedError `not_released`."""
    case, to = outcome.case, outcome.member
    allowed = may_join(register, company, case, viewer)
    if allowed is None:
        raise NotVisibleError
    if to not in {h.id for h in allowed}:
        raise RefusedError("not_released")
    releasing.release(register, case, viewer, to, on)
    about = Correspondence(register, case)
    about.tell_others(viewer, "notice.released", but=to)
    about.let_in(to)
    name = people.names(register)[to]
    return Say("release_case.done", {"case": case, "name": name}, offers=(Offer("case", case),))


def _left_out(register: Register, company: Company, case: str, viewer: str) -> tuple[str, ...]:
    """Names of those whom the reporter left out before they were on the Committee."""
    ids = releasing.struck_out(register, case, viewer)
    return tuple(c.person or c.name for c in company.contacts.people if c.id in ids)


def _told_by_reporter(register: Register, case: str) -> str:
    entries = cases.entries(register, case)
    return " ".join(part.text for e in entries if e.kind in REPORTERS for part in e.parts)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
