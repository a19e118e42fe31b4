"""The table in README.md: what stands in bench/ANSWERS.md, in short."""

from pathlib import Path

from bench.results import Table, table_lines

README = Path(__file__).resolve().parents[1] / "README.md"
BEGINS, ENDS = "<!-- answers -->", "<!-- /answers -->"
GOALS = "|  | core | 95 % | goal | semantic |"
HEAD = ("", "core: others", "left-out voices", "goal", "semantic: others", "left-out voices", "goal")
ROWS = 7
"""The measures that have a goal."""


def summary(page: str) -> list[str]:
    """Of the results page the two tables of goals, side by side."""
    lines = page.splitlines()
    others, voices = (_rows(lines[at + 2 : at + 2 + ROWS]) for at, line in enumerate(lines) if line.startswith(GOALS))
    return table_lines(Table(HEAD, tuple(_beside(one, other) for one, other in zip(others, voices, strict=True))))


def _rows(lines: list[str]) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _beside(others: list[str], voices: list[str]) -> tuple[str, ...]:
    """Of name, figure, interval, goal, and the last three again."""
    goals = (" ".join(others[at].split()[:2]) for at in (3, 6))
    core, semantic = ((others[at], voices[at], goal) for at, goal in zip((1, 4), goals, strict=True))
    return (others[0], *core, *semantic)


def with_summary(readme: str, page: str) -> str:
    before, _, rest = readme.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return "\n".join([f"{before}{BEGINS}", *summary(page), f"{ENDS}{after}"])
