"""Reports when it is busy: while a thousand messages leave, and two hundred at the same moment."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.sizes import Sizes
from bench.slack_apps import App, Transport
from bench.slack_wire import Flow
from tests.slack.callbacks import Callback

PATIENCE = 120.0
"""Seconds until the last message must have left."""
WAVES = 5
"""So many times the crowd comes."""

Make = Callable[[], Callback]


@dataclass(slots=True)
class Crowd:
    """Seconds of every report: quietly, while messages leave, and in the crowd. `left` of the messages did so, in so
    many `seconds`."""

    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    crowd: list[float] = field(default_factory=list)
    left: int = 0
    seconds: float = 0.0
    reports: int = 0
    failed: int = 0

    def took(self, into: list[float], sent: Flow) -> None:
        into += sent.each
        self.reports += len(sent.each)
        self.failed += sent.failed


async def crowded(app: App, report: Make, sizes: Sizes, tasks: int, say: Callable[[str], None]) -> Crowd:
    """Over HTTP. Quiet and busy take turns, so that they share the moment."""
    crowd = Crowd()
    for number in range(sizes.rounds):
        say(f"reports while {sizes.owed:,} messages leave, {number + 1} of {sizes.rounds}")
        await app.told("/drains")
        crowd.took(crowd.quiet, await _sent(app, report, tasks, sizes.requests))
        await _busy(app, report, tasks, sizes, crowd)
    for _ in range(WAVES):
        say(f"{sizes.crowd} at the same moment")
        crowd.took(crowd.crowd, await _sent(app, report, sizes.crowd, sizes.crowd))
    return crowd


async def _busy(app: App, report: Make, tasks: int, sizes: Sizes, crowd: Crowd) -> None:
    """The first report wakes the courier, as in life. As many come as did quietly, unless the last message has left."""
    began, before = time.monotonic(), app.far.posted
    until, left = before + await app.told(f"/owes/{sizes.owed}"), sizes.requests
    while app.far.posted < until and left > 0:
        crowd.took(crowd.busy, await _sent(app, report, tasks, min(left, tasks * 2)))
        left -= tasks * 2
    async with asyncio.timeout(PATIENCE):
        while app.far.posted < until:  # noqa: ASYNC110  a message that leaves tells nobody here
            await asyncio.sleep(0.01)
    crowd.left += app.far.posted - before
    crowd.seconds += time.monotonic() - began


async def _sent(app: App, report: Make, tasks: int, count: int) -> Flow:
    sent, _ = await app.takes(Transport.HTTP, tasks, [report() for _ in range(count)])
    return sent
