"""The writer: one thread, one connection, one queue; jobs that wait together share one commit.

A job is a savepoint. What it raises undoes it alone and reaches its caller alone. An error that leaves no transaction
open (a full disk does that) has undone the jobs before it too: the whole batch fails, and the next job begins anew.
Nobody hears of a job's success before the commit is synced.
"""

import asyncio
import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from storage import audit
from storage.connection import Opened
from storage.errors import StorageFailedError
from storage.failures import named
from storage.journal import JournalFile
from storage.register import Register

T = TypeVar("T")
BATCH = 64
"""Jobs that share a commit at most."""
OF_DISK = frozenset({"disk_full", "read_only", "io"})


@dataclass(slots=True)
class Job:
    """`alone` jobs run between batches, outside any transaction."""

    work: Callable[[Register], Any]
    loop: asyncio.AbstractEventLoop | None
    future: "asyncio.Future[Any] | Future[Any]"
    alone: bool = False
    value: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.future.done():
            return  # its caller gave up waiting; what was committed stays
        if self.error is None:
            self.future.set_result(self.value)
        else:
            self.future.set_exception(self.error)


class Writer:
    """`db` belongs to this thread from `start` on."""

    def __init__(self, open_tables: Callable[[], Opened], journal_file: Path) -> None:
        self._journal = JournalFile(journal_file)
        self._open_tables = open_tables
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._opened: Future[None] = Future()
        self.trouble = ""
        """Why the disk took nothing the last time that something was written; empty when it did."""
        self._thread = threading.Thread(target=self._live, name="register-writer", daemon=True)

    def start(self) -> None:
        """Raises what opening raised."""
        self._thread.start()
        self._opened.result()

    def submit(self, job: Job) -> None:
        with self._gate:
            if self._closed:
                raise StorageFailedError("closed")
            self._queue.put(job)

    def close(self) -> None:
        """Finishes what is queued, then ends the thread."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _live(self) -> None:
        try:
            opened = self._open_tables()
        except BaseException as error:  # noqa: BLE001  whoever opened the register gets it
            self._opened.set_exception(named(error))
            return
        self._db, self._keys, self._head_file = opened.db, opened.keys, opened.head_file
        self._head = self._committed = opened.head
        self._opened.set_result(None)
        try:
            self._work()
        finally:
            self._abandon()
            opened.close()

    def _abandon(self) -> None:
        """Nobody waits for ever, should the thread end before its queue does."""
        with self._gate:
            self._closed = True
        while not self._queue.empty():
            job = self._queue.get_nowait()
            if job is not None:
                job.error = StorageFailedError("closed")
                settle([job])

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = deque([first])
            ended = self._gather(batch)
            while batch:
                self._run_alone(batch.popleft()) if batch[0].alone else self._run_batch(batch)
            if ended:
                return

    def _gather(self, batch: deque[Job]) -> bool:
        """Adds what waits already. True when the end of the queue was among it."""
        while len(batch) < BATCH:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return False
            if job is None:
                return True
            batch.append(job)
        return False

    def _run_alone(self, job: Job) -> None:
        self._attempt(job)
        settle([job])

    def _run_batch(self, waiting: deque[Job]) -> None:
        done: list[Job] = []
        self._head = self._committed
        self._journal.begin()
        try:
            self._db.execute("BEGIN IMMEDIATE")
            while waiting and not waiting[0].alone:
                done.append(waiting.popleft())
                self._run(done[-1])
            self._commit()
        except Exception as error:  # noqa: BLE001  each caller gets it
            if not done:
                done.append(waiting.popleft())
            self._fail(done, error)
        settle(done)

    def _run(self, job: Job) -> None:
        """Raises only when the transaction is gone, and the batch with it."""
        register = self._register()
        self._db.execute("SAVEPOINT job")
        try:
            job.value = job.work(register)
            linked = self._journal.link(register)
            head = audit.finish(register)
            self._db.execute("RELEASE job")
            self._head = head
            if linked:
                self._journal.accept(linked)
        except BaseException as error:  # noqa: BLE001  its caller gets it
            job.error = named(error)
            self._note(job.error)
            self._undo(job.error)

    def _undo(self, error: BaseException) -> None:
        self._db.journal.clear()
        if not self._db.conn.in_transaction:
            raise error if isinstance(error, StorageFailedError) else StorageFailedError
        self._db.execute("ROLLBACK TO job")
        self._db.execute("RELEASE job")

    def _commit(self) -> None:
        """The head's file is told before and after; a batch that wrote nothing costs no sync. What ends is written
        beside the register first: a commit never ends what a restore would give back."""
        before, after = self._committed, self._head
        if after == before:
            self._db.execute("COMMIT")
            return
        audit.write_head(self._db, self._keys, after)
        self._journal.write()
        self._head_file.write(before, after)
        self._db.execute("COMMIT")
        self._committed, self.trouble = after, ""
        with suppress(OSError):  # committed is committed; until the next write the file says what it said before
            self._head_file.write(after, after)

    def _attempt(self, job: Job) -> None:
        try:
            job.value = job.work(self._register())
        except BaseException as error:  # noqa: BLE001  its caller gets it
            job.error = named(error)

    def _register(self) -> Register:
        return Register(self._db, self._keys, self._head, self._committed)

    def _note(self, error: BaseException) -> None:
        if isinstance(error, StorageFailedError) and error.reason in OF_DISK:
            self.trouble = error.reason

    def _fail(self, jobs: list[Job], error: Exception) -> None:
        self._note(named(error))
        with suppress(sqlite3.Error):  # what cannot be rolled back now is, when the next batch fails to begin
            self._db.rollback()
        for job in jobs:
            job.error = job.error or named(error)


def settle(jobs: list[Job]) -> None:
    """Tells each caller, every event loop with one call."""
    loops = {id(job.loop): job.loop for job in jobs}
    for loop in loops.values():
        theirs = [job for job in jobs if job.loop is loop]
        if loop is None:
            _settle_all(theirs)
        else:
            with suppress(RuntimeError):  # a loop that was closed has nobody left to tell
                loop.call_soon_threadsafe(_settle_all, theirs)


def _settle_all(jobs: list[Job]) -> None:
    for job in jobs:
        job.settle()
