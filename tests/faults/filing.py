"""The process that is traced: files reports one after another, then several at once, and marks each that was answered.

    python -m tests.faults.filing FOLDER COUNT

A mark is written to FOLDER/answered as soon as a reporter has the answer: a letter (`o` one at a time, `t` several
together), the receipt, and what was written.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.terminal_messenger import TerminalMessenger
from content.company import open_company
from tests.clocks import StoppedClock
from tests.faults.acting import acknowledges, adds, case_of
from tests.faults.reporter import answers, filed
from tests.house import GRACE, PLATFORM, World, build

ALONE, TOGETHER = "o", "t"
AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Filing:
    world: World
    answered: int
    """A file descriptor."""

    async def alone(self, n: int) -> None:
        """A report, an addition, an acknowledgement, the notices: one after the other."""
        receipt = await self._files(ALONE, f"Report {n}.")
        await self.world.courier.deliver()
        await acknowledges(self.world, GRACE, case_of(self.world, receipt))
        await adds(self.world, receipt, f"Added to {n}.")
        self._mark(ALONE, receipt, f"Added to {n}.")

    async def together(self, first: int) -> None:
        await asyncio.gather(*(self._files(TOGETHER, f"Report {n}.") for n in range(first, first + AT_ONCE)))
        await self.world.courier.deliver()

    async def _files(self, how: str, text: str) -> str:
        receipt = await filed(self.world.talks, answers(text))
        self._mark(how, receipt, text)
        return receipt

    def _mark(self, how: str, receipt: str, text: str) -> None:
        os.write(self.answered, f"{how} {receipt} {text}\n".encode())


async def main(folder: Path, count: int) -> None:
    """Closed and opened again half-way: closing copies everything into the main file."""
    clock = None
    for first in (0, count // 2):
        async with filing(folder, clock) as reports:
            clock = reports.world.clock
            for n in range(first, first + count // 4):
                await reports.alone(n)
            for n in range(first + count // 4, first + count // 2, AT_ONCE):
                await reports.together(n)


@asynccontextmanager
async def filing(folder: Path, clock: StoppedClock | None) -> AsyncIterator[Filing]:
    words = open_company().wording("en")
    world = build(folder, TerminalMessenger(words, lambda _: None, PLATFORM), clock=clock)
    answered = os.open(folder / "answered", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield Filing(world, answered)
    finally:
        world.close()
        os.close(answered)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
