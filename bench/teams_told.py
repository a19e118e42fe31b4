"""What Teams' part comes to: its tables and its goals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bench.results import Goal, Section, Table, number
from bench.rounds import Rounds
from bench.sizes import Sizes
from bench.slack_crowd import percentile
from bench.start import resident
from bench.teams_apps import EMPTY, LEAN, OURS, STOCK, App
from bench.teams_start import BOLT, BOTBUILDER, SERVE, Started

NOTHING: Final = "empty handler of aiohttp"
EMPTY_INVOKE: Final = "empty invoke"
REPORT: Final = "report"
CASE: Final = "member opens a case"
HELP: Final = "`help`"
ASK: Final = "a question"
ECHO: Final = "botbuilder's echo"
STOCK_INVOKE: Final = "its empty invoke"
MEGABYTE: Final = 2**20
SLOW: Final = 4
"""botbuilder answers some forty messages a second: one request of so many is enough of it."""

METHOD: Final = """\
Five processes: this one plays Microsoft and everybody's client; each bot has one of its own, served by aiohttp over
loopback, without an access log. The house is as `askfirst serve` builds it for Teams alone, with production's settings
but for Microsoft's addresses. *botbuilder's echo* is Microsoft's sample with its `CloudAdapter`, given the token for
what it sends (its library takes one from Microsoft's login alone); *its empty invoke* is answered 200 and no more. The
*empty invoke* is botbuilder at its best: the same behind our token check, with one session and no client built for a
turn. The *empty handler of aiohttp* reads the request as JSON and checks nothing. Every request carries a token that is
signed as the Bot Framework signs them; activities are in Teams' shapes, unlike any before them, made ready before they
are timed, and sent over connections that are kept alive. {requests} requests of each in every one of {rounds}
interleaved rounds, after one to warm up (of the echo bot, {slow}, and as many as there are at a time). Milliseconds are
wall time for each request, medians of the rounds (in brackets: processor time of the bot's process, all threads); p50
and p99 are of every single request; a ratio is the median of the rounds' own ratios.

A message is answered 200 when its reply was posted and taken; the house shows first that it is typing, which is one
request more. The *report* is the review sent in from a dialog, about 900 characters of text: three members are owed a
notice, everything is synced before Teams is answered, and the answer is the dialog with the receipt. The *case* is one
that nobody has opened: a member presses [Read the report], and the answer is the dialog with its text."""


@dataclass(frozen=True, slots=True)
class Level:
    """So many at a time. `each`: the seconds of every single request, by name."""

    tasks: int
    rounds: Rounds[str]
    each: dict[str, list[float]]

    @property
    def where(self) -> str:
        return f"{self.tasks} at a time"


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that was seen. `stored`: cases that lie in the register and were sent by Teams; `said` messages had
    `answered` replies."""

    sizes: Sizes
    levels: list[Level]
    begun: Started
    apps: dict[str, App]
    reports: int
    stored: int
    said: int
    answered: int
    failed: int
    stall: float


def section_of(told: Told) -> Section:
    sizes = told.sizes
    method = METHOD.format(requests=sizes.requests, rounds=sizes.rounds, slow=max(2, sizes.requests // SLOW))
    tables = (*(_times(level) for level in told.levels), _start(told.begun), _memory(told))
    return Section("Teams", method, tables, tuple(_goals(told)))


def _times(level: Level) -> Table:
    head = (level.where, "ms (processor ms)", "p50", "p99", "a second", "ratio to the empty invoke (smallest–largest)")
    return Table(head, tuple(_row(level, name) for name in level.rounds.took))


def _row(level: Level, name: str) -> tuple[str, ...]:
    rounds, each = level.rounds, level.each[name]
    wall = f"{number(rounds.wall(name))} ({number(rounds.cpu(name))})"
    ratio = f"{number(rounds.ratio(name, EMPTY_INVOKE))} ({rounds.spread(name, EMPTY_INVOKE)})"
    p50, p99 = (number(percentile(each, of)) for of in (50, 99))
    return name, wall, p50, p99, f"{1000 / rounds.wall(name):,.0f}", ratio


def _start(begun: Started) -> Table:
    rows = (
        (name, number(begun.rounds.wall(name)), f"{begun.resident[name] / MEGABYTE:.0f} MB")
        for name in (BOLT, BOTBUILDER, SERVE)
    )
    return Table(("From its start until /healthz is answered", "ms", "resident"), tuple(rows))


def _memory(told: Told) -> Table:
    names = {OURS: "the house", LEAN: EMPTY_INVOKE, STOCK: ECHO, EMPTY: NOTHING}
    rows = (
        (names[name], *(f"{size / MEGABYTE:.0f} MB" for size in (app.at_rest, resident(app.process.pid))))
        for name, app in told.apps.items()
    )
    return Table(("Resident", "when it is ready", "after everything here"), tuple(rows))


def _goals(told: Told) -> Iterator[Goal]:
    for level in told.levels:
        for name in (HELP, ASK):
            yield Goal(f"{name} / botbuilder's echo, {level.where}", 0.2, level.rounds.ratio(name, ECHO))
    last = told.levels[-1]
    yield Goal(f"report / empty invoke, {last.where}", 2.5, last.rounds.ratio(REPORT, EMPTY_INVOKE))
    for name in (REPORT, CASE, HELP, ASK):
        yield Goal(f"{name}'s p99, {last.where}", 150, percentile(last.each[name], 99), "ms")
    yield Goal("longest stall of the loop", 50, 1000 * told.stall, "ms")
    yield Goal("start of `askfirst serve` with both / of both bare ones", 1.3, told.begun.beside_both)
    yield Goal("answers that were not as they should be", 0, told.failed, "")
    yield Goal(f"lost or doubled replies to {told.said:,} messages", 0, abs(told.said - told.answered), "")
    yield Goal(f"lost or doubled of {told.reports:,} reports", 0, abs(told.reports - told.stored), "")
