"""An earlier case is released to a member who came later, and to nobody whom it was ever kept from."""

from pathlib import Path
from typing import Any

import pytest

from storage import audit, cases, people, releasing, verify
from storage.database import Database
from storage.errors import NotVisibleError, RefusedError
from storage.records import Kind, Member, MemberAccount, Part
from tests.storage_stage import ACCOUNT, TODAY, account, anonymous, committee, do, filed, named, new_register, read


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def joins(db: Database, name: str, *accounts: MemberAccount) -> Member:
    return do(db, people.add_member, name, accounts or (account(name),), TODAY)


def offered(db: Database, case: str, by: Member) -> set[str]:
    return {member.name for member in do(db, releasing.candidates, case, by.id)}


def test_a_case_is_released_to_who_came_later(db: Database) -> None:
    members = committee(db)
    ada = members[0]
    case = filed(db, anonymous(members)).case
    dan = joins(db, "Dan Fell")
    assert offered(db, case, ada) == {"Dan Fell"}
    do(db, releasing.release, case, ada.id, dan.id, TODAY)
    assert dan.id in read(db, case, dan).handlers
    last = do(db, audit.timeline, case, ada.id)[-1]
    assert (last.act, last.actor, last.regarding) == ("released", ada.id, dan.id)
    assert offered(db, case, ada) == set()
    assert do(db, verify.verify, db.head_path) == ()


def test_only_who_sees_it_can_release_it(db: Database) -> None:
    ada, bea, cid = committee(db)
    case = filed(db, anonymous((ada, bea))).case
    for who in (cid.id, "nobody"):
        with pytest.raises(NotVisibleError):
            do(db, releasing.release, case, who, cid.id, TODAY)


def refused(db: Database, case: str, by: Member, to: Member) -> None:
    assert to.name not in offered(db, case, by)
    with pytest.raises(RefusedError, match=r"^not_released$"):
        do(db, releasing.release, case, by.id, to.id, TODAY)


def test_never_to_who_stepped_aside_or_was_struck_out(db: Database) -> None:
    ada, bea, cid = members = committee(db)
    case = filed(db, anonymous(members)).case
    do(db, cases.recuse, case, bea.id, Part("entry.recusal", "A friend."), TODAY)
    said = (Part("entry.addition", "She knew."),)
    db.run_now(lambda r: cases.add(r, case, said, Kind.ADDITION, TODAY, None, (cid.id,)))
    for out in (bea, cid):
        refused(db, case, ada, out)


def test_nor_when_they_left_the_committee_and_came_back(db: Database) -> None:
    ada, bea, cid = members = committee(db)
    case = filed(db, anonymous(members, involved=(cid,))).case
    do(db, cases.recuse, case, bea.id, Part("entry.recusal", "A friend."), TODAY)
    for out in (bea, cid):
        do(db, people.remove_member, out.id, TODAY)
        refused(db, case, ada, joins(db, out.name.upper(), MemberAccount("teams", "t", out.name)))


def test_nor_to_who_wrote_it(db: Database) -> None:
    members = committee(db)
    case = filed(db, named(members)).case
    refused(db, case, members[0], joins(db, "Una Reed", ACCOUNT))
    refused(db, case, members[0], joins(db, "Uma  reed"))


def test_nor_to_who_has_left(db: Database) -> None:
    members = committee(db)
    case = filed(db, anonymous(members)).case
    dan = joins(db, "Dan Fell")
    do(db, people.remove_member, dan.id, TODAY)
    refused(db, case, members[0], dan)
