"""The courier as it lives, woken after every turn: what is due leaves as soon as it is owed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.clocks import StoppedClock
from tests.faults.platform import Platform
from tests.faults.reporter import answers, filed
from tests.house import World, build


@dataclass
class Looking(Platform):
    """A platform on which one can wait for a message to arrive."""

    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: object) -> str:
        ref = await super().send(message)  # type: ignore[arg-type]
        self.came.set()
        return ref


@asynccontextmanager
async def living(folder: Path, *, hourly: bool) -> AsyncIterator[tuple[World, Looking]]:
    platform = Looking(StoppedClock())
    world = build(folder, platform, hourly=hourly)
    platform.clock = world.clock
    running = asyncio.create_task(world.courier.run())
    await world.database.run(lambda _: None)
    try:
        yield world, platform
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        world.close()


async def reported(world: World, *, danger: str) -> None:
    await filed(world.talks, answers("Invoices are dated back.", danger=danger))
    world.courier.wake()


@pytest.mark.parametrize(("hourly", "danger"), [(False, "no"), (True, "yes")])
async def test_what_is_due_leaves_as_soon_as_it_is_owed(tmp_path: Path, hourly: bool, danger: str) -> None:
    async with living(tmp_path, hourly=hourly) as (world, platform):
        for _ in range(2):
            platform.came.clear()
            await reported(world, danger=danger)
            await asyncio.wait_for(platform.came.wait(), 10)
