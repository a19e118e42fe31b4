"""The apps that are compared, each in a process of its own, over both transports; and what their processes use."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bench.slack_asks import on_the_wire
from bench.slack_far import Far, Slack
from bench.slack_wire import Flow, Wire, flow, posted, wire_to
from bench.start import HOUSE, NotStartedError, resident
from tests.slack.callbacks import Callback

OURS, EMPTY, DEFAULT = "house", "before", "after"
SOCKETS = {OURS: 2, EMPTY: 1, DEFAULT: 1}
PATIENCE = 30.0


class Transport(StrEnum):
    HTTP = "HTTP"
    SOCKET = "Socket Mode"


@dataclass(slots=True)
class App:
    """`door` is the port of the second door, which only the house has."""

    far: Far
    process: asyncio.subprocess.Process
    port: int
    door: int = 0
    at_rest: int = 0

    async def takes(self, transport: Transport, tasks: int, callbacks: list[Callback]) -> tuple[Flow, float]:
        """And the seconds of processor time that the app's process took."""
        if transport is Transport.SOCKET:
            return await self._used(lambda: flow([self._deliver] * tasks, callbacks))
        requests = [on_the_wire(self.far, self.port, one) for one in callbacks]
        wires = [await wire_to(self.port) for _ in range(tasks)]
        try:
            return await self._used(lambda: flow([_asking(wire) for wire in wires], requests))
        finally:
            for wire in wires:
                wire.close()

    async def told(self, path: str) -> Any:
        """By the second door."""
        wire = await wire_to(self.door)
        answered = await wire.ask(posted(self.door, path, {}, b""))
        wire.close()
        return json.loads(answered.body)

    async def _used(self, send: Callable[[], Awaitable[Flow]]) -> tuple[Flow, float]:
        before = processor_time(self.process.pid)
        sent = await send()
        self.far.sockets.envelopes.clear()
        return sent, processor_time(self.process.pid) - before

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
    process = await _process(folder, name, far.api)
    try:
        async with asyncio.timeout(PATIENCE):
            ports = await _ports(process)
            await far.sockets.there(SOCKETS[name])
        yield App(far, process, **ports, at_rest=resident(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _ports(process: asyncio.subprocess.Process) -> dict[str, int]:
    assert process.stdout
    line = await process.stdout.readline()
    if not line:
        raise NotStartedError("an app of Slack's ended early")
    told: dict[str, int] = json.loads(line)
    return told


async def _process(folder: Path, name: str, api: str) -> asyncio.subprocess.Process:
    module = ("bench.slack_house", str(folder)) if name == OURS else ("bench.slack_peer", name)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, api, cwd=HOUSE, env=plain_environment(), stdout=asyncio.subprocess.PIPE
    )


def plain_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASKFIRST_", "SLACK_"))}
    return {**kept, "PYTHONPATH": str(HOUSE), **more}


def processor_time(pid: int) -> float:
    """Seconds, of all threads of another process; 0 where the system does not say (Linux does)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
