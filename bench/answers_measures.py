"""What is measured of many answers, the goal of each, and how sure the figure is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.answers_judged import Judged

Truths = NDArray[np.bool_]
Places = NDArray[np.intp]
SEED = 2006
EDGES = (2.5, 97.5)
"""Percentiles: between them lie 95 % of the figures of the questions drawn anew."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A row a question. `known` is whether the right passage is known at all."""

    answered: Truths
    first: Truths
    three: Truths
    passage: Truths
    known: Truths
    quoted: Truths
    shown: Truths
    confidence: NDArray[np.float64]

    def at(self, rows: Places) -> "Marks":
        return Marks(*(getattr(self, name)[rows] for name in Marks.__slots__))


def marks(all_: Sequence[Judged]) -> Marks:
    return Marks(
        answered=np.array([one.question.answered for one in all_]),
        first=np.array([one.section_within(1) for one in all_]),
        three=np.array([one.section_within(3) for one in all_]),
        passage=np.array([one.passage_within(1) for one in all_]),
        known=np.array([bool(one.question.quotes) for one in all_]),
        quoted=np.array([one.tier == "quote" for one in all_]),
        shown=np.array([one.tier != "none" for one in all_]),
        confidence=np.array([one.confidence for one in all_]),
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """`core` and `semantic` are the goals, on questions that nobody has read; None where there is none."""

    name: str
    of: Callable[[Marks], float]
    core: float | None = None
    semantic: float | None = None
    at_most: bool = False

    def goal(self, *, semantic: bool) -> float | None:
        return self.semantic if semantic else self.core

    def met(self, figure: float, goal: float) -> bool:
        return figure <= goal if self.at_most else figure >= goal


def auroc(m: Marks) -> float:
    """The chance that a question the Code answers gets the higher confidence; a tie counts half."""
    inside, outside = np.sort(m.confidence[m.answered]), m.confidence[~m.answered]
    if not len(inside) or not len(outside):
        return float("nan")
    below, upto = (np.searchsorted(inside, outside, side) for side in ("left", "right"))
    return float(1 - (below + upto).mean() / 2 / len(inside))


def share(of: Truths) -> float:
    """Not a number where there is nothing to count."""
    return float(of.mean()) if len(of) else float("nan")


MEASURES = (
    Measure("right section first", lambda m: share(m.first[m.answered]), 0.85, 0.93),
    Measure("right section among three", lambda m: share(m.three[m.answered]), 0.96, 0.98),
    Measure("right passage first", lambda m: share(m.passage[m.answered & m.known]), 0.75, 0.85),
    Measure("in or out of scope, AUROC", auroc, 0.93, 0.97),
    Measure("quoted although the Code does not say", lambda m: share(m.quoted[~m.answered]), 0.05, 0.03, at_most=True),
    Measure("quoted when the Code says", lambda m: share(m.quoted[m.answered]), 0.70, 0.85),
    Measure("of these, the right section", lambda m: share(m.first[m.answered & m.quoted]), 0.92, 0.96),
    Measure("of these, the right passage", lambda m: share(m.passage[m.answered & m.quoted & m.known])),
    Measure("“the Code does not say” although it does", lambda m: share(~m.shown[m.answered])),
    Measure("“the Code does not say” when it does not", lambda m: share(~m.shown[~m.answered])),
)
FIRST, THREE, PASSAGE, SCOPE, WRONGLY, QUOTED, RIGHTLY, *_ = MEASURES


def interval(of: Measure, m: Marks, draws: int, groups: Sequence[str] = ()) -> tuple[float, float]:
    """By bootstrap: questions drawn anew, those that the Code answers apart from the others; with `groups`, whole
    groups are drawn instead (voices: two questions of one author are not two authors)."""
    draw = np.random.default_rng(SEED)
    rows = _grouped(groups) if groups else None
    figures = np.array([of.of(m.at(_drawn(draw, m, rows))) for _ in range(draws)])
    told = figures[~np.isnan(figures)]
    low, high = np.percentile(told, EDGES) if len(told) else (np.nan, np.nan)
    return float(low), float(high)


def _grouped(groups: Sequence[str]) -> list[Places]:
    names = np.array(groups)
    return [np.flatnonzero(names == name) for name in dict.fromkeys(groups)]


def _drawn(draw: np.random.Generator, m: Marks, groups: Sequence[Places] | None) -> Places:
    if groups is not None:
        return np.concatenate([groups[n] for n in draw.integers(0, len(groups), len(groups))])
    sides = (np.flatnonzero(m.answered), np.flatnonzero(~m.answered))
    return np.concatenate([draw.choice(side, len(side)) for side in sides])
