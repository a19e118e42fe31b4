"""A reporter's way through the form, and what comes back: the same steps a platform's edge takes."""

import re
import secrets
from dataclasses import dataclass, field

from bot.conversation import Talks
from bot.person import NOBODY, Person
from bot.turns import Reply, Shown
from dialogs.steps import Answers, Value

RECEIPT = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]\b")


def answers(text: str, *, involved: tuple[str, ...] = (), level: str = "anonymous", danger: str = "no") -> Answers:
    filled: dict[str, Value] = {"category": "accounting", "danger": danger, "narrative": text}
    return {**filled, "when_where": "", "known_to": "", "involved": involved, "level": level}


@dataclass(frozen=True, slots=True)
class Ready:
    """A report reviewed and ready to be sent: pressing [Send] twice hands in the same reply twice."""

    person: Person
    reply: Reply = field(repr=False)

    async def press(self, talks: Talks) -> Shown:
        return await talks.answer(self.person, self.reply)


async def reviewed(talks: Talks, told: Answers, person: Person = NOBODY) -> Ready:
    """Through the form to the review."""
    asked = await talks.begin(person, "report")
    first = Reply("report", "report.form", told, digest=asked.digest, nonce=secrets.token_hex(16))
    review = await talks.answer(person, first)
    assert review.asking and review.asking.key == "report.review", review.problems
    return Ready(person, Reply("report", "report.review", told, "", review.asking.restates, review.digest, first.nonce))


async def filed(talks: Talks, told: Answers, person: Person = NOBODY) -> str:
    """The receipt."""
    return receipt_in(await (await reviewed(talks, told, person)).press(talks))


def receipt_in(shown: Shown) -> str:
    """Empty when there is none."""
    return next((str(say.facts["receipt"]) for say in shown.said if say.key == "receipt.here"), "")
