"""The apps that are compared, each in a process of its own, over both transports."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bench.apps import App as AnyApp
from bench.apps import ready
from bench.processes import PATIENCE, resident
from bench.slack_asks import on_the_wire
from bench.slack_far import Far, Slack
from bench.slack_wire import Flow, Wire, flow
from tests.slack.callbacks import Callback

OURS, EMPTY, DEFAULT = "house", "before", "after"
SOCKETS = {OURS: 2, EMPTY: 1, DEFAULT: 1}


class Transport(StrEnum):
    HTTP = "HTTP"
    SOCKET = "Socket Mode"


@dataclass(slots=True, kw_only=True)
class App(AnyApp):
    far: Far

    async def takes(self, transport: Transport, tasks: int, callbacks: list[Callback]) -> tuple[Flow, float]:
        """And the seconds of processor time that the app's process took."""
        if transport is Transport.HTTP:
            requests = [on_the_wire(self.far, self.port, one) for one in callbacks]
            return await self.over_http(tasks, requests, _asking)
        took = await self.used(lambda: flow([self._deliver] * tasks, callbacks))
        self.far.sockets.envelopes.clear()
        return took

    async def _deliver(self, callback: Callback) -> bool:
        return (await self.far.sockets.deliver(callback)).status == 200


def _asking(wire: Wire) -> Callable[[bytes], Awaitable[bool]]:
    async def ask(request: bytes) -> bool:
        return (await wire.ask(request)).status == 200

    return ask


@asynccontextmanager
async def started(slack: Slack, name: str, folder: Path) -> AsyncIterator[App]:
    """Ready: it listens, and its sockets are open."""
    far = slack.of(name)
    far.sockets.patience = PATIENCE
    module, *arguments = ("bench.slack_house", str(folder)) if name == OURS else ("bench.slack_peer", name)
    async with ready(module, *arguments, far.api) as (process, ports):
        async with asyncio.timeout(PATIENCE):
            await far.sockets.there(SOCKETS[name])
        yield App(far=far, process=process, **ports, at_rest=resident(process.pid))
