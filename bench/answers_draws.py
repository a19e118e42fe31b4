"""Fewer examples, drawn evenly: how much the number of example questions does."""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

import numpy as np

from content.examples import Example
from content.learning.leaving import LANGUAGE, Course

SEED = 2006
OUTSIDE = 3
"""For so many questions that the Code answers, one that it does not is drawn besides."""


def drawn(course: Course, answered: int, without: str = "") -> list[int]:
    """Places of so many examples, as evenly as can be over passages and, for each, over voices. A voice's own are left
    out `without` it. The smaller of two draws is part of the larger."""
    draw = np.random.default_rng(SEED)
    taken: dict[int, list[int]] = {at: [] for at in range(len(course.passages) + 1)}
    for n in draw.permutation(len(course.examples)).tolist():
        if _drawable(example := course.examples[n], without):
            taken[course.answer(example)].append(n)
    *inside, outside = (_by_voice(course, rows, turn) for turn, rows in taken.items())
    return [*_in_turns(inside)][:answered] + outside[: answered // OUTSIDE]


def asked(course: Course, voice: str, most: int) -> list[int]:
    """Places of so many of a voice's examples, whatever they ask for."""
    draw = np.random.default_rng(SEED)
    return sorted(draw.permutation(course.asked_by(voice))[:most].tolist())


def _drawable(example: Example, without: str) -> bool:
    return example.language == LANGUAGE and example.voice != without


def _by_voice(course: Course, rows: Sequence[int], turn: int) -> list[int]:
    """One of each voice, then another one of each; another voice begins for each passage."""
    voices = course.voices[turn % len(course.voices) :] + course.voices[: turn % len(course.voices)]
    return list(_in_turns([[n for n in rows if course.examples[n].voice == voice] for voice in voices]))


def _in_turns(lists: Sequence[Sequence[int]]) -> Iterator[int]:
    return (n for n in chain.from_iterable(zip_longest(*lists)) if n is not None)
