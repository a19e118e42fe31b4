"""Courses for the bench: all voices, each left out in turn; and other people's questions, asked as one more voice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bench.answers_draws import asked, drawn
from bench.answers_kept import Kept, only
from bench.answers_questions import Question, written
from bench.answers_voices import Heard, Voices, heard
from content.examples import Example
from content.learning.leaving import Course
from content.learning.states import States
from content.quotes import Quote

OTHERS = "dev"
"""The name under which other people's questions are asked; nothing is ever learned from it."""


@dataclass(frozen=True, slots=True)
class Taught:
    """`course` holds every written example; `others` are asked of what was learned from them, with their meanings."""

    course: Course
    others: tuple[Question, ...]
    meanings: States
    otherwise: tuple[Quote, ...]
    kept: Kept
    say: Callable[[str], None]

    def voices(self) -> Voices:
        """Each by what was learned from all others."""
        return self._voices([self._left(self.course, voice) for voice in self.course.voices])

    def voices_of(self, answered: int, each: int) -> Voices:
        """As many questions `each`, by what was learned from so many that the Code answers, drawn from the others."""
        draws = ((v, drawn(self.course, answered, v) + asked(self.course, v, each)) for v in self.course.voices)
        return self._voices([self._left(only(self.course, rows), voice) for voice, rows in draws])

    def other(self, answered: int | None = None, *, typo: int | None = None) -> Heard:
        """The other people's questions; None: by all that was learned, as it is set."""
        course = self.course if answered is None else only(self.course, drawn(self.course, answered))
        return self._left(self._with_others(repaired(course, typo)), OTHERS)

    def voice(self, name: str, *, typo: int) -> Heard:
        return self._left(repaired(self.course, typo), name)

    def _voices(self, all_: Sequence[Heard]) -> Voices:
        return Voices(self.course.passages, tuple(all_), self.kept, self.otherwise)

    def _left(self, course: Course, voice: str) -> Heard:
        return heard(self.kept.left(course, voice, self.say), course, self._questions())

    def _questions(self) -> dict[str, Question]:
        return {**{e.text: written(e) for e in self.course.examples}, **{q.text: q for q in self.others}}

    def _with_others(self, course: Course) -> Course:
        more = tuple(Example(question.text, OTHERS, None) for question in self.others)
        meanings = None if course.meanings is None else course.meanings.followed_by(self.meanings)
        return replace(course, examples=(*course.examples, *more), meanings=meanings)


def repaired(course: Course, typo: int | None) -> Course:
    """Words of so many letters or more are looked at for slips."""
    return course if typo is None else replace(course, settings=replace(course.settings, typo=typo))
