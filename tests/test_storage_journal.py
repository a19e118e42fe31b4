"""A restore lets nobody back in: the journal of ended access."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import access, cases, journal, people
from storage.database import Database, open_database
from storage.records import Part
from storage.register import Register
from storage.verify import verify
from tests.storage_stage import MASTER, TODAY, anonymous, committee, do, filed, new_register


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with new_register(tmp_path) as database:
        yield database


def restored(db: Database, copy: Path) -> tuple[Database, journal.Reapplied]:
    """The backup opened in a place of its own, with the journal of the register."""
    old = open_database(copy, MASTER, on=TODAY)
    return old, do(old, journal.reapply, journal.lines(db.journal_path), TODAY)


@pytest.mark.parametrize("way", ["recused", "struck_out", "removed"])
def test_whoever_left_after_the_backup_stays_out(db: Database, tmp_path: Path, way: str) -> None:
    members = committee(db)
    bea = members[1]
    sent = filed(db, anonymous(members))
    copy = tmp_path / "copy.db"
    db.backup(copy)
    if way == "recused":
        do(db, cases.recuse, sent.case, bea.id, Part("recusal.reason", "a friend"), TODAY)
    elif way == "struck_out":
        db.run_now(lambda r: cases._strike_out(r, sent.case, (bea.id,), TODAY))
    else:
        do(db, people.remove_member, bea.id, TODAY)
    assert stat.S_IMODE(db.journal_path.stat().st_mode) == 0o600
    assert bea.id.encode() not in db.journal_path.read_bytes()
    old, told = restored(db, copy)
    with old:
        assert told == journal.Reapplied(1, 0, 0)
        assert not do(old, access.may_see, sent.case, bea.id)
        assert do(old, access.may_see, sent.case, members[2].id)
        old.accept_head(TODAY)
        assert old.run_now(lambda r: verify(r, old.head_path)) == ()
        again = do(old, journal.reapply, journal.lines(db.journal_path), TODAY)
        assert again.ended == 0


def test_a_line_that_was_changed_or_broken_off_is_counted_and_spoils_no_other(db: Database, tmp_path: Path) -> None:
    members = committee(db)
    sent = filed(db, anonymous(members))
    db.backup(tmp_path / "copy.db")
    do(db, cases.recuse, sent.case, members[1].id, Part("recusal.reason", "a friend"), TODAY)
    whole = db.journal_path.read_bytes()
    changed = whole.strip()[:99] + (b"A" if whole.strip()[99:100] != b"A" else b"B") + whole.strip()[100:]
    db.journal_path.write_bytes(changed + whole + b"half a li")
    old, told = restored(db, tmp_path / "copy.db")
    old.close()
    assert told == journal.Reapplied(1, 2, 0)


def test_a_backup_takes_the_journal_with_it_and_a_job_that_fails_writes_none(db: Database, tmp_path: Path) -> None:
    members = committee(db)
    sent = filed(db, anonymous(members))

    def fails(register: Register) -> None:
        cases.recuse(register, sent.case, members[1].id, Part("recusal.reason", "a friend"), TODAY)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        db.run_now(fails)
    assert not db.journal_path.exists()
    do(db, people.remove_member, members[1].id, TODAY)
    db.backup(tmp_path / "copy.db")
    copied = tmp_path / "copy.db.journal"
    assert journal.lines(copied) == journal.lines(db.journal_path)
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
