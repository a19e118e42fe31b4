"""`make answers`: how well questions are answered, written to bench/ANSWERS.md.

What was learned without each voice is kept in var/answers, so that a second run is quick. `--questions FILE` judges a
file of questions that nobody has read, and writes nothing.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.answers_extent import DEFAULT, TINY, Extent
from bench.answers_judged import judged
from bench.answers_parts import PARTS
from bench.answers_questions import read
from bench.answers_readme import README, with_summary
from bench.answers_run import Run
from bench.answers_tables import Both, goals_table
from bench.machine import machine
from bench.results import Section, Table, section_lines, table_lines
from bench.results import goals_table as speed_goals
from content.company import open_company

ANSWERS = Path(__file__).with_name("ANSWERS.md")
WORK = Path("var")
KEPT = WORK / "answers"

HEAD = """\
# How well questions are answered

By `make answers` on {day}. The goals are judged on several hundred other questions that nobody here
has read: whoever tunes to the questions below will do better on them than on those. *Core* is the plain install;
*semantic* has the extra of that name.

The figures on `dev.jsonl` are flattered. Whoever wrote five of the voices (asker, texter, visitor, chatter, passerby)
had been told which subjects of that file the search still missed, though none of its questions. Before these voices it
gave, core and semantic: the right section first .846 and .906, among three .957 and .983, the right passage first .763
and .842, AUROC .972 and .987. Whoever wrote the six voices since (abroad, shopfloor, letters, voicemail, doubters,
oficina) was told nothing of it; that eight heads read meanings better than their mean was chosen on left-out voices,
and then looked up on it once. The voices that are left out one at a time are the soberer measure."""


def main() -> None:
    chosen = _arguments()
    if chosen.questions:
        print("\n".join(table_lines(asked(chosen.questions, DEFAULT.draws))))
        return
    parts = [name for name in PARTS if chosen.only in ("", name)]
    with tempfile.TemporaryDirectory() as nowhere:
        folder = Path(nowhere) if chosen.tiny else KEPT
        page = written(TINY if chosen.tiny else DEFAULT, folder, parts, _progress())
    if chosen.only or chosen.tiny:
        print(page)
    else:
        ANSWERS.write_text(page, "utf-8")
        README.write_text(with_summary(README.read_text("utf-8"), page), "utf-8")
        print(f"Written to {ANSWERS.name}, and the table in {README.name}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description="Measures how questions are answered.")
    parser.add_argument("--only", choices=tuple(PARTS), default="", help="one part, printed and not written")
    parser.add_argument("--tiny", action="store_true", help="a few examples, printed: proves only that it runs")
    parser.add_argument("--questions", type=Path, help="JSON lines as in bench/questions: only the table of goals")
    return parser.parse_args()


def asked(file: Path, draws: int) -> "Table":
    """The table of goals for other questions, by the product as it is shipped."""
    core, semantic = (judged(open_company(semantic=able).search, read(file)) for able in (False, True))
    return goals_table(Both(core, semantic), draws)


def written(extent: Extent, folder: Path, parts: list[str], say: Callable[[str], None]) -> str:
    """The results page with these parts."""
    run = Run(extent, folder, say)
    sections = [PARTS[name](run) for name in parts]
    head = HEAD.format(day=f"{datetime.now(UTC):%d %B %Y}")
    lines = [head, "", *table_lines(machine(Path())), ""]
    return "\n".join([*lines, *(line for section in sections for line in _lines(section))]).rstrip() + "\n"


def _lines(section: Section) -> list[str]:
    goals = [*table_lines(speed_goals(section.goals)), ""] if section.goals else []
    return [*section_lines(section), *goals]


def _progress() -> Callable[[str], None]:
    """On standard error, so that standard output holds the results alone."""
    began = time.monotonic()
    return lambda what: print(f"{time.monotonic() - began:5.0f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
