"""An earlier case is released to a member who joined later, by one who sees it."""

from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Nothing, ReleaseCase
from dialogs.steps import Choice, Form, Offer, Option, Say


def release_case(facts: Facts) -> Dialog:
    """Whoever it was kept from is not among those offered; the register looks again."""
    case, others = facts.regarding, facts.files.may_join(facts.regarding)
    if others is None:
        yield Say("case.none")
        return Nothing()
    if not others:
        yield Say("release_case.nobody", {"case": case}, offers=(Offer("members"),))
        return Nothing()
    who = Choice("who", tuple(Option(h.id, h.name) for h in others))
    told = yield Form("release_case", (who,), {"case": case}, consents=True)
    return ReleaseCase(case, str(told["who"]))
