"""The committee: sealed names, one Chair, changes on the house's record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import audit, cases, holds, outbox, people, releasing, retention
from storage.database import Database
from storage.errors import LastHandlerError, NotVisibleError, RefusedError
from storage.records import MemberAccount
from tests.storage_stage import TODAY, account, anonymous, closed, committee, do, filed, new_register, read

LATER = TODAY + timedelta(days=30)
OVER = TODAY.replace(year=TODAY.year + cases.RETAINED_YEARS)


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def test_members_are_found_by_id_and_by_account(db: Database) -> None:
    ada, bea, cid = committee(db)
    assert [m.name for m in db.run_now(people.members)] == [ada.name, bea.name, cid.name]
    found = do(db, people.member_by_account, account("Bea"))
    assert found == bea
    assert do(db, people.member_by_account, MemberAccount("teams", "T0GREENFIELD", "UBEA")) is None
    assert do(db, people.member, "nobody") is None


def test_there_is_one_chair_and_at_most_one_acting_chair(db: Database) -> None:
    ada, bea, cid = committee(db)
    do(db, people.set_roles, bea.id, cid.id, TODAY)
    assert {m.id: (m.chair, m.acting) for m in db.run_now(people.members)} == {
        ada.id: (False, False),
        bea.id: (True, False),
        cid.id: (False, True),
    }
    for chair, acting in ((bea.id, bea.id), ("nobody", None), (bea.id, "nobody")):
        with pytest.raises(RefusedError):
            do(db, people.set_roles, chair, acting, TODAY)


def test_who_leaves_sees_nothing_and_is_owed_nothing(db: Database) -> None:
    ada, bea, _ = committee(db)
    case = filed(db, anonymous((ada, bea))).case
    do(db, people.remove_member, bea.id, TODAY)
    with pytest.raises(NotVisibleError):
        read(db, case, bea)
    assert do(db, cases.lines, bea.id) == ()
    assert do(db, people.member_by_account, account("Bea")) is None
    assert [n.to for n in db.run_now(outbox.owed)] == [ada.id]
    assert read(db, case, ada).handlers == (ada.id,)


def test_the_chair_stays_until_there_is_another(db: Database) -> None:
    ada, *_ = committee(db)
    with pytest.raises(RefusedError, match=r"^chair_needed$"):
        do(db, people.remove_member, ada.id, TODAY)


def test_an_open_case_is_never_left_with_nobody(db: Database) -> None:
    ada, bea, cid = committee(db)
    case = filed(db, anonymous((bea,))).case
    with pytest.raises(LastHandlerError):
        do(db, people.remove_member, bea.id, TODAY)
    do(db, releasing.release, case, bea.id, cid.id, TODAY)
    do(db, people.remove_member, bea.id, TODAY)
    assert read(db, case, cid).handlers == (cid.id,)
    with pytest.raises(NotVisibleError):
        do(db, releasing.release, case, ada.id, ada.id, TODAY)


def test_nor_is_a_closed_one_while_its_years_run(db: Database) -> None:
    """On the register's own day: the clock of whoever removes them may be ahead."""
    ada, bea, cid = committee(db)
    case = closed(db, anonymous((bea,))).case
    for day in (TODAY, OVER - timedelta(days=1)):
        do(db, retention.confirm, day, ada.id)
        with pytest.raises(LastHandlerError):
            do(db, people.remove_member, bea.id, OVER)
    do(db, releasing.release, case, bea.id, cid.id, TODAY)
    do(db, people.remove_member, bea.id, TODAY)
    assert read(db, case, cid).handlers == (cid.id,)


def test_a_closed_case_past_its_years_keeps_nobody_from_leaving_unless_it_is_on_hold(db: Database) -> None:
    ada, bea, cid = committee(db)
    closed(db, anonymous((bea,)))
    held = closed(db, anonymous((cid,))).case
    do(db, holds.hold, held, cid.id, TODAY)
    do(db, retention.confirm, OVER, ada.id)
    do(db, people.remove_member, bea.id, OVER)
    with pytest.raises(LastHandlerError):
        do(db, people.remove_member, cid.id, OVER)


def test_a_new_member_sees_later_cases_only(db: Database) -> None:
    members = committee(db)
    before = filed(db, anonymous(members)).case
    dan = do(db, people.add_member, "Dan Fell", (), LATER)
    after = filed(db, anonymous((*members, dan))).case
    assert [line.case for line in do(db, cases.lines, dan.id)] == [after]
    with pytest.raises(NotVisibleError):
        read(db, before, dan)


def test_who_was_struck_out_is_never_let_in_later(db: Database) -> None:
    ada, bea, cid = committee(db)
    case = filed(db, anonymous((ada, bea, cid), involved=(cid,))).case
    with pytest.raises(RefusedError):
        do(db, releasing.release, case, ada.id, cid.id, TODAY)


def test_an_account_belongs_to_one_member(db: Database) -> None:
    ada, bea, _ = committee(db)
    with pytest.raises(RefusedError, match=r"^account_taken$"):
        do(db, people.add_member, "Dan Fell", (account("Bea"),), TODAY)
    with pytest.raises(RefusedError, match=r"^account_taken$"):
        do(db, people.set_accounts, ada.id, (account("Bea"),), TODAY)
    teams = MemberAccount("teams", "tenant", "29:bea")
    do(db, people.set_accounts, bea.id, (teams,), TODAY)
    assert do(db, people.member_by_account, account("Bea")) is None
    found = do(db, people.member_by_account, teams)
    assert found is not None
    assert found.accounts == (teams,)
    do(db, people.set_accounts, ada.id, (account("Bea"),), TODAY)


def test_every_change_stands_on_the_houses_record(db: Database) -> None:
    ada, bea, cid = committee(db)
    do(db, people.set_roles, bea.id, ada.id, LATER, by=ada.id)
    do(db, people.remove_member, cid.id, LATER, by=bea.id)
    record = [(e.act, e.actor, e.regarding) for e in db.run_now(audit.house)]
    assert record[0] == ("founded", "operator", "")
    assert record[-3:] == [
        ("chair_set", ada.id, bea.id),
        ("acting_chair_set", ada.id, ada.id),
        ("member_removed", bea.id, cid.id),
    ]
