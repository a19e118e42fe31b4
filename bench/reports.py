"""Reports as a platform's edge sends them in: the review's form, with a nonce of its own each."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bench.house import Bench, somebody
from bot.person import Person
from bot.turns import Reply, Shown
from dialogs.steps import Choice, Form, Say, Value

REPORT = "report"
NARRATIVE = (
    "On Monday I was asked to date an invoice of the new supplier back to the last quarter, and to tell nobody. " * 8
)
"""About 850 characters."""
WHEN = "On Monday morning, at the meeting of the purchasing team."
RECEIPT = "receipt.here"


class UnexpectedError(Exception):
    """The conversation did not go as the measurement needs it to; the words are the bench's own."""


@dataclass(frozen=True, slots=True)
class Review:
    """The form that was shown for review, as everybody with the same standing sees it."""

    answers: Mapping[str, Value]
    restates: tuple[str, ...]
    digest: str

    def sent(self) -> Reply:
        """A report nobody has sent before."""
        return Reply(REPORT, "report.review", self.answers, "", self.restates, self.digest, nonce=secrets.token_hex(16))


@dataclass(slots=True)
class Submits:
    """Submits reports, and keeps what came back: a receipt, or nothing."""

    bench: Bench
    review: Review
    receipts: list[str] = field(default_factory=list, repr=False)
    failed: int = 0

    async def one(self) -> None:
        shown = await self.bench.talks.answer(somebody(), self.review.sent())
        receipts = list(_receipts(shown.said))
        self.receipts += receipts
        self.failed += not receipts


async def reviewed(bench: Bench) -> Review:
    """Plays one report up to the review, which is not sent."""
    person = somebody()
    shown = await bench.talks.begin(person, REPORT)
    answers = _filled(_form(shown))
    reply = Reply(REPORT, _form(shown).key, answers, digest=shown.digest, nonce=shown.nonce)
    return await _review(bench, person, reply)


async def _review(bench: Bench, person: Person, reply: Reply) -> Review:
    shown = await bench.talks.answer(person, reply)
    form = _form(shown)
    if shown.problems:
        raise UnexpectedError(f"not taken: {', '.join(shown.problems)}")
    return Review(reply.answers, form.restates, shown.digest)


def _filled(form: Form) -> dict[str, Value]:
    category = next(f.options[0].value for f in form.fields if isinstance(f, Choice) and f.name == "category")
    told: dict[str, Value] = {"narrative": NARRATIVE, "when_where": WHEN, "known_to": "", "involved": ()}
    return {"category": category, "danger": "no", "level": "anonymous", **told}


def _form(shown: Shown) -> Form:
    if shown.asking is None:
        raise UnexpectedError(f"{shown.dialog} asked nothing")
    return shown.asking


def _receipts(said: tuple[Say, ...]) -> Iterator[str]:
    return (str(say.facts["receipt"]) for say in said if say.key == RECEIPT)
