"""The demo's message server: what was delivered to each person and to the channel, in a small file of its own.

It plays the part that Slack's servers play: it keeps what it accepted, gives every delivery a new ref, and knows
nothing of cases. A message sent twice is there twice; looking before sending again is the courier's business.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    ref INTEGER PRIMARY KEY, id TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS by_id ON messages (id, place);
CREATE INDEX IF NOT EXISTS by_place ON messages (place, ref);
"""
_PUT = """
INSERT INTO messages (id, place, body, at, version)
SELECT ?1, ?2, ?3, ?4, coalesce(max(version), 0) + 1 FROM messages WHERE place = ?2
"""
_REPLACE = """
UPDATE messages AS m SET body = ?1, version = (SELECT max(version) + 1 FROM messages WHERE place = m.place)
WHERE ref = ?2 AND body <> ?1
"""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as it lies in a place. `body` is JSON as it was sent; `at` is when it was accepted, UTC, ISO 8601."""

    ref: str
    body: str = field(repr=False)
    at: str


class Mailbox:
    """Places are names the caller chooses: one for each person, one for the channel. One file, one thread."""

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(1, "mailbox")
        self._moved = asyncio.Condition()
        self._closing = self._closed = False
        self._db = self._thread.submit(_opened, path).result()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Wakes everybody who waits for news. A second time does nothing."""
        if self._closed:
            return
        self._closed = True
        await self.wake()
        await self._run(self._db.close)
        self._thread.shutdown(wait=False)

    async def wake(self) -> None:
        """Ends every wait, now and later: the server is stopping."""
        self._closing = True
        async with self._moved:
            self._moved.notify_all()

    async def put(self, id: str, place: str, body: str) -> str:  # noqa: A002 - the outbox row's own word
        """Accepts a message and returns its ref, a new one each time."""
        values = (id, place, body, datetime.now(UTC).isoformat(timespec="seconds"))
        ref = await self._run(lambda: self._db.execute(_PUT, values).lastrowid)
        await self._tell()
        return str(ref)

    async def replace(self, ref: str, body: str) -> bool:
        """Puts another body in its place; False when there is no such message."""
        await self._run(lambda: self._db.execute(_REPLACE, (body, ref)))
        await self._tell()
        return bool(await self._rows("SELECT 1 FROM messages WHERE ref = ?", ref))

    async def ref_of(self, id: str, place: str) -> str | None:  # noqa: A002 - the outbox row's own word
        """The ref of the first delivery of this message in this place."""
        found = await self._rows("SELECT ref FROM messages WHERE id = ? AND place = ? ORDER BY ref LIMIT 1", id, place)
        return str(found[0][0]) if found else None

    async def read(self, place: str) -> tuple[Delivered, ...]:
        """Everything in a place, oldest first."""
        rows = await self._rows("SELECT ref, body, at FROM messages WHERE place = ? ORDER BY ref", place)
        return tuple(Delivered(str(ref), body, at) for ref, body, at in rows)

    async def version(self, *places: str) -> int:
        """Grows with every delivery and every replacement in these places, and tells nothing of any other."""
        found = [await self._rows("SELECT coalesce(max(version), 0) FROM messages WHERE place = ?", p) for p in places]
        return sum(int(rows[0][0]) for rows in found)

    async def news(self, places: Sequence[str], after: int, patience: float) -> int:
        """Waits until the places' version is no longer `after`, for `patience` seconds at most, and returns it."""
        try:
            async with asyncio.timeout(patience), self._moved:
                while (now := await self.version(*places)) == after and not self._closing:
                    await self._moved.wait()
        except TimeoutError:
            return after
        return now

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def _rows(self, sql: str, *values: str) -> list[tuple[str, ...]]:
        return await self._run(lambda: self._db.execute(sql, values).fetchall())

    async def _run(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)


def _opened(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600)
    db = sqlite3.connect(path, isolation_level=None)
    with closing(db.executescript(_SCHEMA)):
        return db
