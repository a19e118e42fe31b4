"""How long processes take to start: `askfirst ask`, and the demo until it answers, beside a bare page."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.results import Goal, Section, Table, number
from bench.rounds import Measured, Rounds, Took, interleaved
from bench.sizes import Sizes

QUESTION: Final = "May I accept a gift from a supplier?"
BARE: Final = "a bare aiohttp page"
FIRST: Final = "`askfirst demo`, the first time"
AGAIN: Final = "`askfirst demo`, a second time"
ASK: Final = "`askfirst ask`"
NOTHING: Final = "Python itself, doing nothing"
SERVERS: Final = (BARE, FIRST, AGAIN)
PATIENCE: Final = 30.0
"""Seconds until a process that does not answer has failed."""
HOUSE: Final = Path(__file__).resolve().parents[1]

METHOD: Final = """\
Wall time of whole processes with warm disk caches, {starts} rounds interleaved after one to warm up, medians. *ask*
runs from its start to its end and prints the passage that answers a question. A server runs from its start until GET
/healthz is answered; the page asks every 2 ms. *The first time* the demo makes its key, its register and its people;
*a second time* it opens them. *A bare page* is aiohttp with that one route. Memory is what is resident at that
moment."""


class NotStartedError(Exception):
    """A process ended, or stayed silent."""


@dataclass(slots=True)
class Starts:
    """`resident` is the last figure of each server, in bytes."""

    folder: Path
    resident: dict[str, int] = field(default_factory=dict)
    begun: int = 0

    async def nothing(self) -> Took:
        return await _ran(self.folder, "-c", "pass")

    async def ask(self) -> Took:
        return await _ran(self.folder, "-m", "bot", "ask", QUESTION)

    async def bare(self) -> Took:
        return await self._served(BARE, self.folder, "-m", "bench.page")

    async def first(self) -> Took:
        self.begun += 1
        folder = self.folder / f"demo-{self.begun}"
        folder.mkdir()
        return await self._served(FIRST, folder, "-m", "bot", "demo", "--port")

    async def again(self) -> Took:
        return await self._served(AGAIN, self.folder / f"demo-{self.begun}", "-m", "bot", "demo", "--port")

    async def _served(self, name: str, folder: Path, *command: str) -> Took:
        port = free_port()
        began = time.perf_counter()
        process = await _process(folder, *command, str(port))
        try:
            await answered(process, port)
            took = 1000 * (time.perf_counter() - began)
            self.resident[name] = resident(process.pid)
        finally:
            await stopped(process)
        return Took(took)


def measure(sizes: Sizes, folder: Path, say: Callable[[str], None]) -> Section:
    starts = Starts(folder)
    measured: dict[str, Measured] = {
        NOTHING: starts.nothing,
        ASK: starts.ask,
        BARE: starts.bare,
        FIRST: starts.first,
        AGAIN: starts.again,
    }
    rounds = asyncio.run(interleaved(sizes.starts, measured, say))
    method = METHOD.format(starts=sizes.starts)
    return Section("The start", method, (_table(rounds, starts),), tuple(_goals(rounds)))


async def _ran(folder: Path, *command: str) -> Took:
    began = time.perf_counter()
    process = await _process(folder, *command)
    if await process.wait():
        raise NotStartedError(f"{command[1:3]} ended with {process.returncode}")
    return Took(1000 * (time.perf_counter() - began))


async def _process(folder: Path, *command: str) -> asyncio.subprocess.Process:
    """In a folder of its own, with no settings but the defaults, and with everything already compiled."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASKFIRST_")}
    quiet = asyncio.subprocess.DEVNULL
    environment = {**kept, "PYTHONPATH": str(HOUSE)}
    return await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet
    )


async def answered(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await _healthy(port):
            if process.returncode is not None:
                raise NotStartedError(f"ended with {process.returncode}")
            await asyncio.sleep(0.002)


async def _healthy(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    try:
        return b" 200 " in await reader.readline()
    except OSError:
        return False
    finally:
        writer.close()


async def stopped(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    await process.wait()


def resident(pid: int) -> int:
    """Bytes; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _table(rounds: Rounds[str], starts: Starts) -> Table:
    rows = ((name, number(rounds.wall(name)), _beside(rounds, name), _resident(starts, name)) for name in rounds.took)
    return Table(("", "ms", "ratio to the bare page (smallest–largest)", "resident"), tuple(rows))


def _beside(rounds: Rounds[str], name: str) -> str:
    return f"{number(rounds.ratio(name, BARE))} ({rounds.spread(name, BARE)})" if name in SERVERS else ""


def _resident(starts: Starts, name: str) -> str:
    return f"{starts.resident[name] / 2**20:.0f} MB" if name in starts.resident else ""


def _goals(rounds: Rounds[str]) -> list[Goal]:
    demos = [Goal(f"{name} / bare page", 2, rounds.ratio(name, BARE)) for name in (FIRST, AGAIN)]
    return [Goal(f"start of {ASK}", 0.5, rounds.wall(ASK) / 1000, "s"), *demos]
