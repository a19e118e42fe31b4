"""Disks that take no more, one way or another, and take again when the block has ended."""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from storage.database import Database
from tests.house import World

ROOM = 40
"""Pages that still fit: a few reports, not all."""
PAGE = 4096

Fault = Callable[[World], AbstractContextManager[None]]


@contextmanager
def full(world: World) -> Iterator[None]:
    """SQLite finds no page more than these."""
    _pragma(world.database, f"max_page_count = {_pragma(world.database, 'page_count') + ROOM}")
    try:
        yield
    finally:
        _pragma(world.database, "max_page_count = 1073741823")


@contextmanager
def refusing(world: World) -> Iterator[None]:
    """The system ends every write beyond this length with an error."""
    journal = Path(f"{world.path}-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal + ROOM * PAGE, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(world: World) -> Iterator[None]:
    _pragma(world.database, "query_only = ON")
    try:
        yield
    finally:
        _pragma(world.database, "query_only = OFF")


FAULTS: dict[str, Fault] = {"full": full, "refusing": refusing, "read only": read_only}


def _pragma(database: Database, setting: str) -> int:
    """Between two batches: a connection that only reads cannot even begin one."""
    found = database._now(lambda r: r.db.execute(f"PRAGMA {setting}").fetchone(), alone=True)
    return int(found[0]) if found else 0
