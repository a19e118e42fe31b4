"""The file while it is open: one process, one writer, jobs that share a commit."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from storage import cases, marks, verify
from storage.database import Database, open_database
from storage.errors import (
    DamagedError,
    LockedError,
    MissingError,
    StorageFailedError,
    TooNewError,
    WrongKeyError,
)
from storage.register import Register
from tests.storage_stage import MASTER, TODAY, anonymous, committee, do, filed, new_register


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def test_a_second_opening_is_told_that_it_is_locked(db: Database) -> None:
    with pytest.raises(LockedError, match=r"^locked$"):
        open_database(db.path, MASTER)


def test_the_lock_goes_with_the_process_however_it_ends(tmp_path: Path) -> None:
    new_register(tmp_path).close()
    script = (
        "import os, pathlib, sys; from storage.database import open_database\n"
        "open_database(pathlib.Path(sys.argv[1]), bytes(range(32))); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path / "register.db")], check=False, timeout=60)
    assert ended.returncode == 9
    new_register(tmp_path).close()


def test_nothing_is_made_unless_asked(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        open_database(tmp_path / "none.db", MASTER)
    assert list(tmp_path.iterdir()) == []


def test_another_key_opens_nothing_and_changes_nothing(tmp_path: Path) -> None:
    new_register(tmp_path).close()
    path = tmp_path / "register.db"
    before = path.read_bytes()
    with pytest.raises(WrongKeyError, match=r"^wrong_key$"):
        open_database(path, bytes(32))
    assert path.read_bytes() == before
    open_database(path, MASTER).close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 400, b"SQLite format 3\x00" + bytes(5000)])
def test_a_file_that_is_no_register_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "register.db"
    path.write_bytes(content)
    with pytest.raises(DamagedError):
        open_database(path, MASTER)
    assert path.read_bytes() == content


def test_somebody_elses_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    theirs = sqlite3.connect(path)
    theirs.execute("CREATE TABLE recipes (name TEXT)")
    theirs.commit()
    theirs.close()
    before = path.read_bytes()
    with pytest.raises(DamagedError):
        open_database(path, MASTER, create=True)
    assert path.read_bytes() == before


def test_a_register_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    db = new_register(tmp_path)
    later = (
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('askfirst', 'later', '2030-01-01')"
    )
    db.run_now(lambda r: r.db.execute(later))
    db.close()
    with pytest.raises(TooNewError, match=r"^too_new$"):
        open_database(tmp_path / "register.db", MASTER)


def test_every_file_is_for_its_owner_only(db: Database, tmp_path: Path) -> None:
    filed(db, anonymous(committee(db)))
    db.backup(tmp_path / "copy.db")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert {"register.db", "register.db-wal", "register.db.lock", "register.db.head", "copy.db"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_a_job_that_raises_undoes_itself_alone(db: Database) -> None:
    async def story() -> list[Any]:
        return await asyncio.gather(*(db.run(job) for job in (good("one"), bad, good("two"))), return_exceptions=True)

    one, raised, two = asyncio.run(story())
    assert (one, two) == ("one", "two")
    assert isinstance(raised, LookupError)
    assert [do(db, marks.marked, name) for name in ("one", "two", "bad")] == ["1", "1", None]


def test_what_a_caller_no_longer_waits_for_is_still_committed(db: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(register: Register) -> None:
        begun.set()
        go_on.wait(30)
        marks.mark(register, "slow", "1")

    async def story() -> None:
        waiting = asyncio.create_task(db.run(slow))
        await asyncio.to_thread(begun.wait, 30)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        go_on.set()

    asyncio.run(story())
    assert do(db, marks.marked, "slow") == "1"


def test_when_a_caller_hears_of_success_the_commit_is_over(db: Database) -> None:
    do(db, marks.mark, "here", "1")
    beside = sqlite3.connect(f"file:{db.path}?mode=ro", uri=True)
    try:
        assert beside.execute("SELECT value FROM marks WHERE name = 'here'").fetchall() == [("1",)]
    finally:
        beside.close()


def test_reading_writes_nothing(db: Database) -> None:
    members = committee(db)
    filed(db, anonymous(members))
    log = db.path.with_name(db.path.name + "-wal")
    before = (log.stat().st_size, log.stat().st_mtime_ns)
    do(db, cases.lines, members[0].id)
    assert (log.stat().st_size, log.stat().st_mtime_ns) == before


def test_jobs_handed_in_before_the_end_are_finished_and_later_ones_refused(tmp_path: Path) -> None:
    db = new_register(tmp_path)

    async def story() -> list[str]:
        waiting = [asyncio.create_task(db.run(good(str(n)))) for n in range(200)]
        await asyncio.sleep(0)
        await asyncio.to_thread(db.close)
        return list(await asyncio.gather(*waiting))

    assert asyncio.run(story()) == [str(n) for n in range(200)]
    with pytest.raises(StorageFailedError, match=r"^closed$"):
        db.run_now(good("late"))
    db.close()


def test_a_backup_is_whole_while_reports_come_in(db: Database, tmp_path: Path) -> None:
    members = committee(db)
    told: list[tuple[int, int]] = []

    async def story() -> None:
        filings = [db.run(lambda r: cases.file(r, anonymous(members), TODAY)) for _ in range(60)]
        backups = [asyncio.to_thread(db.backup, tmp_path / f"copy{n}.db", lambda *p: told.append(p)) for n in range(3)]
        await asyncio.gather(*filings, *backups)

    asyncio.run(story())
    assert told
    for n in range(3):
        with open_database(tmp_path / f"copy{n}.db", MASTER) as copy:
            assert [f.what for f in do(copy, verify.verify, copy.head_path)] in (
                ["rolled_back"],  # a copy has no head file of its own: it says so until the operator accepts it
                [],
            )


def test_a_backup_takes_the_place_of_an_older_one_only_when_whole(db: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"the older one")
    os.mkdir(tmp_path / "copy.db.partial")  # nothing can be written there  # noqa: PTH102
    with pytest.raises(StorageFailedError):
        db.backup(target)
    assert target.read_bytes() == b"the older one"


def test_settings_of_the_connection(db: Database) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    values = db.run_now(lambda r: [r.db.execute(f"PRAGMA {name}").fetchone()[0] for name in asked])
    assert values == ["wal", 2, 1, 1]
    kinds = db.run_now(
        lambda r: r.db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    )
    assert {name for name, strict in kinds if not strict} == {"sqlite_schema", "_sqlite_migrations"}


def good(name: str) -> Any:
    def job(register: Register) -> str:
        marks.mark(register, name, "1")
        return name

    return job


def bad(register: Register) -> None:
    marks.mark(register, "bad", "1")
    raise LookupError("no such thing")
