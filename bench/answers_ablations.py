"""What each thing does: the number of examples, the repair of typos, each of the parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.answers_draws import asked
from bench.answers_judged import Judged, judged
from bench.answers_questions import Question, written
from bench.answers_taught import Taught
from bench.answers_voices import ALL_PARTS, CORE_PARTS, Parts, Voices
from content.aliases import Aliases
from content.lexical import Lexical
from content.search import Search

NEVER = 99
"""Letters: no word is so long that its spelling would be looked at."""
MISSPELT = "misspelt"
"""The voice that shows what the repair of typos is worth, where a company has it."""
INSTALLS: tuple[tuple[str, Parts], ...] = (("core", CORE_PARTS), ("semantic", ALL_PARTS))

PARTS: tuple[tuple[str, Parts], ...] = (
    ("core: both parts", CORE_PARTS),
    ("core without the examples that share words", (0,)),
    ("core without the model of words", (1,)),
    ("semantic: all four parts", ALL_PARTS),
    ("semantic without the model of words", (1, 2, 3)),
    ("semantic without the examples that share words", (0, 2, 3)),
    ("semantic without the model of meanings", (0, 1, 3)),
    ("semantic without the examples near in meaning", (0, 1, 2)),
    ("by meaning alone", (2, 3)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The same thing measured with other people's questions and with those of left-out voices."""

    name: str
    others: list[Judged]
    voices: list[Judged]


def by_words(taught: Taught, aliases: Aliases, each: int) -> Iterator[Row]:
    """No example at all: the search of a company that has written none."""
    for name, words in (("0", aliases), ("0, without the words that mean the same", Aliases())):
        finder = Lexical(taught.course.passages, words, taught.course.settings)
        search = Search(taught.course.passages, finder, taught.otherwise)
        yield Row(name, judged(search, taught.others), judged(search, questions(taught, each)))


def questions(taught: Taught, each: int) -> list[Question]:
    """So many of each voice."""
    course = taught.course
    return [written(course.examples[n]) for voice in course.voices for n in asked(course, voice, each)]


def by_number(taught: Taught, numbers: Sequence[int], each: int) -> Iterator[Row]:
    for answered in numbers:
        voices, others = taught.voices_of(answered, each), taught.other(answered)
        for name, parts in INSTALLS:
            told = voices.told(others, parts, voices.judgement(parts))
            yield Row(f"{answered:,}, {name}", told, voices.halved(parts))


def by_all(taught: Taught, voices: Voices, each: int) -> Iterator[Row]:
    """The same questions, by everything."""
    same, others = {question.text for question in questions(taught, each)}, taught.other()
    for name, parts in INSTALLS:
        told = voices.told(others, parts, voices.judgement(parts))
        yield Row(f"all, {name}", told, [one for one in voices.halved(parts) if one.question.text in same])


def by_part(taught: Taught, voices: Voices) -> Iterator[Row]:
    others = taught.other()
    for name, parts in PARTS:
        taught.say(f"ablation: {name}")
        yield Row(name, voices.told(others, parts, voices.judgement(parts)), voices.halved(parts))


def by_repair(taught: Taught, voices: Voices) -> Iterator[Row]:
    """The voices here are the one that misspells; weighed as the others taught, whose typos were repaired."""
    if MISSPELT not in taught.course.voices:
        return
    for repair, typo in (("with", taught.course.settings.typo), ("without", NEVER)):
        others, misspelt = taught.other(typo=typo), taught.voice(MISSPELT, typo=typo)
        for name, parts in INSTALLS:
            by, all_ = voices.judgement(parts, (MISSPELT,)), voices.judgement(parts)
            yield Row(
                f"{name} {repair} typo repair", voices.told(others, parts, all_), voices.told(misspelt, parts, by)
            )
