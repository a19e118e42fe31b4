"""The comparator: a bare durable commit, in plain sqlite3.

The same discipline as the register's, and nothing else. One thread holds the one connection, with the register's own
settings (WAL, synchronous FULL). It takes what waits in its queue, up to 64 at a time: BEGIN IMMEDIATE, for each a
savepoint and its rows, COMMIT, which syncs; then the waiting tasks are told, with one call into their event loop.
The rows of one commit stand in as many tables as the register writes them to, under one random key; a body is of as
many zero bytes as the register's row has. Nothing is sealed, signed, read or checked.
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

Rows = tuple[tuple[int, ...], ...]
"""Bytes of each row, by table."""

TABLE = "CREATE TABLE rows_{} (id BLOB, n INTEGER, body BLOB NOT NULL, PRIMARY KEY (id, n)) STRICT, WITHOUT ROWID"
INSERT = "INSERT INTO rows_{} (id, n, body) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody waits for a commit."""

    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[None]"


class Bare:
    """Open until `close`. Every commit writes the same `rows`."""

    def __init__(self, path: Path, rows: Rows) -> None:
        self.rows = rows
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._ended: Future[None] = Future()
        self._thread = threading.Thread(target=self._live, args=(path,), name="bare-writer", daemon=True)
        self._thread.start()

    async def commit(self) -> None:
        """Synced when it returns."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._queue.put(Waiting(loop, done))
        await done

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()
        self._ended.result()

    def _live(self, path: Path) -> None:
        try:
            db = sqlite3.connect(path, isolation_level=None)
            for setting in (*SETTINGS, *(TABLE.format(n) for n in range(len(self.rows)))):
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
                self._commit(db, batch)
            except sqlite3.Error as error:
                first.loop.call_soon_threadsafe(_tell, batch, error)
                raise
            first.loop.call_soon_threadsafe(_tell, batch, None)

    def _commit(self, db: sqlite3.Connection, batch: list[Waiting]) -> None:
        db.execute("BEGIN IMMEDIATE")
        for _ in batch:
            db.execute("SAVEPOINT job")
            self._write(db, os.urandom(16))
            db.execute("RELEASE job")
        db.execute("COMMIT")

    def _write(self, db: sqlite3.Connection, key: bytes) -> None:
        for table, sizes in enumerate(self.rows):
            for n, size in enumerate(sizes):
                db.execute(INSERT.format(table), (key, n, bytes(size)))

    def _gather(self, first: Waiting) -> list[Waiting]:
        batch = [first]
        while len(batch) < BATCH and not self._queue.empty():
            if (waiting := self._queue.get()) is None:
                self._queue.put(None)
                break
            batch.append(waiting)
        return batch


def _tell(batch: list[Waiting], error: sqlite3.Error | None) -> None:
    for waiting in batch:
        if error is None:
            waiting.done.set_result(None)
        else:
            waiting.done.set_exception(error)
