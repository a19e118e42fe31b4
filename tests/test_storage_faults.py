"""G15: a full disk, a read-only file, a failing write. What was accepted is stored and owed; the rest was told."""

import asyncio
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage import cases, outbox, verify
from storage.database import Database
from storage.errors import StorageFailedError
from storage.records import Filed, Member
from storage.register import Register
from tests.storage_stage import anonymous, committee, do, file_and_tell, filed, new_register

AT_A_TIME = 24


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


@contextmanager
def full_disk(db: Database) -> Iterator[None]:
    pages = int(pragma(db, "page_count"))
    pragma(db, f"max_page_count = {pages + 8}")
    try:
        yield
    finally:
        pragma(db, "max_page_count = 1073741823")


@contextmanager
def read_only(db: Database) -> Iterator[None]:
    pragma(db, "query_only = ON")
    try:
        yield
    finally:
        pragma(db, "query_only = OFF")


@contextmanager
def write_error(db: Database) -> Iterator[None]:
    """No file of this process may grow: SQLite's write fails in the middle of a commit."""
    pragma(db, "wal_checkpoint(TRUNCATE)")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


FAULTS = [(full_disk, "disk_full"), (read_only, "read_only"), (write_error, "io")]


@pytest.mark.parametrize(("fault", "reason"), FAULTS)
def test_accepted_is_stored_and_owed_and_it_recovers_alone(db: Database, fault: Any, reason: str) -> None:
    members = committee(db)
    before = [filed(db, anonymous(members)) for _ in range(3)]
    with fault(db):
        outcomes = asyncio.run(at_once(db, members))
    accepted = [o for o in outcomes if isinstance(o, Filed)]
    refused = [o for o in outcomes if not isinstance(o, Filed)]
    after = [filed(db, anonymous(members)) for _ in range(3)]
    assert {type(o) for o in refused} == {StorageFailedError}
    assert {str(o) for o in refused} == {reason}
    expected = {f.case for f in (*before, *accepted, *after)}
    assert stored(db) == expected
    assert {n.case for n in do(db, outbox.owed, 10_000)} == expected
    assert db.run_now(outbox.counts).owed == 3 * len(expected)
    assert do(db, verify.verify, db.head_path) == ()
    print(f"\nG15 {reason}: {len(accepted)} of {len(outcomes)} accepted, 0 of them lost, {len(refused)} told")


def test_a_batch_that_lost_its_transaction_fails_whole(db: Database) -> None:
    """The job that loses it takes those before it in the same commit with it; nobody is told of success."""
    members = committee(db)

    def rolls_back(register: Register) -> None:
        register.db.execute("ROLLBACK")

    async def story() -> list[Any]:
        held = asyncio.Event()
        jobs: list[Callable[[Register], Any]] = [
            lambda r: file_and_tell(r, anonymous(members)),
            rolls_back,
            lambda r: file_and_tell(r, anonymous(members)),
        ]
        loop = asyncio.get_running_loop()
        gate = asyncio.create_task(asyncio.to_thread(db.run_now, lambda r: hold(held, loop)))
        await held.wait()
        outcomes = await asyncio.gather(*(db.run(job) for job in jobs), return_exceptions=True)
        await gate
        return outcomes

    first, lost, third = asyncio.run(story())
    assert isinstance(first, StorageFailedError)
    assert isinstance(lost, StorageFailedError)
    assert stored(db) == {third.case}
    assert do(db, verify.verify, db.head_path) == ()


def hold(held: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
    """Keeps the writer busy until the jobs behind it wait together."""
    done = asyncio.run_coroutine_threadsafe(turns(held), loop)
    done.result(30)


async def turns(held: asyncio.Event) -> None:
    held.set()
    for _ in range(20):
        await asyncio.sleep(0)


async def at_once(db: Database, members: tuple[Member, ...]) -> list[Any]:
    jobs = [db.run(lambda r: file_and_tell(r, anonymous(members))) for _ in range(AT_A_TIME)]
    return await asyncio.gather(*jobs, return_exceptions=True)


def stored(db: Database) -> set[str]:
    return {case for (case,) in db.run_now(lambda r: r.db.execute("SELECT case_no FROM cases").fetchall())}


def pragma(db: Database, text: str) -> Any:
    return db._now(lambda r: (r.db.execute(f"PRAGMA {text}").fetchone() or [None])[0], alone=True)


def test_by_receipt_still_answers_while_nothing_can_be_written(db: Database) -> None:
    done = filed(db, anonymous(committee(db)))
    with full_disk(db):
        assert do(db, cases.by_receipt, done.receipt) == done.case
