"""A legal hold on a case: one member sets it, two lift it (R11.5)."""

from dialogs.engine import Dialog
from dialogs.facts import Facts, HoldView
from dialogs.outcomes import HoldCase, LetHoldStand, LiftHold, Nothing, ProposeLift
from dialogs.steps import Choice, Form, Offer, Option, Say, Text

REASON = Text("reason", long=True)


def hold(facts: Facts) -> Dialog:
    view = facts.files.hold(facts.regarding)
    if view is None:
        yield Say("case.none")
        return Nothing()
    if view.held:
        yield Say("hold.stands", {"case": view.case}, offers=(Offer("lift_hold", view.case),))
        return Nothing()
    told = yield Form("hold", (REASON,), {"case": view.case}, consents=True)
    return HoldCase(view.case, str(told["reason"]))


def lift_hold(facts: Facts) -> Dialog:
    """The first member proposes it, with a reason, and may take that back; another confirms or refuses."""
    view = facts.files.hold(facts.regarding)
    if view is None:
        yield Say("case.none")
        return Nothing()
    if not view.held:
        yield Say("hold.none", {"case": view.case}, offers=(Offer("hold", view.case),))
        return Nothing()
    if view.alone:
        yield Say("lift_hold.alone", {"case": view.case}, offers=(Offer("release_case", view.case),))
        return Nothing()
    if not view.by:
        told = yield Form("lift_propose", (REASON,), {"case": view.case}, consents=True)
        return ProposeLift(view.case, str(told["reason"]))
    told = yield _decision(view)
    match told["decision"]:
        case "lift":
            return LiftHold(view.case)
        case "stand":
            return LetHoldStand(view.case)
    yield Say("lift_hold.waits", {"case": view.case})
    return Nothing()


def _decision(view: HoldView) -> Form:
    key, values = ("lift_waits", ("stand", "wait")) if view.mine else ("lift_confirm", ("lift", "stand"))
    choice = Choice("decision", tuple(map(Option, values)))
    return Form(key, (choice,), {"case": view.case, "by": view.by}, consents=True)
