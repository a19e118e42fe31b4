"""What Slack's part comes to: its tables and its goals."""

from dataclasses import dataclass
from typing import Final

from bench.apps import MEGABYTE, memory
from bench.levels import Level, percentile
from bench.results import Goal, Section, Table, number
from bench.sizes import Sizes
from bench.slack_apps import DEFAULT, EMPTY, OURS, App
from bench.slack_crowd import WAVES, Crowd
from bench.slack_start import BARE, SERVE, Started

NOTHING: Final = "empty handler"
NOTHING_SENT: Final = "empty handler of a window sent in"
BOLTS: Final = "empty handler, Bolt's default"
HELP: Final = "`/ethics help`"
ASK: Final = "`/ethics ask …`"
REPORT: Final = "report"
CASE: Final = "member opens a case"
READS: Final = (HELP, ASK)
APPS: Final = {OURS: "the house", EMPTY: NOTHING, DEFAULT: BOLTS}
ASKED: Final = 4
"""A question takes many times as long as anything else: one of so many is enough of it."""
SLOW: Final = 8
"""Bolt's default sleeps ten milliseconds a request: one of so many is enough of it, one at a time."""

METHOD: Final = """\
Four processes: this one plays Slack, each app has one of its own: the house as `askfirst serve` builds it, with
production's settings, its courier and its clocks; and two apps of slack_bolt, as its documentation has them, whose
handlers do nothing but acknowledge: with `process_before_response=True`, and as Bolt has it by default. All are
served by aiohttp over loopback, without an access log. Over HTTP, requests are signed and made ready before they
are timed, and sent over connections that are kept alive by a client that does little else; over Socket Mode the
simulator of the tests sends them. What is sent is in Slack's shapes, and every request is unlike those before it.
{requests} requests of each in every one of {rounds} interleaved rounds, after one to warm up ({asked} questions; of
Bolt's default, one at a time, {slow}). Milliseconds are wall time for each request, medians of the rounds (in
brackets: processor time of the app's process, all threads); p50 and p99 are of every single request; a ratio is the
median of the rounds' own ratios, to the empty handler of a command over the same transport.

The *report* is the review sent in, about 900 characters of text: three members are owed a notice, everything is
synced before Slack is answered, and the answer is the window with the receipt. The *case* is one that nobody has
opened: a member presses [Read the report], and the answer comes after Slack has taken the window (Slack is played
by an empty answer, which is one more request within). *Messages leave* by the house's own courier, each to another
person, as fast as it sends them; meanwhile as many reports come as came quietly. *From its start*: both in an
environment without the extra `semantic`."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that was seen. `stored`: cases that lie in the register and were sent by Slack."""

    sizes: Sizes
    levels: list[Level]
    crowd: Crowd
    begun: Started
    apps: dict[str, App]
    reports: int
    stored: int
    failed: int
    stall: float


def section_of(told: Told) -> Section:
    sizes = told.sizes
    counts = {"asked": max(2, sizes.requests // ASKED), "slow": max(2, sizes.requests // SLOW)}
    method = METHOD.format(requests=sizes.requests, rounds=sizes.rounds, **counts)
    tables = (
        *(level.table(NOTHING) for level in told.levels),
        _busy(told),
        _start(told.begun),
        memory(APPS, told.apps),
    )
    return Section("Slack", method, tables, tuple(_goals(told)))


def _busy(told: Told) -> Table:
    crowd, sizes = told.crowd, told.sizes
    tasks = told.levels[-1].tasks
    rows = (
        (f"{tasks} at a time, quietly", crowd.quiet),
        (f"{tasks} at a time, while {sizes.owed:,} messages leave ({_rate(crowd)} a second)", crowd.busy),
        (f"{sizes.crowd} at the same moment, {WAVES} times", crowd.crowd),
    )
    return Table(("Reports over HTTP, ms", "reports", "p50", "p99", "longest"), tuple(_spread(*row) for row in rows))


def _rate(crowd: Crowd) -> str:
    return f"{crowd.left / crowd.seconds:,.0f}" if crowd.seconds else "0"


def _spread(name: str, each: list[float]) -> tuple[str, ...]:
    return name, f"{len(each):,}", *(number(percentile(each, of)) for of in (50, 99)), number(1000 * max(each))


def _start(begun: Started) -> Table:
    rows = (
        (
            name,
            number(begun.rounds.wall(name)),
            f"{number(begun.rounds.ratio(name, BARE))} ({begun.rounds.spread(name, BARE)})",
            f"{begun.resident[name] / MEGABYTE:.0f} MB",
        )
        for name in begun.rounds.took
    )
    return Table(("From its start to the first socket", "ms", "ratio", "resident"), tuple(rows))


def _goals(told: Told) -> list[Goal]:
    crowd, sizes = told.crowd, told.sizes
    p99, busy = percentile(crowd.quiet, 99), percentile(crowd.busy, 99)
    return [
        *(goal for level in told.levels for goal in _of_level(level, one=level.tasks == told.levels[0].tasks)),
        Goal(f"report's p99 while {sizes.owed:,} messages leave / without", 2, busy / p99),
        Goal(f"longest of {sizes.crowd} reports at the same moment", 3, max(crowd.crowd), "s"),
        Goal("longest stall of the loop", 50, 1000 * told.stall, "ms"),
        Goal("start of `askfirst serve` / of a bare app", 2, told.begun.rounds.ratio(SERVE, BARE)),
        Goal("answers that were not as they should be", 0, told.failed, ""),
        Goal(f"lost or doubled of {told.reports:,} reports", 0, abs(told.reports - told.stored), ""),
    ]


def _of_level(level: Level, *, one: bool) -> list[Goal]:
    where, ratio = level.where, level.rounds.ratio
    if not one:
        return [Goal(f"report / empty handler, {where}", 2.5, ratio(REPORT, NOTHING)), level.p99(REPORT)]
    return [
        *(Goal(f"{name} / empty handler, {where}", 2, ratio(name, NOTHING)) for name in READS),
        *(Goal(f"{name} / Bolt's default, {where}", 0.15, ratio(name, BOLTS)) for name in READS),
        Goal(f"report / empty handler, {where}", 3.5, ratio(REPORT, NOTHING)),
        Goal(f"member opens a case / empty handler, {where}", 3, ratio(CASE, NOTHING)),
        level.p99(REPORT),
    ]
