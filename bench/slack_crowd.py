"""Reports when it is busy: while a thousand messages leave, and two hundred at the same moment."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bench.sizes import Sizes
from bench.slack_apps import App, Transport
from bench.slack_wire import Flow
from tests.slack.callbacks import Callback

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
    await app.told("/drains")
    for number in range(sizes.rounds):
        say(f"reports while {sizes.owed:,} messages leave, {number + 1} of {sizes.rounds}")
        crowd.took(crowd.quiet, await _sent(app, report, tasks, sizes.requests))
        await _busy(app, report, tasks, sizes, crowd)
    for _ in range(WAVES):
        say(f"{sizes.crowd} at the same moment")
        crowd.took(crowd.crowd, await _sent(app, report, sizes.crowd, sizes.crowd))
    return crowd


async def _busy(app: App, report: Make, tasks: int, sizes: Sizes, crowd: Crowd) -> None:
    """The first report wakes the courier, as in life. Reports come until the last message has left."""
    until = app.far.posted + await app.told(f"/owes/{sizes.owed}")
    before = app.far.posted
    while app.far.posted < until:
        sent = await _sent(app, report, tasks, tasks * 2)
        crowd.took(crowd.busy, sent)
        crowd.seconds += sent.wall
    crowd.left += app.far.posted - before


async def _sent(app: App, report: Make, tasks: int, count: int) -> Flow:
    sent, _ = await app.takes(Transport.HTTP, tasks, [report() for _ in range(count)])
    return sent
