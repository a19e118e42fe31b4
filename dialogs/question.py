"""A question about the Code gets the passage that answers it, or an honest word that none does."""

from content.search import Answer

from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Nothing
from dialogs.steps import Form, Offer, Say, Text

ASK = "question.ask"
ONWARD = (Offer("guidance"), Offer("contacts"), Offer("report"))
"""Section 13 is one click away from every answer (R0.5)."""


def question(facts: Facts) -> Dialog:
    asked = yield Form(ASK, (Text("question", long=True),))
    yield answered(facts.company.search.answer(str(asked["question"])))
    return Nothing()


def answered(answer: Answer) -> Say:
    match answer.tier:
        case "quote":
            return Say("question.quote", quotes=answer.passages[:1], offers=ONWARD)
        case "closest":
            return Say("question.closest", quotes=answer.passages, offers=ONWARD)
    return Say("question.none", offers=(Offer("contacts"), Offer("guidance"), Offer("report")))
