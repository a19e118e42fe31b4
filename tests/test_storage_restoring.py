"""A backup brought back: with the journal, without it, killed half-way, on a host that has nothing else."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.desk import HELD, hold
from storage import access, audit, cases, holds, journal, marks, outbox, people, restoring, retention
from storage.database import Database, open_database
from storage.errors import DamagedError, LockedError, NotVisibleError, RefusedError
from storage.records import Kind, Member, Part
from storage.register import Register
from storage.restoring import Restored
from storage.verify import verify
from tests.storage_stage import MASTER, TODAY, anonymous, closed, committee, do, filed, new_register

DUE = date(2031, 3, 6)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "lost").mkdir()
    with new_register(tmp_path / "lost") as database:
        yield database


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """Where nothing is."""
    (tmp_path / "host").mkdir()
    return tmp_path / "host" / "register.db"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.db"


@pytest.fixture
def members(db: Database) -> tuple[Member, ...]:
    return committee(db)


def restored(copy: Path, host: Path) -> tuple[Restored, Database]:
    done = restoring.restore(copy, host, MASTER, hold, TODAY)
    assert {file.name for file in host.parent.iterdir()} == {
        f"register.db{e}" for e in ("", ".head", ".journal", ".lock")
    }
    return done, open_database(host, MASTER)


def ends(db: Database, case: str, member: str, way: str) -> None:
    match way:
        case "recused":
            do(db, cases.recuse, case, member, Part("recusal.reason", "a friend"), TODAY)
        case "struck_out":
            part = (Part("report.addition", "she is part of it"),)
            db.run_now(lambda r: cases.add(r, case, part, Kind.ADDITION, TODAY, None, (member,)))
        case "removed":
            do(db, people.remove_member, member, TODAY)


def newest_journal(db: Database, copy: Path) -> None:
    """What an operator does who has a later journal than the backup's own."""
    journal.copy(db.journal_path, journal.journal_path(copy))


@pytest.mark.parametrize("way", ["recused", "struck_out", "removed"])
def test_whoever_left_after_the_backup_stays_out(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...], way: str
) -> None:
    bea = members[1]
    sent = filed(db, anonymous(members))
    db.backup(copy)
    ends(db, sent.case, bea.id, way)
    newest_journal(db, copy)
    done, register = restored(copy, host)
    with register:
        assert (done.reapplied.ended, done.broken, done.journal) == (1, 0, True)
        assert not do(register, access.may_see, sent.case, bea.id)
        assert do(register, access.may_see, sent.case, members[2].id)
        assert register.run_now(lambda r: marks.marked(r, HELD))
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()
        assert [entry.act for entry in register.run_now(audit.house)][-1] == "restored"


def test_what_was_purged_after_the_backup_stays_purged(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...]
) -> None:
    ada, bea, _ = members
    gone, kept = closed(db, anonymous(members)).case, filed(db, anonymous(members)).case
    do(db, holds.hold, gone, ada.id, TODAY)
    db.backup(copy)
    do(db, holds.propose_lift, gone, ada.id, DUE)
    do(db, holds.lift, gone, bea.id, DUE)
    do(db, retention.confirm, DUE, ada.id)
    do(db, retention.purge, gone, (ada.id, bea.id), DUE)
    newest_journal(db, copy)
    done, register = restored(copy, host)
    with register:
        assert done.reapplied.purged == 1
        with pytest.raises(NotVisibleError):
            do(register, cases.read, gone, ada.id)
        assert do(register, cases.read, kept, ada.id)
        stones = register.run_now(lambda r: r.db.execute("SELECT * FROM tombstones").fetchall())
        assert stones == [(gone, DUE.isoformat(), ada.id, bea.id)]
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


def test_a_hold_set_after_the_backup_stands_unless_it_was_lifted(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...]
) -> None:
    ada, bea, _ = members
    once, twice, lifted = (filed(db, anonymous(members)).case for _ in range(3))
    db.backup(copy)
    for case in (once, twice, lifted):
        do(db, holds.hold, case, ada.id, TODAY)
    for case in (twice, lifted):
        do(db, holds.propose_lift, case, ada.id, TODAY)
        do(db, holds.lift, case, bea.id, TODAY)
    do(db, holds.hold, twice, bea.id, TODAY)
    newest_journal(db, copy)
    done, register = restored(copy, host)
    with register:
        assert done.reapplied.held == 2
        assert [do(register, holds.is_held, case) for case in (once, twice, lifted)] == [True, True, False]
        assert [e.act for e in do(register, audit.timeline, once, bea.id)][-1] == "held"
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


def test_a_backup_and_its_journal_are_all_that_an_empty_host_needs(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...]
) -> None:
    sent = filed(db, anonymous(members))
    ends(db, sent.case, members[1].id, "recused")
    db.backup(copy)
    done, register = restored(copy, host)
    with register:
        assert done == Restored(0, journal=True, broken=0, reapplied=done.reapplied)
        assert done.reapplied.ended == 0
        assert not do(register, access.may_see, sent.case, members[1].id)
        ends(register, sent.case, members[2].id, "recused")
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


def test_without_any_journal_it_says_so_and_the_register_begins_one(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...]
) -> None:
    sent = filed(db, anonymous(members))
    ends(db, sent.case, members[1].id, "recused")
    db.backup(copy)
    journal.journal_path(copy).unlink()
    done, register = restored(copy, host)
    with register:
        assert not done.journal
        assert not do(register, access.may_see, sent.case, members[1].id)
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


@pytest.mark.parametrize(("change", "broken"), [("half", 1), ("deleted", 1), ("doubled", 1)])
def test_a_journal_that_was_changed_is_said_and_the_rest_of_it_holds(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...], change: str, broken: int
) -> None:
    first, second = filed(db, anonymous(members)), filed(db, anonymous(members))
    db.backup(copy)
    for sent in (first, second):
        ends(db, sent.case, members[1].id, "recused")
    one, two = journal.lines(db.journal_path)
    changed = {"half": [one, two, two[:50]], "deleted": [two], "doubled": [one, one, two]}[change]
    journal.replace(journal.journal_path(copy), changed)
    done, register = restored(copy, host)
    with register:
        assert done.broken == broken
        assert not do(register, access.may_see, second.case, members[1].id)
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


def test_two_journals_are_taken_together(db: Database, host: Path, copy: Path, members: tuple[Member, ...]) -> None:
    """The lost register's own in its place, and one beside the backup; also a second restore over a restored one."""
    first, second = filed(db, anonymous(members)), filed(db, anonymous(members))
    db.backup(copy)
    ends(db, first.case, members[1].id, "recused")
    newest_journal(db, copy)
    _, register = restored(copy, host)
    with register:
        ends(register, second.case, members[2].id, "recused")
    host.unlink()
    done, register = restored(copy, host)
    with register:
        assert done.reapplied.ended == 2
        assert done.missing > 0
        assert not do(register, access.may_see, first.case, members[1].id)
        assert not do(register, access.may_see, second.case, members[2].id)
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


def test_the_lost_registers_write_ahead_log_is_not_taken_for_the_restored_ones(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...]
) -> None:
    kept = filed(db, anonymous(members))
    db.backup(copy)
    filed(db, anonymous(members))
    for end in ("-wal", "-shm"):
        host.with_name(host.name + end).write_bytes(db.path.with_name(db.path.name + end).read_bytes())
    restoring.restore(copy, host, MASTER, hold, TODAY)
    aside = host.with_name(host.name + "-wal.kept")
    assert aside.read_bytes() == db.path.with_name(db.path.name + "-wal").read_bytes()
    with open_database(host, MASTER) as register:
        assert [line.case for line in do(register, cases.lines, members[0].id)] == [kept.case]
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


def test_what_may_have_left_since_the_backup_is_looked_for_before_it_is_sent(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...]
) -> None:
    filed(db, anonymous(members))
    db.backup(copy)
    _, register = restored(copy, host)
    with register:
        assert {notice.tries for notice in register.run_now(outbox.owed)} == {1}
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()


@pytest.mark.usefixtures("members")
def test_it_takes_no_register_and_no_place_that_is_held(db: Database, host: Path, copy: Path) -> None:
    db.backup(copy)
    with pytest.raises(LockedError):
        restoring.restore(copy, db.path, MASTER, hold, TODAY)
    _, register = restored(copy, host)
    register.close()
    with pytest.raises(RefusedError, match=r"^there$"):
        restoring.restore(copy, host, MASTER, hold, TODAY)


def test_what_is_no_backup_changes_nothing(host: Path, copy: Path) -> None:
    copy.write_bytes(bytes(9000))
    host.with_name(host.name + ".journal").write_bytes(b"mine")
    with pytest.raises(DamagedError):
        restoring.restore(copy, host, MASTER, hold, TODAY)
    assert {file.name for file in host.parent.iterdir()} == {"register.db.journal", "register.db.lock"}


def test_what_fails_while_it_is_made_ready_leaves_the_place_empty(
    db: Database, host: Path, copy: Path, members: tuple[Member, ...]
) -> None:
    filed(db, anonymous(members))
    db.backup(copy)

    def fails(_: Register) -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        restoring.restore(copy, host, MASTER, fails, TODAY)
    assert {file.name for file in host.parent.iterdir()} == {"register.db.lock"}
    restoring.restore(copy, host, MASTER, hold, TODAY + timedelta(days=1))
