"""A question beside its answer: was the right section found, the right passage, and was it quoted?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.answers_questions import Question
from content.finding import Tier
from content.quotes import Quote
from content.search import SHOWN, Search


@dataclass(frozen=True, slots=True)
class Judged:
    """`passages` are those that a person sees or would see, the best first; `confidence` is that the Code answers."""

    question: Question
    tier: Tier
    confidence: float
    passages: tuple[Quote, ...]

    def section_within(self, first: int) -> bool:
        return any(passage.section in self.question.sections for passage in self.passages[:first])

    def passage_within(self, first: int) -> bool:
        return any(words in p.text for p in self.passages[:first] for words in self.question.quotes)

    @property
    def wrong(self) -> bool:
        """The first section is not a right one; or something is quoted that the Code does not say."""
        return not self.section_within(1) if self.question.answered else self.tier == "quote"

    @property
    def found(self) -> tuple[str, ...]:
        """The sections of its passages."""
        return tuple(passage.section for passage in self.passages)


def judged(search: Search, questions: Iterable[Question]) -> list[Judged]:
    answers = ((question, search.answer(question.text)) for question in questions)
    return [Judged(q, a.tier, a.confidence, a.passages[:SHOWN]) for q, a in answers]


def worst(all_: Sequence[Judged], most: int) -> list[Judged]:
    """Those that were answered wrongly, the surest first: quoted before shown, then by their confidence."""
    wrong = (one for one in all_ if one.wrong)
    return sorted(wrong, key=lambda one: (one.tier != "quote", -one.confidence))[:most]
