"""What Teams' part comes to: its tables and its goals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bench.apps import MEGABYTE, memory
from bench.levels import Level
from bench.results import Goal, Section, Table, number
from bench.sizes import Sizes
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
APPS: Final = {OURS: "the house", LEAN: EMPTY_INVOKE, STOCK: ECHO, EMPTY: NOTHING}
SLOW: Final = 4
"""botbuilder answers some forty messages a second, and a question takes long too: one of so many is enough of them."""

METHOD: Final = """\
Five processes: this one plays Microsoft and everybody's client; each bot has one of its own, served by aiohttp over
loopback, without an access log. The house is as `askfirst serve` builds it for Teams alone, with production's settings
but for Microsoft's addresses. *botbuilder's echo* is Microsoft's sample with its `CloudAdapter`, given the token for
what it sends (its library takes one from Microsoft's login alone); *its empty invoke* is answered 200 and no more. The
*empty invoke* is botbuilder at its best: the same behind our token check, with one session and no client built for a
turn. The *empty handler of aiohttp* reads the request as JSON and checks nothing. Every request carries a token that
is signed as the Bot Framework signs them; activities are in Teams' shapes, unlike any before them, made ready before
they are timed, and sent over connections that are kept alive. {requests} requests of each in every one of {rounds}
interleaved rounds, after one to warm up (of questions and of the echo bot {slow}, and as many as there are at a time).
Milliseconds are wall time for each request, medians of the rounds (in brackets: processor time of the bot's process,
all threads); p50 and p99 are of every single request; a ratio is the median of the rounds' own ratios.

A message is answered 200 when its reply was posted and taken; the house shows first that it is typing, which is one
request more. The *report* is the review sent in from a dialog, about 900 characters of text: three members are owed a
notice, everything is synced before Teams is answered, and the answer is the dialog with the receipt. The *case* is one
that nobody has opened: a member presses [Read the report], and the answer is the dialog with its text. *From its
start*: in an environment without the extra `semantic`."""


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
    tables = (*(level.table(EMPTY_INVOKE) for level in told.levels), _start(told.begun), memory(APPS, told.apps))
    return Section("Teams", method, tables, tuple(_goals(told)))


def _start(begun: Started) -> Table:
    rows = (
        (name, number(begun.rounds.wall(name)), f"{begun.resident[name] / MEGABYTE:.0f} MB")
        for name in (BOLT, BOTBUILDER, SERVE)
    )
    return Table(("From its start until /healthz is answered", "ms", "resident"), tuple(rows))


def _goals(told: Told) -> Iterator[Goal]:
    for level in told.levels:
        for name in (HELP, ASK):
            yield Goal(f"{name} / botbuilder's echo, {level.where}", 0.2, level.rounds.ratio(name, ECHO))
    last = told.levels[-1]
    yield Goal(f"report / empty invoke, {last.where}", 2.5, last.rounds.ratio(REPORT, EMPTY_INVOKE))
    for name in (REPORT, CASE, HELP, ASK):
        yield last.p99(name)
    yield Goal("longest stall of the loop", 50, 1000 * told.stall, "ms")
    yield Goal("start of `askfirst serve` with both / of both bare ones", 1.3, told.begun.beside_both)
    yield Goal("answers that were not as they should be", 0, told.failed, "")
    yield Goal(f"lost or doubled replies to {told.said:,} messages", 0, abs(told.said - told.answered), "")
    yield Goal(f"lost or doubled of {told.reports:,} reports", 0, abs(told.reports - told.stored), "")
