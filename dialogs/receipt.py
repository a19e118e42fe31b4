"""The receipt, shown once and confirmed by typing part of it. The report is filed already: this gates nothing."""

from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Nothing
from dialogs.steps import Answers, Form, Kept, Offer, Problem, Problems, Say, Text

ENDING = 4
"""Symbols of the receipt that are typed again."""


def receipt(facts: Facts) -> Dialog:
    if not facts.receipt:
        yield Say("receipt.gone", offers=(Offer("follow_up"),))
        return Nothing()
    yield Say(
        "receipt.here",
        {
            "receipt": facts.receipt,
            "days": facts.promise.acknowledge_days,
            "months": facts.promise.feedback_months,
        },
    )
    yield Form(
        "receipt.keep",
        (Kept("receipt", facts.receipt), Text("ending", limit=40, secret=True)),
        facts={"count": ENDING},
        private=True,
        check=_ends_so,
    )
    yield Say("receipt.kept", offers=(Offer("follow_up"),))
    return Nothing()


def _ends_so(answers: Answers) -> Problems:
    whole, ending = (_plain(str(answers[name])) for name in ("receipt", "ending"))
    if len(ending) >= ENDING and whole.endswith(ending):
        return {}
    return {"ending": Problem("not_the_ending", {"count": ENDING})}


def _plain(text: str) -> str:
    """As it may be typed: without case, spaces, hyphens; O for 0 and I or L for 1 (Crockford)."""
    return "".join(c for c in text.upper() if c.isalnum()).translate(str.maketrans("OIL", "011"))
