"""A guidance turn and a report beside a bare durable commit of the same bytes, at 1, 16 and 50 at a time."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.bare import Bare, Rows
from bench.house import Bench, built
from bench.load import Operation, at_once
from bench.reports import Submits, reviewed
from bench.results import Goal, Section, Table, number
from bench.rounds import Measured, Rounds, interleaved
from bench.sizes import Sizes
from bench.walks import Walks, planned
from bench.written import Written, cases_stored, notices_owed, written

GUIDANCE: Final = "guidance turn"
BARE_GUIDANCE: Final = "bare commit, a turn's bytes"
REPORT: Final = "report"
BARE_REPORT: Final = "bare commit, a report's rows"
BARE_ROW: Final = "bare commit, a report's bytes in one row"
BARE: Final = (BARE_GUIDANCE, BARE_REPORT, BARE_ROW)
PAIRS: Final = ((GUIDANCE, BARE_GUIDANCE, 1.5), (REPORT, BARE_REPORT, 2.0), (REPORT, BARE_ROW, 2.0))

METHOD: Final = """\
A *guidance turn* is one answer of the seven steps through `Conversation.answer`: the draft is read and opened, the
dialog is replayed, the new draft is sealed, committed and synced. A *report* is the [Send] of the review: replayed
and checked, its text and head sealed under a key of its own; the case, its audit entry and three notices are
committed and synced together. Everybody files one report or walks one walk. {operations} operations of each in every
one of {rounds} interleaved rounds, after one to warm up. Milliseconds are wall time for each operation, medians of
the rounds (in brackets: processor time of all threads); a ratio is the median of the rounds' own ratios.

The *bare durable commit* is plain sqlite3 with the register's own settings (WAL, synchronous FULL) and the same
discipline: tasks hand rows to one writer thread, which takes up to 64 of what waits, BEGIN IMMEDIATE, a savepoint
and INSERTs for each, one COMMIT, and then tells the tasks. Nothing is sealed, signed, read or checked, and there is no
index (the register has two of cases: by receipt, by account); a body is zeros. For a turn it writes {turn_rows}; for
a report the same rows as the register into as many tables under one random key, {report_rows}; and beside it the same
bytes as one single row, which is the hardest comparison there is. Each has a file of its own, which grows as the
register does."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of the reports at one level of concurrency."""

    tasks: int
    submitted: int
    failed: int
    doubled: int
    notices_missing: int
    rounds: Rounds[str]
    written: Written


def measure(sizes: Sizes, folder: Path, say: Callable[[str], None]) -> Section:
    intakes = [asyncio.run(_intake(sizes, tasks, folder, say)) for tasks in sizes.at_once]
    goals = [goal for intake in intakes for goal in _goals(intake)]
    tables = (_times(intakes), _ratios(intakes), _kept(intakes))
    return Section(
        "A turn and a report, beside a bare durable commit", _method(sizes, intakes[0]), tables, tuple(goals)
    )


async def _intake(sizes: Sizes, tasks: int, folder: Path, say: Callable[[str], None]) -> Intake:
    """A new register and new bare files for each level of concurrency; nothing of one weighs on the next."""
    with built(folder / f"turns-{tasks}.db") as bench, ExitStack() as stack:
        walks, submits = Walks(bench, await planned(bench)), Submits(bench, await reviewed(bench))
        await walks.one()
        await submits.one()
        wrote = await bench.database.run(written)
        bare = {name: _bare(stack, folder / f"bare-{tasks}-{at}.db", wrote, name) for at, name in enumerate(BARE)}
        measured = _measured(sizes, tasks, {**bare, GUIDANCE: walks.one, REPORT: submits.one})
        rounds = await interleaved(sizes.rounds, measured, lambda what: say(f"{tasks} at a time, {what}"))
        return await _counted(bench, tasks, submits, rounds, wrote)


def _bare(stack: ExitStack, path: Path, wrote: Written, name: str) -> Operation:
    one_row = ((sum(size for table in wrote.report for size in table),),)
    rows = {BARE_GUIDANCE: wrote.guidance, BARE_REPORT: wrote.report, BARE_ROW: one_row}[name]
    return stack.enter_context(closing(Bare(path, rows))).commit


def _measured(sizes: Sizes, tasks: int, operations: dict[str, Operation]) -> dict[str, Measured]:
    def of(operation: Operation) -> Measured:
        return lambda: at_once(tasks, sizes.operations, operation)

    return {name: of(operation) for name, operation in operations.items()}


async def _counted(bench: Bench, tasks: int, submits: Submits, rounds: Rounds[str], bytes_written: Written) -> Intake:
    """By what lies in the register, not by what was answered."""
    stored = await bench.database.run(cases_stored)
    owed = await bench.database.run(notices_owed)
    submitted = len(submits.receipts) + submits.failed
    repeated = len(submits.receipts) - len(set(submits.receipts))
    doubled = max(stored - len(submits.receipts), 0) + repeated
    missing = abs(len(bench.members) * stored - owed)
    lost = max(len(submits.receipts) - stored, 0)
    return Intake(tasks, submitted, submits.failed + lost, doubled, missing, rounds, bytes_written)


def _method(sizes: Sizes, intake: Intake) -> str:
    rows = {"turn_rows": _rows(intake.written.guidance), "report_rows": _rows(intake.written.report)}
    return METHOD.format(operations=sizes.operations, rounds=sizes.rounds, **rows)


def _rows(tables: Rows) -> str:
    sizes = [size for table in tables for size in table]
    return f"{len(sizes)} row{'s' * (len(sizes) > 1)}, {sum(sizes):,} bytes"


def _times(intakes: list[Intake]) -> Table:
    names = (BARE_GUIDANCE, GUIDANCE, BARE_ROW, BARE_REPORT, REPORT)
    head = ("ms (processor ms)", *(f"{i.tasks} at a time" for i in intakes), f"a second, {intakes[-1].tasks} at a time")
    rows = (
        (name, *(_cell(i, name) for i in intakes), f"{1000 / intakes[-1].rounds.wall(name):,.0f}") for name in names
    )
    return Table(head, tuple(rows))


def _cell(intake: Intake, name: str) -> str:
    return f"{number(intake.rounds.wall(name))} ({number(intake.rounds.cpu(name))})"


def _ratios(intakes: list[Intake]) -> Table:
    head = ("ratio (smallest–largest of the rounds)", *(f"{i.tasks} at a time" for i in intakes))
    rows = ((f"{name} / {bare}", *(_ratio(i, name, bare) for i in intakes)) for name, bare, _ in PAIRS)
    return Table(head, tuple(rows))


def _ratio(intake: Intake, name: str, bare: str) -> str:
    return f"{number(intake.rounds.ratio(name, bare))} ({intake.rounds.spread(name, bare)})"


def _kept(intakes: list[Intake]) -> Table:
    rows = (
        (f"{i.tasks} at a time", f"{i.submitted:,}", str(i.failed), str(i.doubled), str(i.notices_missing))
        for i in intakes
    )
    return Table(("Reports", "submitted", "failed", "doubled", "notices too few or too many"), tuple(rows))


def _goals(intake: Intake) -> list[Goal]:
    ratios = (Goal(f"{n} / {b}, {intake.tasks} at a time", most, intake.rounds.ratio(n, b)) for n, b, most in PAIRS)
    of = f"of {intake.submitted:,} reports, {intake.tasks} at a time"
    return [*ratios, Goal(f"failed {of}", 0, intake.failed, ""), Goal(f"doubled {of}", 0, intake.doubled, "")]
