"""Learns from all voices but one, and looks how that one's questions fare: each question is judged by a file that knew
nothing of its author's style."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from content.examples import Example
from content.judging import Judging
from content.learned import FILE, Judgement, opened
from content.learning.fitting import Seen
from content.learning.linear import Floats
from content.learning.making import Judgements, Lesson, make
from content.learning.states import States
from content.near import Near
from content.quotes import Quote
from content.search_settings import SearchSettings

LANGUAGE = "en"
"""Only questions in the Code's language are left out: of others there is one voice, and nothing would be left."""
UNFITTED = Judgement((1.0, 1.0, 1.0, 1.0), (1.0, 0.0), (1.0, 0.0), 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that is learned from. `meanings` are those of the passages, then of the examples; None: by words."""

    passages: tuple[Quote, ...]
    examples: tuple[Example, ...]
    settings: SearchSettings
    meanings: States | None = field(default=None, repr=False)

    def lesson(self, without: str = "") -> Lesson:
        """The passages themselves, and every example but those of one voice."""
        kept = [n for n, example in enumerate(self.examples) if example.voice != without]
        texts = [f"{q.heading} {q.text}" for q in self.passages] + [self.examples[n].text for n in kept]
        answers = [*range(len(self.passages)), *(self.answer(self.examples[n]) for n in kept)]
        rows = [*range(len(self.passages)), *(len(self.passages) + n for n in kept)]
        meanings = None if self.meanings is None else self.meanings.only(rows)
        return Lesson(tuple(texts), np.array(answers), len(self.passages) + 1, meanings)

    def answer(self, example: Example) -> int:
        """The place of its passage; one past the last when the Code does not answer it."""
        return len(self.passages) if example.passage is None else self.passages.index(example.passage)

    @property
    def voices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.voice for e in self.examples if e.language == LANGUAGE))

    def asked_by(self, voice: str) -> list[int]:
        return [n for n, example in enumerate(self.examples) if example.voice == voice]


class Recalled:
    """Meanings that were computed before: stands where the model stands."""

    def __init__(self, course: Course, meanings: States) -> None:
        first = len(course.passages)
        self._at = {example.text: first + n for n, example in enumerate(course.examples)}
        self._meanings = meanings

    def of(self, text: str) -> Floats:
        return self._meanings[self._at[text]]


@dataclass(frozen=True, slots=True)
class Left:
    """One voice's questions with what each part said of them; without those of which no word is known."""

    voice: str
    examples: tuple[Example, ...]
    seen: Seen


def leave_out(course: Course, say: Callable[[str], None] = lambda _: None) -> Iterator[Left]:
    for voice in course.voices:
        say(voice)
        yield left_out(course, voice)


def left_out(course: Course, voice: str) -> Left:
    with TemporaryDirectory() as folder:
        texts = [quote.text for quote in course.passages]
        make(Path(folder) / FILE, course.lesson(voice), Judgements(UNFITTED, UNFITTED), texts, "")
        with closing(opened(Path(folder) / FILE)) as learned:
            near = None if course.meanings is None else Near(learned, Recalled(course, course.meanings))
            finder = Judging(learned, course.passages, course.settings, near)
            all_ = [(e, finder.parts(e.text)) for e in (course.examples[n] for n in course.asked_by(voice))]
    asked = [(example, parts) for example, parts in all_ if parts]
    answers = np.array([course.answer(example) for example, _ in asked])
    sections = tuple(quote.section for quote in course.passages)
    parts = np.swapaxes(np.array([parts for _, parts in asked], np.float32), 0, 1)
    return Left(voice, tuple(example for example, _ in asked), Seen(parts, answers, sections))


def together(left: Sequence[Left], parts: int) -> Seen:
    """All voices' questions in one, with only the first so many parts."""
    everything = np.concatenate([one.seen.parts[:parts] for one in left], 1)
    return Seen(everything, np.concatenate([one.seen.answers for one in left]), left[0].seen.sections)
