"""The register's file while it is open: one process, one connection, one writer."""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from storage import audit, journal
from storage.connection import KEPT, PRIVATE, head_path, open_file
from storage.errors import LockedError, MissingError
from storage.failures import named
from storage.register import Register
from storage.synced import sync
from storage.writer import Job, Writer

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Pages still to be copied, and pages in all."""


class Database:
    """Open until `close`. Jobs run one after another on the writer's thread; a job returns values, never cursors."""

    def __init__(self, path: Path, lock: int, writer: Writer) -> None:
        self.path = path
        self._lock = lock
        self._writer = writer

    @property
    def trouble(self) -> str:
        """Why the last writing failed: disk_full, read_only or io. Empty when it did not."""
        return self._writer.trouble

    @property
    def head_path(self) -> Path:
        return head_path(self.path)

    @property
    def journal_path(self) -> Path:
        return journal.journal_path(self.path)

    async def run(self, job: Callable[[Register], T]) -> T:
        """One job, committed and synced before this returns. Cancelling the wait does not undo it."""
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._writer.submit(Job(job, loop, future))
        return cast(T, await future)

    def run_now(self, job: Callable[[Register], T]) -> T:
        """The same, blocking: for commands and tests, never on an event loop."""
        return self._now(job)

    async def empty_log(self) -> None:
        """Writes SQLite's write-ahead log back into the register and cuts it to nothing, between two batches.

        What was dropped from the register stands in the log until then, and in the order in which it was written.
        """
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._writer.submit(Job(_empty_log, loop, future, alone=True))
        await future

    def backup(self, target: Path, progress: Progress | None = None) -> None:
        """Copies the whole register, between two batches, by SQLite's backup API; blocking. The copy is mode 0600,
        synced, and appears under its name only when it is whole. It is as sealed as the register. The journal of ended
        access is copied beside it, as `<target>.journal`."""

        def copy(register: Register) -> None:
            journal.copy(self.journal_path, journal.journal_path(target))
            _copy(register, target, progress)

        self._now(copy, alone=True)

    def accept_head(self, on: date) -> None:
        """The operator takes the register as it stands after a restore: on the record, and `verify` warns no more."""
        self._now(lambda register: register.record(audit.HOUSE, "restored", "operator", on))
        self.head_path.with_name(self.head_path.name + KEPT).unlink(missing_ok=True)

    def close(self) -> None:
        """Finishes what was handed in, then lets go of the file. A second time does nothing."""
        self._writer.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _now(self, job: Callable[[Register], T], *, alone: bool = False) -> T:
        future: Future[Any] = Future()
        self._writer.submit(Job(job, None, future, alone))
        return cast(T, future.result())


def open_database(path: Path, key: bytes, *, create: bool = False, on: date | None = None) -> Database:
    """Opens the register, or makes it when `create`. `key` is the master key, 32 bytes; `on` (today) dates a founding.

    Raises LockedError, MissingError, WrongKeyError, DamagedError, TooNewError or StorageFailedError.
    """
    if not create and not path.exists():
        raise MissingError
    lock = locked(path)
    day = on or datetime.now(UTC).date()
    writer = Writer(lambda: open_file(path, key, day, create=create), journal.journal_path(path))
    try:
        writer.start()
    except BaseException:
        os.close(lock)
        raise
    return Database(path, lock, writer)


def _empty_log(register: Register) -> None:
    register.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def locked(path: Path) -> int:
    """The system's own lock, gone with the process however it ends. Raises LockedError or StorageFailedError."""
    try:
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
    except OSError as error:
        raise named(error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise LockedError from None
    return lock


def _copy(register: Register, target: Path, progress: Progress | None) -> None:
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
    copy = sqlite3.connect(partial)
    try:
        register.db.conn.backup(copy, progress=_reporting(progress))
    finally:
        copy.close()
    sync(partial)
    partial.replace(target)
    sync(target.parent)


def _reporting(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    return (lambda _, remaining, total: progress(remaining, total)) if progress else None
