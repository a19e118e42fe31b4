"""An app that is measured: a process of its own, what it uses, and the second door that only the house has."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from bench.processes import HOUSE, PATIENCE, NotStartedError, plain_environment, resident
from bench.results import Table
from bench.slack_wire import Flow, Wire, flow, posted, wire_to

MEGABYTE: Final = 2**20
T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class App:
    """`door` is the port of the second door; `at_rest` what was resident when it was ready, in bytes."""

    process: asyncio.subprocess.Process
    port: int
    door: int = 0
    at_rest: int = 0

    async def told(self, path: str) -> Any:
        """By the second door."""
        wire = await wire_to(self.door)
        answered = await wire.ask(posted(self.door, path, {}, b""))
        wire.close()
        return json.loads(answered.body)

    async def over_http(
        self, tasks: int, requests: list[T], asking: Callable[[Wire], Callable[[T], Awaitable[bool]]]
    ) -> tuple[Flow, float]:
        """And the seconds of processor time that the app's process took."""
        wires = [await wire_to(self.port) for _ in range(tasks)]
        try:
            return await self.used(lambda: flow([asking(wire) for wire in wires], requests))
        finally:
            for wire in wires:
                wire.close()

    async def used(self, send: Callable[[], Awaitable[Flow]]) -> tuple[Flow, float]:
        before = processor_time(self.process.pid)
        sent = await send()
        return sent, processor_time(self.process.pid) - before


@asynccontextmanager
async def ready(module: str, *arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, int]]]:
    """The process, and the ports that it tells once it listens."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        cwd=HOUSE, env=plain_environment(), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            ports = await _ports(process)
        yield process, ports
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _ports(process: asyncio.subprocess.Process) -> dict[str, int]:
    assert process.stdout
    line = await process.stdout.readline()
    if not line:
        raise NotStartedError("an app ended early")
    told: dict[str, int] = json.loads(line)
    return told


def processor_time(pid: int) -> float:
    """Seconds, of all threads of another process; 0 where the system does not say (Linux does)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def memory(names: Mapping[str, str], apps: Mapping[str, App]) -> Table:
    """`names` are the apps' names for a reader."""
    rows = (
        (names[name], *(f"{size / MEGABYTE:.0f} MB" for size in (app.at_rest, resident(app.process.pid))))
        for name, app in apps.items()
    )
    return Table(("Resident", "when it is ready", "after everything here"), tuple(rows))
