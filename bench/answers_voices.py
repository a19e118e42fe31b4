"""Questions answered by a file that knew nothing of their author, and judged as other authors taught."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.answers_judged import Judged
from bench.answers_kept import Kept
from bench.answers_questions import Question
from content.finding import NOTHING, Finding
from content.judging import concluded, listed
from content.learned import Judgement, mixed
from content.learning.course import ALL, CORE
from content.learning.fitting import Seen
from content.learning.leaving import Course, Left, together
from content.quotes import Quote
from content.search import SHOWN

Parts = tuple[int, ...]
"""Places of those that speak: the model of words, examples by words, the model of meanings, examples by meaning."""

CORE_PARTS: Parts = tuple(range(CORE))
ALL_PARTS: Parts = tuple(range(ALL))


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice's questions, in the order of `left`, and those of which no word is known."""

    left: Left
    questions: tuple[Question, ...]
    unknown: tuple[Question, ...]


def heard(left: Left, course: Course, questions: Mapping[str, Question]) -> Heard:
    """`questions` by their text; of the voice's, all are answered that the course holds."""
    known = {example.text for example in left.examples}
    asked = [course.examples[n].text for n in course.asked_by(left.voice)]
    unknown = tuple(questions[text] for text in asked if text not in known)
    return Heard(left, tuple(questions[example.text] for example in left.examples), unknown)


@dataclass(frozen=True, slots=True)
class Voices:
    """`otherwise` is what is shown to a question of which no word is known."""

    passages: tuple[Quote, ...]
    heard: tuple[Heard, ...]
    kept: Kept
    otherwise: tuple[Quote, ...] = ()

    def judgement(self, parts: Parts, without: Sequence[str] = ()) -> Judgement:
        """Fitted on the questions of all other voices."""
        others = [one.left for one in self.heard if one.left.voice not in without]
        return self.kept.judgement(_only(together(others, ALL), parts))

    def judged(self, parts: Parts) -> dict[str, list[Judged]]:
        """By voice: each is judged as all others taught."""
        voices = {one.left.voice: one for one in self.heard}
        return {name: self.told(one, parts, self.judgement(parts, (name,))) for name, one in voices.items()}

    def halved(self, parts: Parts) -> list[Judged]:
        """Each half of the voices judged as the other half taught: quicker than one by one."""
        halves = (self.heard[::2], self.heard[1::2])
        taught = [self.judgement(parts, [one.left.voice for one in half]) for half in halves]
        pairs = ((one, by) for half, by in zip(halves, taught, strict=True) for one in half)
        return [judged for one, by in pairs for judged in self.told(one, parts, by)]

    def told(self, one: Heard, parts: Parts, by: Judgement) -> list[Judged]:
        return [*self._found(one, parts, by), *(self._judged(question, NOTHING) for question in one.unknown)]

    def _found(self, one: Heard, parts: Parts, by: Judgement) -> Iterator[Judged]:
        chosen = _only(one.left.seen, parts)
        for at, question in enumerate(one.questions):
            shares = mixed(chosen.parts[:, at].tolist(), by.parts)
            yield self._judged(question, concluded(shares, by, chosen.sections))

    def _judged(self, question: Question, found: Finding) -> Judged:
        places = listed(found.passages, self.passages)[:SHOWN] if found.passages else ()
        passages = tuple(self.passages[at] for at in places) or self.otherwise[:SHOWN]
        return Judged(question, found.tier, found.confidence, passages)


def _only(seen: Seen, parts: Parts) -> Seen:
    return Seen(np.ascontiguousarray(seen.parts[list(parts)]), seen.answers, seen.sections)
