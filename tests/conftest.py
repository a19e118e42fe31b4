"""Options and fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocks import StoppedClock
from tests.faults.platform import Platform
from tests.house import World, build


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="write the | lines of the transcripts as they are shown now")


@pytest.fixture
def platform() -> Platform:
    """Where messages go, with its own troubles."""
    return Platform(StoppedClock())


@pytest.fixture
def world(tmp_path: Path, platform: Platform) -> Iterator[World]:
    """A house on that platform and its clock; messages leave at once."""
    yield from _opened(tmp_path, platform, hourly=False)


@pytest.fixture
def hourly(tmp_path: Path, platform: Platform) -> Iterator[World]:
    """The same, and messages leave at the full hour."""
    yield from _opened(tmp_path, platform, hourly=True)


def _opened(folder: Path, platform: Platform, *, hourly: bool) -> Iterator[World]:
    world = build(folder, platform, hourly=hourly)
    platform.clock = world.clock
    yield world
    world.close()
