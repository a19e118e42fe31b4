"""The bots that are compared, each in a process of its own; what they answer, and what their processes use."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.slack_apps import plain_environment, processor_time
from bench.slack_wire import Flow, Wire, flow, posted, wire_to
from bench.start import HOUSE, NotStartedError, resident
from bench.teams_asks import Ask
from bench.teams_far import Far

OURS, LEAN, STOCK, EMPTY = "house", "lean", "stock", "peer"
ALL = (OURS, LEAN, STOCK, EMPTY)
PATIENCE = 30.0


@dataclass(slots=True)
class App:
    """`door` is the port of the second door, which only the house has."""

    process: asyncio.subprocess.Process
    port: int
    door: int = 0
    at_rest: int = 0

    async def takes(self, tasks: int, asked: list[Ask]) -> tuple[Flow, float]:
        """And the seconds of processor time that the app's process took."""
        wires = [await wire_to(self.port) for _ in range(tasks)]
        before = processor_time(self.process.pid)
        try:
            sent = await flow([_asking(wire) for wire in wires], asked)
        finally:
            for wire in wires:
                wire.close()
        return sent, processor_time(self.process.pid) - before

    async def told(self, path: str) -> Any:
        """By the second door."""
        wire = await wire_to(self.door)
        answered = await wire.ask(posted(self.door, path, {}, b""))
        wire.close()
        return json.loads(answered.body)


def _asking(wire: Wire) -> Callable[[Ask], Any]:
    async def ask(what: Ask) -> bool:
        answered = await wire.ask(what.request)
        return answered.status in {200, 201} and what.holds in answered.body

    return ask


@asynccontextmanager
async def started(far: Far, name: str, folder: Path) -> AsyncIterator[App]:
    """Ready: it listens."""
    process = await _process(folder, name, far.of(name))
    try:
        async with asyncio.timeout(PATIENCE):
            ports = await _ports(process)
        yield App(process, **ports, at_rest=resident(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _ports(process: asyncio.subprocess.Process) -> dict[str, int]:
    assert process.stdout
    line = await process.stdout.readline()
    if not line:
        raise NotStartedError("an app of Teams' ended early")
    told: dict[str, int] = json.loads(line)
    return told


async def _process(folder: Path, name: str, far: str) -> asyncio.subprocess.Process:
    arguments = (str(folder), far) if name == OURS else (far,)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"bench.teams_{name}", *arguments,
        cwd=HOUSE, env=plain_environment(), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
