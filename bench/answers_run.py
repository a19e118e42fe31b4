"""What the parts of the run share: the questions, what was learned, and the answers, each made when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from bench.answers_draws import drawn
from bench.answers_extent import Extent
from bench.answers_judged import Judged, judged
from bench.answers_kept import Kept, only
from bench.answers_questions import DEV, Question, as_said, read
from bench.answers_tables import Both
from bench.answers_taught import Taught
from bench.answers_voices import ALL_PARTS, CORE_PARTS, Parts, Voices
from content.aliases import Aliases, read_aliases
from content.company import Company, open_company
from content.examples import read_examples
from content.learning.leaving import Course
from content.search_settings import read_search_settings


@dataclass(frozen=True, eq=False)
class Run:
    """`folder` is where what was learned is kept."""

    extent: Extent
    folder: Path
    say: Callable[[str], None]

    @cached_property
    def company(self) -> Company:
        return open_company()

    @cached_property
    def aliases(self) -> Aliases:
        return read_aliases(self.company.folder, self.company.code)

    @cached_property
    def course(self) -> Course:
        """As `content.learning.course.open_course`; of meanings only those are computed that are new."""
        code = self.company.code
        examples = read_examples(self.company.folder, code)
        whole = Course(code.passages, examples, read_search_settings(self.company.folder))
        chosen = only(whole, self._rows(whole))
        own = [f"{quote.heading} {quote.text}" for quote in chosen.passages]
        meanings = self.kept.meanings([*own, *(example.text for example in chosen.examples)], self.say)
        return Course(chosen.passages, chosen.examples, chosen.settings, meanings)

    def _rows(self, whole: Course) -> list[int]:
        voices = whole.voices[: self.extent.voices]
        everything = [n for n, e in enumerate(whole.examples) if self.extent.voices is None or e.voice in voices]
        few = self.extent.examples
        return everything if few is None else [everything[n] for n in drawn(only(whole, everything), few)]

    @cached_property
    def kept(self) -> Kept:
        return Kept(self.folder)

    @cached_property
    def every_other(self) -> tuple[Question, ...]:
        """Those of dev.jsonl as they stand there."""
        return read(DEV)

    @cached_property
    def others(self) -> tuple[Question, ...]:
        """Without those that somebody has written among the examples too."""
        learned = {as_said(example.text) for example in read_examples(self.company.folder, self.company.code)}
        fresh = [question for question in self.every_other if as_said(question.text) not in learned]
        return tuple(fresh[:: self.extent.every])

    @cached_property
    def taught(self) -> Taught:
        meanings = self.kept.meanings([question.text for question in self.others], self.say)
        return Taught(self.course, self.others, meanings, self.aliases.otherwise, self.kept, self.say)

    @cached_property
    def voices(self) -> Voices:
        return self.taught.voices()

    @cached_property
    def of_others(self) -> Both:
        """By the file that is shipped."""
        core, semantic = (open_company(semantic=semantic).search for semantic in (False, True))
        return Both(judged(core, self.others), judged(semantic, self.others))

    @cached_property
    def by_voice(self) -> tuple[dict[str, list[Judged]], dict[str, list[Judged]]]:
        """Core, semantic."""
        return self._judged(CORE_PARTS), self._judged(ALL_PARTS)

    def _judged(self, parts: Parts) -> dict[str, list[Judged]]:
        self.say(f"judging each voice as the others taught, {len(parts)} parts")
        return self.voices.judged(parts)

    @cached_property
    def of_voices(self) -> Both:
        core, semantic = self.by_voice
        groups = tuple(voice for voice, all_ in core.items() for _ in all_)
        return Both([*chain(*core.values())], [*chain(*semantic.values())], groups)
