"""A restore lets nobody back in: the journal of ended access, and what is noticed when somebody changes it."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage import cases, journal, marks, people
from storage.database import Database, open_database
from storage.records import Finding, Part
from storage.register import Register
from storage.verify import verify
from tests.storage_stage import MASTER, TODAY, anonymous, committee, do, filed, new_register

Lines = list[bytes]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with new_register(tmp_path) as database:
        yield database


def recuses(db: Database, case: str, member: str) -> None:
    do(db, cases.recuse, case, member, Part("recusal.reason", "a friend"), TODAY)


@pytest.fixture
def four(db: Database) -> tuple[str, ...]:
    """Cases in each of which the second member stepped aside."""
    members = committee(db)
    found = tuple(filed(db, anonymous(members)).case for _ in range(4))
    for case in found:
        recuses(db, case, members[1].id)
    return found


def found(db: Database) -> list[tuple[str, str, bool]]:
    return [(f.what, f.where, f.blocks) for f in verified(db)]


def verified(db: Database) -> tuple[Finding, ...]:
    return db.run_now(lambda r: verify(r, db.head_path))


def write(db: Database, lines: Lines) -> None:
    db.journal_path.write_bytes(b"".join(b"\n" + line + b"\n" for line in lines))


def another(line: bytes) -> bytes:
    """The same with one symbol changed."""
    return line[:99] + (b"A" if line[99:100] != b"A" else b"B") + line[100:]


def test_it_holds_who_was_kept_out_sealed_and_for_its_owner_alone(db: Database, four: tuple[str, ...]) -> None:
    key = db.run_now(lambda r: r.keys.audit)
    read = [journal.read(key, line) for line in journal.lines(db.journal_path)]
    assert [line.told.case for line in read if line] == list(four)
    assert stat.S_IMODE(db.journal_path.stat().st_mode) == 0o600
    assert not any(case.encode() in db.journal_path.read_bytes() for case in four)
    assert verified(db) == ()


@pytest.mark.parametrize(
    ("change", "what", "where"),
    [
        (lambda a: a[1:], "journal_broken", "journal/1"),
        (lambda a: [a[0], *a[2:]], "journal_broken", "journal/2"),
        (lambda a: a[:-1], "journal_broken", "journal/4"),
        (lambda a: [a[0], a[2], a[1], a[3]], "journal_broken", "journal/3"),
        (lambda a: [*a[:2], a[3], a[2]], "journal_broken", "journal/4"),
        (lambda a: [a[0], another(a[1]), *a[2:]], "journal_broken", "journal/2"),
        (lambda a: [*a[:3], another(a[3])], "journal_broken", "journal/4"),
        (lambda a: [*a[:3], a[3][:200]], "journal_broken", "journal/4"),
        (lambda a: [a[0], a[0], *a[1:]], "journal_doubled", "journal"),
        (lambda a: [*a, a[3]], "journal_doubled", "journal"),
        (lambda _: [b"x"], "journal_broken", "journal/1"),
    ],
    ids=[
        *("first deleted", "deleted", "truncated", "swapped", "last swapped", "changed", "last changed"),
        *("broken off", "doubled", "last doubled", "overwritten"),
    ],
)
@pytest.mark.usefixtures("four")
def test_what_is_changed_in_it_is_noticed(
    db: Database, change: Callable[[Lines], Lines], what: str, where: str
) -> None:
    write(db, change(list(journal.lines(db.journal_path))))
    assert found(db) == [(what, where, True)]


@pytest.mark.usefixtures("four")
def test_a_journal_that_was_taken_away_is_noticed(db: Database) -> None:
    db.journal_path.unlink()
    assert found(db) == [("journal_missing", "journal/1", True)]


@pytest.mark.parametrize("missing", [slice(1, 2), slice(0, 4), slice(3, 4)], ids=["one", "all", "last"])
def test_later_lines_and_a_restart_do_not_hide_it(db: Database, four: tuple[str, ...], missing: slice) -> None:
    lines = list(journal.lines(db.journal_path))
    del lines[missing]
    write(db, lines)
    cid = db.run_now(people.members)[2]
    recuses(db, four[0], cid.id)
    db.close()
    with open_database(db.path, MASTER) as again:
        recuses(again, four[1], cid.id)
        assert [what for what, *_ in found(again)] == ["journal_broken"]


def test_a_line_left_by_a_crash_is_no_tampering_and_the_chain_goes_on(db: Database, four: tuple[str, ...]) -> None:
    """Written before the commit that never came; half of one; and what comes later follows on both."""
    key, end = db.run_now(lambda r: (r.keys.audit, journal.end_of(r)))
    ahead = journal.chained(key, [journal.Ended(four[0], "0123456789ab")], end)
    journal.add(db.journal_path, ahead.lines)
    assert verified(db) == ()
    journal.add(db.journal_path, [ahead.lines[0][:77]])
    assert found(db) == [("journal_loose", "journal", False)]
    recuses(db, four[0], db.run_now(people.members)[2].id)
    assert db.run_now(journal.end_of).n == 6
    assert found(db) == [("journal_loose", "journal", False)]


def test_a_register_that_is_told_of_no_journal_is_noticed_too(db: Database, four: tuple[str, ...]) -> None:
    assert len(four) == 4
    db.run_now(lambda r: r.db.execute("UPDATE marks SET value = '0:' WHERE name = ?", (journal.MARK,)))
    assert found(db) == [("rows_missing_or_added", "head", True)]


def test_a_job_that_fails_writes_none_and_the_chain_is_whole_after_it(db: Database, tmp_path: Path) -> None:
    members = committee(db)
    sent = filed(db, anonymous(members))

    def fails(register: Register) -> None:
        cases.recuse(register, sent.case, members[1].id, Part("recusal.reason", "a friend"), TODAY)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        db.run_now(fails)
    assert not db.journal_path.exists()
    assert db.run_now(lambda r: marks.marked(r, journal.MARK)) is None
    do(db, people.remove_member, members[1].id, TODAY)
    recuses(db, sent.case, members[2].id)
    assert verified(db) == ()
    db.backup(tmp_path / "copy.db")
    copied = tmp_path / "copy.db.journal"
    assert journal.lines(copied) == journal.lines(db.journal_path)
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
