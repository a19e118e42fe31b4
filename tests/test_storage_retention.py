"""Nothing goes before its day, under a hold, after a jump of the clock, or by one pair of eyes."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import audit, cases, holds, outbox, retention, verify
from storage.database import Database
from storage.errors import NotVisibleError, RefusedError, StorageFailedError
from storage.records import Kind, Member, Part
from tests.storage_stage import SECRET, TODAY, anonymous, closed, committee, do, filed, new_register

DAY = timedelta(days=1)
DUE = date(2031, 3, 2) + 4 * DAY
"""A case is to be kept up to the second of March; a wrong clock may have been two days behind, and be two ahead."""


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


@pytest.fixture
def members(db: Database) -> tuple[Member, ...]:
    return committee(db)


def on_day(db: Database, day: date, by: Member) -> None:
    """The register's day, confirmed by a member as after a long pause."""
    do(db, retention.confirm, day, by.id)


def purge(db: Database, case: str, one: Member, other: Member, on: date = DUE) -> None:
    do(db, retention.purge, case, (one.id, other.id), on)


def test_two_members_purge_a_case_whose_day_has_come(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    done = closed(db, anonymous(members))
    kept = do(db, cases.file, anonymous(members), TODAY + DAY).case
    on_day(db, DUE, ada)
    assert do(db, retention.due, ada.id) == (done.case,)
    purge(db, done.case, ada, bea)
    assert do(db, cases.by_receipt, done.receipt) is None
    with pytest.raises(NotVisibleError):
        do(db, cases.read, done.case, ada.id)
    assert [line.case for line in do(db, cases.lines, ada.id)] == [kept]
    assert done.case not in {n.case for n in db.run_now(outbox.owed)}
    tombstone = db.run_now(lambda r: r.db.execute("SELECT * FROM tombstones").fetchall())
    assert tombstone == [(done.case, DUE.isoformat(), ada.id, bea.id)]
    assert do(db, verify.verify, db.head_path) == ()


def test_nothing_of_a_purged_case_stays_in_the_file(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = closed(db, anonymous(members)).case
    on_day(db, DUE, ada)
    sql = "SELECT e.sealed, c.wrapped_key FROM entries e JOIN cases c USING (case_no)"
    sealed = db.run_now(lambda r: r.db.execute(sql).fetchone())
    purge(db, case, ada, bea)
    db.close()
    content = db.path.read_bytes()
    assert all(value[:64] not in content for value in sealed)
    assert SECRET.encode() not in content


@pytest.mark.parametrize("day", [TODAY, DUE - DAY])
def test_before_its_day_a_case_stays(db: Database, members: tuple[Member, ...], day: date) -> None:
    ada, bea, _ = members
    case = closed(db, anonymous(members)).case
    on_day(db, day, ada)
    assert do(db, retention.due, ada.id) == ()
    with pytest.raises(RefusedError, match=r"^not_due$"):
        purge(db, case, ada, bea, DUE)


@pytest.mark.parametrize("day", [TODAY, DUE - 5 * DAY])
def test_the_tables_themselves_refuse_until_its_day(db: Database, members: tuple[Member, ...], day: date) -> None:
    case = closed(db, anonymous(members)).case
    on_day(db, day, members[0])
    with pytest.raises(StorageFailedError):
        db.run_now(lambda r: r.db.execute("DELETE FROM entries WHERE case_no = ?", (case,)))


def test_a_hold_suspends_disposal_until_it_is_released(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = closed(db, anonymous(members)).case
    on_day(db, DUE, ada)
    do(db, holds.hold, case, ada.id, DUE)
    assert do(db, retention.due, ada.id) == ()
    with pytest.raises(RefusedError, match=r"^held$"):
        purge(db, case, ada, bea)
    with pytest.raises(StorageFailedError):
        db.run_now(lambda r: r.db.execute("DELETE FROM entries WHERE case_no = ?", (case,)))
    do(db, holds.propose_lift, case, ada.id, DUE)
    with pytest.raises(RefusedError, match=r"^held$"):
        purge(db, case, ada, bea)
    do(db, holds.lift, case, bea.id, DUE)
    purge(db, case, ada, bea)


def test_it_takes_two_who_both_see_the_case(db: Database, members: tuple[Member, ...]) -> None:
    ada, _, cid = members
    case = closed(db, anonymous(members, involved=(cid,))).case
    on_day(db, DUE, ada)
    with pytest.raises(RefusedError, match=r"^two_members$"):
        purge(db, case, ada, ada)
    with pytest.raises(NotVisibleError):
        purge(db, case, ada, cid)
    assert do(db, retention.due, cid.id) == ()


def test_a_case_that_is_open_stays(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = filed(db, anonymous(members)).case
    on_day(db, DUE, ada)
    assert do(db, retention.due, ada.id) == ()
    with pytest.raises(RefusedError, match=r"^still_open$"):
        purge(db, case, ada, bea)


def test_a_jump_of_the_clock_freezes_purging_until_a_member_confirms(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = closed(db, anonymous(members)).case
    assert do(db, retention.advance, TODAY)
    assert do(db, retention.advance, TODAY + 2 * DAY)
    assert do(db, retention.advance, TODAY - 9 * DAY)  # the register's day never goes back
    assert not do(db, retention.advance, DUE)
    with pytest.raises(RefusedError, match=r"^frozen$"):
        purge(db, case, ada, bea)
    assert not do(db, retention.advance, TODAY + 3 * DAY)
    on_day(db, DUE, ada)
    assert do(db, retention.advance, DUE + DAY)
    assert [e.act for e in db.run_now(audit.house)][-1] == "day_confirmed"
    purge(db, case, ada, bea)


def test_retention_is_never_shortened(db: Database, members: tuple[Member, ...]) -> None:
    case = closed(db, anonymous(members)).case
    with pytest.raises(StorageFailedError):
        db.run_now(lambda r: r.db.execute("UPDATE cases SET retain_until = '2026-03-03' WHERE case_no = ?", (case,)))


def test_the_years_are_counted_from_no_day_before_the_registers_own(db: Database, members: tuple[Member, ...]) -> None:
    """A clock that has gone back, as after an empty battery, makes nothing due too early."""
    for day in (TODAY + 400 * DAY, TODAY + 500 * DAY):
        on_day(db, day, members[0])
        case = do(db, cases.file, anonymous(members), TODAY - 4000 * DAY).case
        assert do(db, retention.retained_until, case) == cases.five_years_after(day)
    on_day(db, TODAY + 600 * DAY, members[0])
    do(db, cases.add, case, (Part("entry.addition", "words"),), Kind.ADDITION, TODAY)
    assert do(db, retention.retained_until, case) == cases.five_years_after(TODAY + 600 * DAY)


def test_a_clock_that_was_behind_and_is_ahead_destroys_nothing_early(db: Database, members: tuple[Member, ...]) -> None:
    """By two days each, which nobody notices."""
    ada, bea, _ = members
    case = do(db, cases.file, anonymous(members), TODAY - 2 * DAY).case
    told = (Part("entry.disposition", "Done."),)
    do(db, cases.close, case, ada.id, told, TODAY - 2 * DAY)
    on_day(db, date(2031, 3, 2) - DAY + 2 * DAY, ada)
    with pytest.raises(RefusedError, match=r"^not_due$"):
        purge(db, case, ada, bea)
    on_day(db, date(2031, 3, 2) + 2 * DAY, ada)
    purge(db, case, ada, bea)
