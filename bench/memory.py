"""Resident memory as reports come in: a process that takes reports and delivers their notices, looked at twice."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.house import Bench, built
from bench.load import at_once
from bench.processes import HOUSE, resident
from bench.reports import Submits, reviewed
from bench.results import Goal, Section, Table, number
from bench.sizes import Sizes
from bot.clock import SystemClock
from bot.courier import Courier
from bot.messenger import Message

TASKS: Final = 16
ROUND: Final = 50
"""Reports between two rounds of the courier."""

METHOD: Final = """\
One process takes reports, {tasks} at a time, each from another account, through `Conversation.answer`; after every
{round} the courier delivers what is owed, to a messenger that keeps nothing. What is resident is read after {few:,}
and after {many:,} reports."""


@dataclass(slots=True)
class Nowhere:
    """A messenger that keeps nothing."""

    platform: str = "web"
    can_find: bool = True
    sent: int = 0

    async def send(self, message: Message) -> str:
        self.sent += 1
        return message.id[:8]

    async def find(self, _: Message) -> str | None:
        return None

    async def update(self, ref: str, message: Message) -> None:
        """Nothing is there to be changed."""


def measure(sizes: Sizes, folder: Path, say: Callable[[str], None]) -> Section:
    """In a process of its own, which has measured nothing else before."""
    few, many = sizes.reports
    read = asyncio.run(_apart(folder, few, many, say))
    rows = tuple((f"after {count:,} reports", f"{size / 2**20:.1f} MB") for count, size in read.items())
    goal = Goal(f"memory after {many:,} / {few:,} reports", 1.15, read[many] / read[few])
    method = METHOD.format(tasks=TASKS, round=ROUND, few=few, many=many)
    return Section("Memory", method, (Table(("", "resident"), (*rows, ("ratio", number(goal.figure)))),), (goal,))


async def _apart(folder: Path, few: int, many: int, say: Callable[[str], None]) -> dict[int, int]:
    command = (sys.executable, "-m", "bench.memory", str((folder / "memory.db").resolve()), str(few), str(many))
    process = await asyncio.create_subprocess_exec(*command, cwd=HOUSE, stdout=asyncio.subprocess.PIPE)
    read: dict[int, int] = {}
    assert process.stdout
    async for line in process.stdout:
        count, size = json.loads(line)
        read[count] = size
        say(f"{count:,} of {many:,} reports, {size / 2**20:.1f} MB resident")
    if await process.wait():
        raise RuntimeError("the process that takes reports ended early")
    return read


async def take(bench: Bench, few: int, many: int) -> None:
    """Prints how many reports were taken, and how many bytes are resident: at both moments and now and then between."""
    submits, messenger = Submits(bench, await reviewed(bench)), Nowhere()
    courier = Courier(bench.database, SystemClock(), {messenger.platform: messenger}, hourly=False)
    taken, told = 0, {few, many, *range(many // 5, many, many // 5)}
    while taken < many:
        more = min(ROUND, min(n for n in told if n > taken) - taken)
        await at_once(TASKS, more, submits.one)
        submits.receipts.clear()
        while await courier.deliver() == 0.0:
            pass
        taken += more
        if taken in told:
            print(json.dumps([taken, resident(os.getpid())]), flush=True)
    if submits.failed or messenger.sent != taken * len(bench.members):
        sys.exit(1)


def main() -> None:
    path, few, many = sys.argv[1:]
    with built(Path(path)) as bench:
        asyncio.run(take(bench, int(few), int(many)))


if __name__ == "__main__":
    main()
