"""A walk in progress: kept for its account, sealed, until its day."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import drafts
from storage.database import Database
from storage.records import MemberAccount
from tests.storage_stage import ACCOUNT, TODAY, do, new_register

UNTIL = TODAY + timedelta(days=7)
OTHER = MemberAccount(ACCOUNT.platform, ACCOUNT.workspace, "U8OTHER")


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def test_the_last_one_kept_is_the_one_found(db: Database) -> None:
    do(db, drafts.keep, ACCOUNT, b"step one", UNTIL)
    do(db, drafts.keep, ACCOUNT, b"step two", UNTIL)
    assert do(db, drafts.draft, ACCOUNT, TODAY) == b"step two"
    assert do(db, drafts.draft, OTHER, TODAY) is None


def test_it_can_be_resumed_on_its_last_day_and_not_after(db: Database) -> None:
    do(db, drafts.keep, ACCOUNT, b"step one", UNTIL)
    assert do(db, drafts.draft, ACCOUNT, UNTIL) == b"step one"
    assert do(db, drafts.draft, ACCOUNT, UNTIL + timedelta(days=1)) is None


def test_what_is_discarded_or_expired_is_gone(db: Database) -> None:
    for account in (ACCOUNT, OTHER):
        do(db, drafts.keep, account, b"words", UNTIL)
    assert do(db, drafts.discard, ACCOUNT)
    assert not do(db, drafts.discard, ACCOUNT)
    assert do(db, drafts.expire, UNTIL) == 0
    assert do(db, drafts.expire, UNTIL + timedelta(days=1)) == 1
    assert db.run_now(lambda r: r.db.execute("SELECT count(*) FROM drafts").fetchone()[0]) == 0
