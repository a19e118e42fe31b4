"""Processes that are measured: started with no settings but the defaults, watched, stopped."""

import asyncio
import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import Final

PATIENCE: Final = 30.0
"""Seconds until a process that does not answer has failed."""
HOUSE: Final = Path(__file__).resolve().parents[1]


class NotStartedError(Exception):
    """A process ended, or stayed silent."""


async def quietly(folder: Path, *command: str, **environment: str) -> asyncio.subprocess.Process:
    quiet = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=plain_environment(**environment), stdin=quiet, stdout=quiet, stderr=quiet
    )


def plain_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASKFIRST_", "SLACK_"))}
    return {**kept, "PYTHONPATH": str(HOUSE), **more}


async def well(process: asyncio.subprocess.Process) -> None:
    """It has ended, and nothing was wrong."""
    if await process.wait():
        raise NotStartedError(f"ended with {process.returncode}")


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
