"""The bots that are compared, each in a process of its own; and what they answer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.apps import App as AnyApp
from bench.apps import ready
from bench.processes import resident
from bench.slack_wire import Flow, Wire
from bench.teams_asks import Ask
from bench.teams_far import Far

OURS, LEAN, STOCK, EMPTY = "house", "lean", "stock", "peer"
ALL = (OURS, LEAN, STOCK, EMPTY)


@dataclass(slots=True, kw_only=True)
class App(AnyApp):
    async def takes(self, tasks: int, asked: list[Ask]) -> tuple[Flow, float]:
        """And the seconds of processor time that the app's process took."""
        return await self.over_http(tasks, asked, _asking)


def _asking(wire: Wire) -> Callable[[Ask], Awaitable[bool]]:
    async def ask(what: Ask) -> bool:
        answered = await wire.ask(what.request)
        return answered.status in {200, 201} and what.holds in answered.body

    return ask


@asynccontextmanager
async def started(far: Far, name: str, folder: Path) -> AsyncIterator[App]:
    """Ready: it listens."""
    arguments = (str(folder), far.of(name)) if name == OURS else (far.of(name),)
    async with ready(f"bench.teams_{name}", *arguments) as (process, ports):
        yield App(process=process, **ports, at_rest=resident(process.pid))
