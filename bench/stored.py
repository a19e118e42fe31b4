"""What a register that holds much costs: filing, the look-up by receipt, the first page of cases, due notices."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from bench.filled import fill
from bench.house import Bench, built
from bench.load import at_once
from bench.reports import Submits, reviewed
from bench.results import Goal, Section, Table, number
from bench.rounds import Measured, Rounds, Took, interleaved
from bench.sizes import Sizes
from bot.clock import SystemClock
from storage import cases, dates, outbox
from storage.register import Register

TASKS: Final = 16
DUE: Final = 200
"""Notices the courier takes up at once."""


class Act(StrEnum):
    FILING = "filing"
    LOOKUP = "look-up by receipt"
    PAGE = "first page of cases"
    NOTICES = "due notices"
    OVERDUE = "cases nobody acknowledged"


GOALS: Final = {Act.FILING: 1.3, Act.LOOKUP: 2.5, Act.PAGE: 1.5, Act.NOTICES: 1.5}

METHOD: Final = """\
The same acts on registers that differ in what they hold. Every stored case has its sealed text, its audit entries,
an acknowledgement and three delivered notices; nine of ten are closed; they were filed over five years. The
registers are open at once and measured in turn, {rounds} interleaved rounds after one to warm up. *Filing* is a
report through `Conversation.answer`, {tasks} at a time, {filings} a round (wall time for each). The others are
timed on the writer's thread inside one job, without the way to it and back: *look-up by receipt* finds a case's
number ({lookups} receipts drawn at random from all years), *first page of cases* is a member's list with its seals
opened ({pages} times), *due notices* are the {due} that the courier takes up first, opened, of as many owed in each
register ({pages} times), *cases nobody acknowledged* are what the clocks look for once a day ({days} times)."""

Job = Callable[[Register], None]


@dataclass(slots=True)
class Holding:
    """A register with so many cases in it."""

    count: int
    bench: Bench
    receipts: list[str] = field(repr=False)
    submits: Submits


def measure(sizes: Sizes, folder: Path, say: Callable[[str], None]) -> Section:
    with ExitStack() as stack:
        benches = [stack.enter_context(built(folder / f"stored-{count}.db")) for count in sizes.stored]
        return asyncio.run(_compared(sizes, benches, folder, say))


async def _compared(sizes: Sizes, benches: list[Bench], folder: Path, say: Callable[[str], None]) -> Section:
    holdings = [await _filled(bench, count, say) for bench, count in zip(benches, sizes.stored, strict=True)]
    rounds = await interleaved(sizes.rounds, _measured(sizes, holdings), say)
    tables = (_times(sizes, rounds), _bytes(sizes, benches))
    return Section("Much in the register", _method(sizes), tables, tuple(_goals(sizes, rounds)))


def _method(sizes: Sizes) -> str:
    counts = {"filings": sizes.filings, "lookups": sizes.lookups, "pages": sizes.pages, "days": _days(sizes)}
    return METHOD.format(rounds=sizes.rounds, tasks=TASKS, due=DUE, **counts)


async def _filled(bench: Bench, count: int, say: Callable[[str], None]) -> Holding:
    receipts = await asyncio.to_thread(fill, bench, count, say)
    return Holding(count, bench, receipts, Submits(bench, await reviewed(bench)))


def _measured(sizes: Sizes, holdings: list[Holding]) -> dict[tuple[Act, int], Measured]:
    """Every act on one register, then on the next: they share the moment as nearly as can be."""
    return {(act, h.count): measured for act in Act for h in holdings for measured in [_of(act, sizes, h)]}


def _of(act: Act, sizes: Sizes, holding: Holding) -> Measured:
    member, receipts, today = holding.bench.members[0], holding.receipts, SystemClock().today()
    match act:
        case Act.FILING:
            return lambda: at_once(TASKS, sizes.filings, holding.submits.one)
        case Act.LOOKUP:
            return _inside(holding, sizes.lookups, lambda r: _found(cases.by_receipt(r, random.choice(receipts))))
        case Act.PAGE:
            return _inside(holding, sizes.pages, lambda r: _found(cases.lines(r, member)))
        case Act.NOTICES:
            return _inside(holding, sizes.pages, lambda r: _found(outbox.owed(r, DUE)))
        case Act.OVERDUE:
            return _inside(holding, _days(sizes), lambda r: _found(dates.unacknowledged(r, member, today)))


def _days(sizes: Sizes) -> int:
    return max(1, sizes.pages // 10)


def _inside(holding: Holding, times: int, job: Job) -> Measured:
    return lambda: holding.bench.database.run(lambda register: _timed(register, times, job))


def _found(answer: object) -> None:
    """An empty answer would be measured for nothing."""
    if not answer:
        raise LookupError


def _timed(register: Register, times: int, job: Job) -> Took:
    wall, cpu = time.perf_counter(), time.thread_time()
    for _ in range(times):
        job(register)
    return Took(1000 * (time.perf_counter() - wall) / times, 1000 * (time.thread_time() - cpu) / times)


def _times(sizes: Sizes, rounds: Rounds[tuple[Act, int]]) -> Table:
    few, *more = sizes.stored
    ratios = [f"{many:,} / {few:,}" for many in more]
    rows = (
        (
            act,
            *(number(rounds.wall((act, n))) for n in sizes.stored),
            *(_ratio(rounds, act, many, few) for many in more),
        )
        for act in Act
    )
    return Table(("ms", *(f"{n:,} cases" for n in sizes.stored), *ratios), tuple(rows))


def _ratio(rounds: Rounds[tuple[Act, int]], act: Act, many: int, few: int) -> str:
    return f"{number(rounds.ratio((act, many), (act, few)))} ({rounds.spread((act, many), (act, few))})"


def _bytes(sizes: Sizes, benches: list[Bench]) -> Table:
    megabytes = (f"{bench.database.path.stat().st_size / 2**20:,.0f} MB" for bench in benches)
    return Table(("", *(f"{n:,} cases" for n in sizes.stored)), (("the register's file", *megabytes),))


def _goals(sizes: Sizes, rounds: Rounds[tuple[Act, int]]) -> list[Goal]:
    few, *more = sizes.stored
    return [
        Goal(f"{act}, {many:,} / {few:,} cases", most, rounds.ratio((act, many), (act, few)))
        for many in more
        for act, most in GOALS.items()
    ]
