"""The comparator: a bare durable commit, in plain sqlite3.

The same discipline as the register's, and nothing else. One thread holds the one connection, with the register's own
settings (WAL, synchronous FULL). It takes what waits in its queue, up to 64 at a time: BEGIN IMMEDIATE, for each a
savepoint and its rows, COMMIT, which syncs; then the waiting tasks are told, with one call into their event loop. A
row is a random key of 16 bytes and a body of as many zero bytes as the register's row has; nothing is sealed,
signed, read or checked.
"""

import asyncio
import os
import queue
import sqlite3
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from storage.connection import SETTINGS
from storage.writer import BATCH

TABLE = "CREATE TABLE rows (id BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID"
INSERT = "INSERT INTO rows (id, body) VALUES (?, ?)"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows to be written, and who waits for them."""

    sizes: tuple[int, ...]
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[None]"


class Bare:
    """Open until `close`. A row is written as its size in bytes."""

    def __init__(self, path: Path) -> None:
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._ended: Future[None] = Future()
        self._thread = threading.Thread(target=self._live, args=(path,), name="bare-writer", daemon=True)
        self._thread.start()

    async def commit(self, sizes: tuple[int, ...]) -> None:
        """Synced when it returns."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._queue.put(Waiting(sizes, loop, done))
        await done

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()
        self._ended.result()

    def _live(self, path: Path) -> None:
        try:
            db = sqlite3.connect(path, isolation_level=None)
            for setting in (*SETTINGS, TABLE):
                db.execute(setting).fetchall()
            self._work(db)
            db.close()
            self._ended.set_result(None)
        except sqlite3.Error as error:
            self._ended.set_exception(error)

    def _work(self, db: sqlite3.Connection) -> None:
        while (first := self._queue.get()) is not None:
            batch = self._gather(first)
            try:
                _commit(db, batch)
            except sqlite3.Error as error:
                first.loop.call_soon_threadsafe(_tell, batch, error)
                raise
            first.loop.call_soon_threadsafe(_tell, batch, None)

    def _gather(self, first: Waiting) -> list[Waiting]:
        batch = [first]
        while len(batch) < BATCH and not self._queue.empty():
            if (waiting := self._queue.get()) is None:
                self._queue.put(None)
                break
            batch.append(waiting)
        return batch


def _commit(db: sqlite3.Connection, batch: list[Waiting]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for waiting in batch:
        db.execute("SAVEPOINT job")
        for size in waiting.sizes:
            db.execute(INSERT, (os.urandom(16), bytes(size)))
        db.execute("RELEASE job")
    db.execute("COMMIT")


def _tell(batch: list[Waiting], error: sqlite3.Error | None) -> None:
    for waiting in batch:
        if error is None:
            waiting.done.set_result(None)
        else:
            waiting.done.set_exception(error)
