"""Starts the serving process, kills it in the middle of whatever it does, and starts it again."""

import asyncio
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

LIFE = (0.35, 1.1)
"""Seconds between two kills, at least and at most."""
SHORT_LIFE = (0.1, 0.5)
"""Of every fourth, the first one included: killed while it makes or opens the register."""


@dataclass(slots=True)
class Victim:
    """`module` is what is run. `killed` counts the kills; `at_start` those before it listened."""

    folder: Path
    chat: str
    dice: Random
    module: str = "tests.faults.serving"
    port: int = field(default_factory=lambda: free_port())
    killed: int = 0
    at_start: int = 0
    errors: bytes = b""

    async def lives(self) -> None:
        """One life, ended by kill -9. Every second one may listen first, or a slow machine would never see it serve."""
        process = await self._start()
        listening = asyncio.create_task(_listening(process))
        try:
            if self.killed % 2:
                await listening
            await asyncio.sleep(self.dice.uniform(*(LIFE if self.killed % 4 else SHORT_LIFE)))
            self.at_start += not listening.done()
        finally:
            with suppress(ProcessLookupError):  # it has ended by itself: what it said tells why
                process.kill()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            _, errors = await process.communicate()
            self.errors += errors
            self.killed += 1

    async def _start(self) -> Process:
        arguments = (str(self.folder), str(self.port), self.chat)
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", self.module, *arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )


async def _listening(process: Process) -> None:
    assert process.stdout
    await process.stdout.readline()


@asynccontextmanager
async def killed_again_and_again(victim: Victim) -> AsyncIterator[None]:
    async def lives() -> None:
        while True:
            await victim.lives()

    living = asyncio.create_task(lives())
    try:
        yield
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
