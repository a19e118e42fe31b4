"""Slack's part: what a command, a report, an opened case cost, beside handlers of slack_bolt that do nothing."""

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
from bench.slack_apps import DEFAULT, EMPTY, OURS, App, Transport, started
from bench.slack_asks import PEOPLE, Asks, of_command, reviewed
from bench.slack_crowd import Crowd, crowded
from bench.slack_far import slack_here
from bench.slack_start import Started, starts
from bench.slack_told import ASK, ASKED, BOLTS, CASE, HELP, NOTHING, NOTHING_SENT, REPORT, SLOW, Told, section_of
from bench.slack_wire import wire_to
from bot.clock import SystemClock
from tests.slack.callbacks import Callback
from tests.slack.workspace import Workspace

Say = Callable[[str], None]


@dataclass(slots=True)
class Stage:
    """The apps, and what is asked of them. `filed` cases lay there before; `each` holds the seconds of every request
    at the level that is measured."""

    apps: dict[str, App]
    asks: Asks
    sizes: Sizes
    filed: int
    reports: int = 0
    failed: int = 0
    stall: float = 0.0
    each: dict[str, list[float]] = field(default_factory=dict)

    @property
    def ours(self) -> App:
        return self.apps[OURS]

    def measured(self, transport: Transport, tasks: int) -> dict[str, Measured]:
        many = self.sizes.requests
        few = max(2, many // SLOW) if tasks == 1 else many
        some = max(2, tasks, many // ASKED)

        def of(name: str, app: str, make: Callable[[], Callback], count: int = many) -> Measured:
            return lambda: self._took(name, self.apps[app], transport, tasks, [make() for _ in range(count)])

        return {
            NOTHING: of(NOTHING, EMPTY, self.asks.help),
            HELP: of(HELP, OURS, self.asks.help),
            ASK: of(ASK, OURS, self.asks.ask, some),
            REPORT: of(REPORT, OURS, self.asks.report),
            CASE: of(CASE, OURS, self.asks.opens),
            NOTHING_SENT: of(NOTHING_SENT, EMPTY, self.asks.report),
            BOLTS: of(BOLTS, DEFAULT, self.asks.help, few),
        }

    async def _took(self, name: str, app: App, transport: Transport, tasks: int, callbacks: list[Callback]) -> Took:
        sent, processor = await app.takes(transport, tasks, callbacks)
        self.each.setdefault(name, []).extend(sent.each)
        self.failed += sent.failed
        self.reports += len(sent.each) * (name == REPORT)
        return Took(1000 * sent.wall / len(sent.each), 1000 * processor / len(sent.each))

    async def looked_at_the_loop(self) -> None:
        """Notes the longest stall since it was asked last."""
        self.stall = max(self.stall, await self.ours.told("/stalled"))


def measure(sizes: Sizes, folder: Path, say: Say) -> Section:
    return asyncio.run(_measured(sizes, folder.resolve(), say))


async def _measured(sizes: Sizes, folder: Path, say: Say) -> Section:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(slack_here(Workspace(SystemClock())))
        begun = await starts(slack, sizes.starts, folder, say)
        apps = {name: await stack.enter_async_context(started(slack, name, folder)) for name in (OURS, EMPTY, DEFAULT)}
        stage = await _set(apps, sizes)
        levels = [await _level(stage, transport, tasks, say) for transport in Transport for tasks in _tasks(sizes)]
        crowd = await _crowd(stage, say)
        return await _told(stage, levels, crowd, begun)


def _tasks(sizes: Sizes) -> tuple[int, int]:
    return sizes.at_once[0], sizes.at_once[-1]


async def _set(apps: dict[str, App], sizes: Sizes) -> Stage:
    """Everybody has written once before, so that the edge knows who they are."""
    ours = apps[OURS]
    to_open = sizes.requests * (sizes.rounds + 1) * len(_tasks(sizes)) * len(Transport)
    cases = await ours.told(f"/files/{max(to_open, sizes.owed)}")
    wire = await wire_to(ours.port)
    review = await reviewed(ours.far, wire, ours.port)
    wire.close()
    for app in apps.values():
        await app.takes(Transport.HTTP, 8, [of_command(app.far, who, "help") for who in PEOPLE])
    stage = Stage(apps, Asks(ours.far, review, iter(cases)), sizes, len(cases))
    await ours.told("/stalled")
    return stage


async def _level(stage: Stage, transport: Transport, tasks: int, say: Say) -> Level:
    stage.each, before = {}, stage.ours.far.opened
    measured = stage.measured(transport, tasks)
    rounds = await interleaved(
        stage.sizes.rounds, measured, lambda what: say(f"{transport}, {tasks} at a time, {what}")
    )
    if stage.ours.far.opened - before != len(stage.each[CASE]):
        raise UnexpectedError("a case was not opened")
    await stage.looked_at_the_loop()
    return Level(f"{transport}, {tasks} at a time", tasks, rounds, stage.each)


async def _crowd(stage: Stage, say: Say) -> Crowd:
    crowd = await crowded(stage.ours, stage.asks.report, stage.sizes, stage.sizes.at_once[-1], say)
    stage.reports += crowd.reports
    stage.failed += crowd.failed
    await stage.looked_at_the_loop()
    return crowd


async def _told(stage: Stage, levels: list[Level], crowd: Crowd, begun: Started) -> Section:
    stored = await stage.ours.told("/stored") - stage.filed
    return section_of(
        Told(stage.sizes, levels, crowd, begun, stage.apps, stage.reports, stored, stage.failed, stage.stall)
    )
