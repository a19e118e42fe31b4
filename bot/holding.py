"""A member sets a legal hold on a case; two lift it. The reasons stand in the case, for members only (R11.5)."""

from datetime import date

from bot.correspondence import Correspondence
from dialogs.facts import HoldView
from dialogs.outcomes import HoldCase, LetHoldStand, LiftHold, ProposeLift
from dialogs.steps import Offer, Say
from storage import access, cases, holds, people
from storage.records import Kind, Part
from storage.register import Register

Decision = HoldCase | ProposeLift | LiftHold | LetHoldStand

ASKED = "notice.lift_proposed"


def carry_out(register: Register, outcome: Decision, viewer: str, on: date) -> Say:
    """Raises NotVisibleError, or RefusedError as `holds.lift` does."""
    case = outcome.case
    match outcome:
        case HoldCase():
            key = _hold(register, outcome, viewer, on)
        case ProposeLift():
            key = _propose(register, outcome, viewer, on)
        case LiftHold():
            key = _lift(register, case, viewer, on)
        case LetHoldStand():
            key = _stay(register, case, viewer, on)
    return Say(key, {"case": case}, offers=(Offer("case", case),))


def view(register: Register, case: str, viewer: str) -> HoldView | None:
    """None when this member sees no such case."""
    handlers = access.handlers(register, case)
    if viewer not in handlers:
        return None
    by = holds.lift_proposed_by(register, case)
    name = people.names(register).get(by, "")
    return HoldView(case, holds.is_held(register, case), name, by == viewer, len(handlers) == 1)


def _hold(register: Register, outcome: HoldCase, viewer: str, on: date) -> str:
    """The key of what is said."""
    case = outcome.case
    if not holds.hold(register, case, viewer, on):
        return "hold.stands"
    _note(register, case, "entry.hold", outcome.reason, viewer, on)
    about = Correspondence(register, case)
    about.settle("notice.purge_proposed", "notice.purge_kept")
    about.tell_others(viewer, "notice.held")
    return "hold.done"


def _propose(register: Register, outcome: ProposeLift, viewer: str, on: date) -> str:
    case, by = outcome.case, holds.lift_proposed_by(register, outcome.case)
    if by:
        return "lift_hold.waits" if by == viewer else "lift_hold.proposed_already"
    if access.handlers(register, case) == (viewer,):
        return "lift_hold.alone"
    holds.propose_lift(register, case, viewer, on)
    _note(register, case, "entry.hold_lift", outcome.reason, viewer, on)
    Correspondence(register, case).tell_others(viewer, ASKED, "lift_hold")
    return "lift_hold.proposed"


def _stay(register: Register, case: str, viewer: str, on: date) -> str:
    by = holds.lift_proposed_by(register, case)
    holds.stay(register, case, viewer, on)
    _decided(register, case, viewer, by, "notice.hold_stays")
    return "lift_hold.taken_back" if by == viewer else "lift_hold.stays"


def _lift(register: Register, case: str, viewer: str, on: date) -> str:
    by = holds.lift_proposed_by(register, case)
    holds.lift(register, case, viewer, on)
    _decided(register, case, viewer, by, "notice.hold_lifted")
    return "lift_hold.done"


def _decided(register: Register, case: str, viewer: str, by: str, key: str) -> None:
    """Whoever was asked reads it in place of the question; whoever proposed it is told."""
    about = Correspondence(register, case)
    about.settle(ASKED, key)
    if by and by != viewer:
        about.tell(by, key)


def _note(register: Register, case: str, label: str, text: str, viewer: str, on: date) -> None:
    cases.add(register, case, (Part(label, text),), Kind.NOTE, on, viewer)
