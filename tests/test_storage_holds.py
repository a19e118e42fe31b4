"""A legal hold: one sets it, two lift it, and nothing is destroyed meanwhile."""

from pathlib import Path
from typing import Any

import pytest

from storage import audit, cases, holds, retention, verify
from storage.database import Database
from storage.errors import NotVisibleError, RefusedError
from storage.records import Member, Part
from tests.storage_stage import TODAY, anonymous, closed, committee, do, filed, new_register

REASON = Part("entry.recusal", "A friend.")


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


@pytest.fixture
def members(db: Database) -> tuple[Member, ...]:
    return committee(db)


def test_one_sets_it_and_two_lift_it_on_the_record(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = filed(db, anonymous(members)).case
    assert do(db, holds.hold, case, ada.id, TODAY)
    assert not do(db, holds.hold, case, bea.id, TODAY)
    do(db, holds.propose_lift, case, ada.id, TODAY)
    with pytest.raises(RefusedError, match=r"^two_members$"):
        do(db, holds.lift, case, ada.id, TODAY)
    assert do(db, holds.is_held, case)
    do(db, holds.lift, case, bea.id, TODAY)
    assert not do(db, holds.is_held, case)
    acts = [(e.act, e.actor) for e in do(db, audit.timeline, case, ada.id)][1:]
    assert acts == [("held", ada.id), ("hold_lift_proposed", ada.id), ("hold_lifted", bea.id)]
    assert do(db, verify.verify, db.head_path) == ()


def test_nobody_lifts_what_nobody_proposed_to_lift(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = filed(db, anonymous(members)).case
    with pytest.raises(RefusedError, match=r"^not_held$"):
        do(db, holds.propose_lift, case, ada.id, TODAY)
    do(db, holds.hold, case, ada.id, TODAY)
    with pytest.raises(RefusedError, match=r"^two_members$"):
        do(db, holds.lift, case, bea.id, TODAY)
    do(db, holds.propose_lift, case, ada.id, TODAY)
    do(db, holds.stay, case, ada.id, TODAY)
    with pytest.raises(RefusedError, match=r"^two_members$"):
        do(db, holds.lift, case, bea.id, TODAY)


def test_whoever_steps_aside_counts_no_more(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = filed(db, anonymous(members)).case
    do(db, holds.hold, case, ada.id, TODAY)
    do(db, holds.propose_lift, case, ada.id, TODAY)
    do(db, cases.recuse, case, ada.id, REASON, TODAY)
    assert do(db, holds.lift_proposed_by, case) == ""
    with pytest.raises(RefusedError, match=r"^two_members$"):
        do(db, holds.lift, case, bea.id, TODAY)


def test_whoever_does_not_see_the_case_does_nothing(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, cid = members
    case = filed(db, anonymous(members, involved=(cid,))).case
    do(db, holds.hold, case, ada.id, TODAY)
    do(db, holds.propose_lift, case, bea.id, TODAY)
    for act in (holds.hold, holds.propose_lift, holds.stay, holds.lift):
        with pytest.raises(NotVisibleError):
            do(db, act, case, cid.id, TODAY)
    assert do(db, holds.lift_proposed_by, case) == bea.id


def test_it_ends_a_proposal_to_destroy_the_case(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = closed(db, anonymous(members)).case
    due = TODAY.replace(year=TODAY.year + 6)
    do(db, retention.confirm, due, ada.id)
    do(db, retention.propose, case, ada.id, due)
    do(db, holds.hold, case, bea.id, due)
    assert do(db, retention.proposed_by, case) == ""
    with pytest.raises(RefusedError, match=r"^held$"):
        do(db, retention.propose, case, ada.id, due)
