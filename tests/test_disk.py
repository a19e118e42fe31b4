"""/healthz and `check` notice a disk that takes nothing, say so once, and notice when it does again."""

import asyncio
import logging
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.check import of_work
from bot.condition import Condition
from bot.desk import OwnDesk
from bot.disk import EVERY, Disk
from bot.health import condition
from content.company import open_company
from storage import marks, room
from storage.errors import StorageFailedError
from tests.faults.disks import FAULTS, Fault
from tests.house import World, build
from tests.stage import Noticed


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    built = build(tmp_path, Noticed(open_company().wording()))
    yield built
    built.close()


@pytest.fixture
def disk(world: World) -> Disk:
    return Disk(world.database, world.clock)


@contextmanager
def full() -> Iterator[None]:
    """The system lets no file grow beyond what a probe needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room.ROOM // 2, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def released() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.message.startswith("disk.")]


async def test_a_disk_that_takes_nothing_is_noticed_before_anybody_reports(
    world: World, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    await disk.look()
    assert await condition(disk, released()) is Condition.WELL
    with full():
        for _ in range(3):
            await disk.look()
        assert await condition(disk, released()) is Condition.UNWELL
        assert [one.key for one in of_work(OwnDesk(world.database).state()) if one.blocks] == ["check.no_writing_io"]
    assert alarms(caplog) == ["disk.failed"]
    await disk.look()
    assert await condition(disk, released()) is Condition.WELL
    assert alarms(caplog) == ["disk.failed", "disk.well"]
    assert not list(world.path.parent.glob("*.probe"))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_commit_that_failed_is_noticed_at_once_and_forgotten_when_one_goes_well(
    world: World, disk: Disk, fault: Fault
) -> None:
    with fault(world):
        with pytest.raises(StorageFailedError):
            await fill(world)
        assert await condition(disk, released()) is Condition.UNWELL
    await disk.look()
    assert disk.trouble == ""
    assert await condition(disk, released()) is Condition.WELL


async def fill(world: World) -> None:
    for n in range(100):
        await world.database.run(lambda r, n=n: marks.mark(r, f"filler {n}", "x" * 40_000))  # type: ignore[misc]


async def test_it_looks_every_minute(world: World, disk: Disk) -> None:
    looking = asyncio.create_task(disk.run())
    try:
        with full():
            async with asyncio.timeout(10):
                while not disk.trouble:
                    world.clock.move(timedelta(seconds=EVERY))
                    await asyncio.to_thread(lambda: None)
        async with asyncio.timeout(10):
            while disk.trouble:
                world.clock.move(timedelta(seconds=EVERY))
                await asyncio.to_thread(lambda: None)
    finally:
        looking.cancel()


def test_a_folder_that_is_gone_or_full_has_a_name(tmp_path: Path) -> None:
    assert room.probe(tmp_path / "register.db") == ""
    assert room.probe(tmp_path / "nowhere" / "register.db") == "io"
