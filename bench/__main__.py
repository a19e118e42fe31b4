"""`python -m bench` (`make bench`): every measurement in one run, written to bench/RESULTS.md."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench import memory, slack, start, stored, teams, turns
from bench.machine import machine
from bench.results import Section, page, table_lines
from bench.sizes import DEFAULT, LONG, TINY, Sizes

RESULTS = Path(__file__).with_name("RESULTS.md")
WORK = Path("var")
"""Registers are written beside the product's own, so that the disk is the one that counts, and removed at the end."""

Part = Callable[[Sizes, Path, Callable[[str], None]], Section]
PARTS: Mapping[str, Part] = {
    "turns": turns.measure,
    "stored": stored.measure,
    "start": start.measure,
    "memory": memory.measure,
    "slack": slack.measure,
    "teams": teams.measure,
}


def main() -> None:
    chosen = _arguments()
    sizes = TINY if chosen.tiny else LONG if chosen.long else DEFAULT
    WORK.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=WORK) as folder:
        on = machine(Path(folder))
        parts = {name: part for name, part in PARTS.items() if chosen.only in ("", name)}
        sections = [section_of(name, part, sizes, Path(folder)) for name, part in parts.items()]
    head = ["# What was measured", "", _when(sizes), "", *table_lines(on)]
    if chosen.only or chosen.tiny:
        print(page(head, sections))
    else:
        RESULTS.write_text(page(head, sections), "utf-8")
        print(f"Written to {RESULTS.name}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measures, side by side, and writes RESULTS.md."
    )
    parser.add_argument("--only", choices=tuple(PARTS), default="", help="one part, printed and not written")
    parser.add_argument(
        "--long",
        action="store_true",
        default=os.environ.get("ASKFIRST_LONG") == "1",
        help="with a register of 1,000,000 cases too (ASKFIRST_LONG=1 says the same)",
    )
    parser.add_argument(
        "--tiny", action="store_true", help="a few operations of each, printed: proves only that it runs"
    )
    return parser.parse_args()


def section_of(name: str, part: Part, sizes: Sizes, work: Path) -> Section:
    """In a folder of its own: parts name their files alike."""
    began, folder = time.monotonic(), work / name
    folder.mkdir()
    return part(sizes, folder, lambda what: _progress(f"{time.monotonic() - began:5.0f} s  {name}: {what}"))


def _progress(line: str) -> None:
    """On standard error, so that standard output holds the results alone; one line that changes, on a terminal."""
    end = "\n" if not sys.stderr.isatty() else "\x1b[K\r"
    print(line, end=end, file=sys.stderr, flush=True)


def _when(sizes: Sizes) -> str:
    long = ", the long form" if sizes == LONG else ""
    return f"By `make bench`{long} on {datetime.now(UTC):%d %B %Y}, everything in one run."


if __name__ == "__main__":
    main()
