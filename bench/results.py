"""What a measurement comes to, and how it is written down: tables, and goals that are met or not."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure beside what it should at most be."""

    what: str
    at_most: float
    figure: float
    unit: str = "×"

    @property
    def met(self) -> bool:
        return self.figure <= self.at_most


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text, the first column a name, the others figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the run. `method` says what was done, `notes` what is to be known beside the figures."""

    title: str
    method: str
    tables: tuple[Table, ...]
    goals: tuple[Goal, ...] = ()
    notes: tuple[str, ...] = ()


def number(figure: float) -> str:
    """Three figures that count, and no more zeros than that."""
    if figure == 0 or abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.2f}" if abs(figure) >= 1 else f"{figure:.3f}"


def table_lines(table: Table) -> list[str]:
    rule = ["---", *["---:"] * (len(table.head) - 1)]
    return [_line(table.head), _line(rule), *(_line(row) for row in table.rows)]


def goals_table(goals: Sequence[Goal]) -> Table:
    rows = ((g.what, _at_most(g), _figure(g), "met" if g.met else "**not met**") for g in goals)
    return Table(("Goal", "at most", "measured", ""), tuple(rows))


def section_lines(section: Section) -> list[str]:
    lines = [f"## {section.title}", "", section.method, ""]
    for table in section.tables:
        lines += [*table_lines(table), ""]
    if section.notes:
        lines += [*(f"- {note}" for note in section.notes), ""]
    return lines


def page(head: Sequence[str], sections: Sequence[Section]) -> str:
    """The results file: goals first, then every part."""
    goals = [goal for section in sections for goal in section.goals]
    lines = [*head, "", "## Goals", "", *table_lines(goals_table(goals)), ""]
    for section in sections:
        lines += section_lines(section)
    return "\n".join(lines).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _at_most(goal: Goal) -> str:
    return f"{goal.at_most:g} {goal.unit}".strip()


def _figure(goal: Goal) -> str:
    return f"{number(goal.figure)} {goal.unit}".strip()
