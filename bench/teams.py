"""Teams' part: what a message, a report, an opened case cost, beside botbuilder's echo and handlers that do nothing."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.levels import Level
from bench.reports import UnexpectedError
from bench.results import Section
from bench.rounds import Measured, Took, interleaved
from bench.sizes import Sizes
from bench.slack_wire import wire_to
from bench.teams_apps import ALL, EMPTY, LEAN, OURS, STOCK, App, started
from bench.teams_asks import MEMBER, PEOPLE, Ask, Asks, reviewed
from bench.teams_far import Far, microsoft_here
from bench.teams_start import Started, starts
from bench.teams_told import (
    ASK,
    CASE,
    ECHO,
    EMPTY_INVOKE,
    HELP,
    NOTHING,
    REPORT,
    SLOW,
    STOCK_INVOKE,
    Told,
    section_of,
)

Say = Callable[[str], None]
MESSAGES = frozenset({ECHO, HELP, ASK})


@dataclass(slots=True)
class Stage:
    """The apps, and what is asked of each. `filed` cases lay there before; `each` holds the seconds of every request
    at the level that is measured; `said` are the messages that want an answer."""

    far: Far
    apps: dict[str, App]
    asks: dict[str, Asks]
    sizes: Sizes
    filed: int
    reports: int = 0
    said: int = 0
    failed: int = 0
    stall: float = 0.0
    each: dict[str, list[float]] = field(default_factory=dict)

    def measured(self, tasks: int) -> dict[str, Measured]:
        many = self.sizes.requests
        few = max(2, tasks, many // SLOW)

        def of(name: str, app: str, make: Callable[[], Ask], count: int = many) -> Measured:
            return lambda: self._took(name, self.apps[app], tasks, [make() for _ in range(count)])

        ours, stock, lean, empty = (self.asks[name] for name in (OURS, STOCK, LEAN, EMPTY))
        return {
            NOTHING: of(NOTHING, EMPTY, empty.invokes),
            EMPTY_INVOKE: of(EMPTY_INVOKE, LEAN, lean.invokes),
            REPORT: of(REPORT, OURS, ours.report),
            CASE: of(CASE, OURS, ours.opens),
            HELP: of(HELP, OURS, ours.help),
            ASK: of(ASK, OURS, ours.asks, few),
            ECHO: of(ECHO, STOCK, stock.asks, few),
            STOCK_INVOKE: of(STOCK_INVOKE, STOCK, stock.invokes, few),
        }

    async def _took(self, name: str, app: App, tasks: int, asked: list[Ask]) -> Took:
        sent, processor = await app.takes(tasks, asked)
        self.each.setdefault(name, []).extend(sent.each)
        self.failed += sent.failed
        self.reports += len(sent.each) * (name == REPORT)
        self.said += len(sent.each) * (name in MESSAGES)
        return Took(1000 * sent.wall / len(sent.each), 1000 * processor / len(sent.each))


def measure(sizes: Sizes, folder: Path, say: Say) -> Section:
    return asyncio.run(_measured(sizes, folder.resolve(), say))


async def _measured(sizes: Sizes, folder: Path, say: Say) -> Section:
    begun = await starts(sizes.starts, folder, say)
    async with AsyncExitStack() as stack:
        far = await stack.enter_async_context(microsoft_here())
        apps = {name: await stack.enter_async_context(started(far, name, folder)) for name in ALL}
        stage = await _set(far, apps, sizes)
        levels = [await _level(stage, tasks, say) for tasks in (sizes.at_once[0], sizes.at_once[-1])]
        return await _told(stage, levels, begun)


async def _set(far: Far, apps: dict[str, App], sizes: Sizes) -> Stage:
    """Everybody has written once before, so that the edge knows who they are."""
    asks = {name: Asks(far, name, app.port) for name, app in apps.items()}
    to_open = sizes.requests * (sizes.rounds + 1) * 2
    cases: list[str] = await apps[OURS].told(f"/files/{to_open}")
    await apps[OURS].takes(8, [asks[OURS].writes("help", who) for who in (*PEOPLE, MEMBER)])
    wire = await wire_to(apps[OURS].port)
    asks[OURS].review, asks[OURS].cases = await reviewed(asks[OURS], wire), iter(cases)
    wire.close()
    await apps[OURS].told("/stalled")
    far.posted.clear()
    return Stage(far, apps, asks, sizes, to_open)


async def _level(stage: Stage, tasks: int, say: Say) -> Level:
    stage.each = {}
    rounds = await interleaved(
        stage.sizes.rounds, stage.measured(tasks), lambda what: say(f"{tasks} at a time, {what}")
    )
    stage.stall = max(stage.stall, await stage.apps[OURS].told("/stalled"))
    return Level(f"{tasks} at a time", tasks, rounds, stage.each)


async def _told(stage: Stage, levels: list[Level], begun: Started) -> Section:
    stored = await stage.apps[OURS].told("/stored") - stage.filed
    answered = stage.far.posted.get(OURS, 0) + stage.far.posted.get(STOCK, 0)
    if not stage.said:
        raise UnexpectedError("nothing was said")
    return section_of(
        Told(
            stage.sizes,
            levels,
            begun,
            stage.apps,
            stage.reports,
            stored,
            stage.said,
            answered,
            stage.failed,
            stage.stall,
        )
    )
