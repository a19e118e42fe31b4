"""A question about the Code gets the passage that answers it, or an honest word that none does."""

from content.quotes import Quote
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
    answer = facts.company.search.answer(str(asked["question"]))
    yield answered(answer, facts.company.guidance.quotes("step.supervisor", "step.resources"))
    return Nothing()


def answered(answer: Answer, whom: tuple[Quote, ...]) -> Say:
    """`whom` are the passages that say whom to ask, for when the Code does not say what."""
    match answer.tier:
        case "quote":
            return Say("question.quote", quotes=answer.passages[:1], offers=ONWARD)
        case "closest":
            return Say("question.closest", quotes=answer.passages, offers=ONWARD)
    return Say("question.none", quotes=whom, offers=(Offer("contacts"), Offer("guidance"), Offer("report")))
