"""A question that the Code does not answer, sent to whoever looks after the Code: without a name, by one's own wish."""

from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import SendQuestion
from dialogs.steps import Form, Text

LIMIT = 1500
"""Characters; a question and the follow-up after it fit."""


def send_question(facts: Facts) -> Dialog:
    """The question is filled in where it is still remembered, and can be changed before it is sent."""
    asked = yield Form(
        "send_question.form",
        (Text("question", long=True, limit=LIMIT),),
        prefill={"question": facts.before} if facts.before else {},
        consents=True,
        private=True,
    )
    return SendQuestion(str(asked["question"]))
