"""The operator's part: a new master key, health in figures, marks."""

from pathlib import Path
from typing import Any

import pytest

from storage import cases, delivery, marks, outbox, people, vault, verify
from storage.database import Database, open_database
from storage.errors import WrongKeyError
from tests.storage_stage import ACCOUNT, MASTER, NAMES, TODAY, account, committee, do, filed, named, new_register, read

NEW = bytes(range(32, 64))


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def test_a_new_master_key_opens_everything_and_the_old_one_nothing(db: Database) -> None:
    members = committee(db)
    done = filed(db, named(members))
    assert do(db, vault.rewrap, NEW, TODAY) == 2
    db.close()
    with pytest.raises(WrongKeyError):
        open_database(db.path, MASTER)
    with open_database(db.path, NEW) as again:
        assert do(again, cases.by_receipt, done.receipt) == done.case
        assert do(again, cases.own_cases, ACCOUNT) == (done.case,)
        assert do(again, people.member_by_account, account("Bea")) == members[1]
        assert read(again, done.case, members[0]).entries[0].by == "Uma Reed"
        assert do(again, verify.verify, again.head_path) == ()


def test_health_is_figures_and_names_no_case(db: Database) -> None:
    members = committee(db)
    case = filed(db, named(members)).case
    first, second, _ = do(db, outbox.owed)
    do(db, delivery.sending, first.id)
    do(db, delivery.park, second.id, "account_closed")
    health = do(db, vault.health)
    assert (health.members, health.has_chair) == (3, True)
    assert (health.owed, health.parked, health.sending) == (1, 1, 1)
    assert case not in repr(health)
    assert not [name for name in NAMES if name in repr(health)]


def test_a_mark_is_set_changed_and_taken_away(db: Database) -> None:
    assert do(db, marks.marked, "demo") is None
    do(db, marks.mark, "demo", "1")
    do(db, marks.mark, "demo", "2")
    assert do(db, marks.marked, "demo") == "2"
    do(db, marks.mark, "demo", "")
    assert do(db, marks.marked, "demo") is None
    assert do(db, verify.verify, db.head_path) == ()
