"""What was judged, as tables of the results page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from bench.answers_ablations import Row
from bench.answers_judged import Judged
from bench.answers_measures import (
    FIRST,
    MEASURES,
    PASSAGE,
    QUOTED,
    RIGHTLY,
    SCOPE,
    THREE,
    WRONGLY,
    Measure,
    interval,
    marks,
)
from bench.results import Table

BRIEF = (FIRST, THREE, PASSAGE, SCOPE, WRONGLY, QUOTED, RIGHTLY)
SHORT = ("section first", "of three", "passage first", "AUROC", "quoted wrongly", "quoted", "right of these")
MOST = 24
"""Rows of a list of confusions."""


@dataclass(frozen=True, slots=True)
class Both:
    """The same questions, answered by the core install and with the semantic extra; `groups` is each one's voice."""

    core: list[Judged]
    semantic: list[Judged]
    groups: tuple[str, ...] = ()


def goals_table(both: Both, draws: int) -> Table:
    """The issue's own table: figure, interval, goal, and whether it is met."""
    head = ("", "core", "95 %", "goal", "semantic", "95 %", "goal")
    return Table(head, tuple(_goal_row(measure, both, draws) for measure in MEASURES))


def _goal_row(measure: Measure, both: Both, draws: int) -> tuple[str, ...]:
    return (
        measure.name,
        *_cells(measure, both.core, both.groups, draws, semantic=False),
        *_cells(measure, both.semantic, both.groups, draws, semantic=True),
    )


def _cells(
    measure: Measure, all_: Sequence[Judged], groups: Sequence[str], draws: int, *, semantic: bool
) -> tuple[str, ...]:
    m = marks(all_)
    figure, (low, high) = measure.of(m), interval(measure, m, draws, groups)
    return _three(figure), f"{_three(low)}–{_three(high)}", _goal(measure, figure, semantic=semantic)


def _goal(measure: Measure, figure: float, *, semantic: bool) -> str:
    goal = measure.goal(semantic=semantic)
    if goal is None:
        return ""
    return f"{'≤' if measure.at_most else '≥'} {_three(goal)} {'met' if measure.met(figure, goal) else '**not met**'}"


def _three(figure: float) -> str:
    return "–" if isnan(figure) else f"{figure:.3f}".removeprefix("0") if figure < 1 else "1.000"


def brief(all_: Sequence[Judged]) -> tuple[str, ...]:
    """A figure for each of SHORT."""
    m = marks(all_)
    return tuple(_three(measure.of(m)) for measure in BRIEF)


def voices_table(name: str, by: Mapping[str, list[Judged]]) -> Table:
    return Table(
        (name, "questions", *SHORT), tuple((voice, str(len(all_)), *brief(all_)) for voice, all_ in by.items())
    )


def rows_tables(rows: Sequence[Row], first: str) -> tuple[Table, Table]:
    """The same rows for other people's questions, and for those of left-out voices."""
    others = tuple((row.name, *brief(row.others)) for row in rows)
    voices = tuple((row.name, *brief(row.voices)) for row in rows)
    return Table((f"{first}: dev.jsonl", *SHORT), others), Table((f"{first}: left-out voices", *SHORT), voices)


def sections_table(both: Both) -> Table:
    """How often each section is found first, and by which passage, of the questions that it alone answers."""
    asked = dict.fromkeys(j.question.sections[0] for j in both.core if len(j.question.sections) == 1)
    rows = (_section_row(section, both) for section in asked)
    return Table(("section", "questions", "core", "passage", "semantic", "passage"), tuple(rows))


def _section_row(section: str, both: Both) -> tuple[str, ...]:
    sides = [[j for j in all_ if j.question.sections == (section,)] for all_ in (both.core, both.semantic)]
    figures = [_three(measure.of(marks(side))) for side in sides for measure in (FIRST, PASSAGE)]
    return (section, str(len(sides[0])), *figures)


def confusions_table(both: Both) -> Table:
    """Which section is found instead of which, the most frequent of the semantic install first."""
    core, semantic = _confused(both.core), _confused(both.semantic)
    asked = Counter(j.question.sections for j in both.core)
    rows = (
        ("/".join(right), instead, str(core[right, instead]), f"{n} of {asked[right]}")
        for (right, instead), n in semantic.most_common(MOST)
    )
    return Table(("asked for", "found instead", "core", "semantic"), tuple(rows))


def _confused(all_: Sequence[Judged]) -> Counter[tuple[tuple[str, ...], str]]:
    wrong = (j for j in all_ if j.question.answered and j.wrong and j.found)
    return Counter((j.question.sections, j.found[0]) for j in wrong)
