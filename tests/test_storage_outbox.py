"""What is owed stays owed until it is sent, in the order of owing, to those who may know."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import delivery, outbox, withdrawal
from storage.database import Database, open_database
from storage.errors import NotVisibleError, SealBrokenError
from storage.records import Act, MemberAccount, Notice
from tests.storage_stage import ACCOUNT, MASTER, anonymous, committee, do, filed, named, new_register, notice


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def owed(db: Database, **how: Any) -> tuple[Notice, ...]:
    return do(db, outbox.owed, **how)


def test_a_notice_comes_back_as_it_was_owed(db: Database) -> None:
    members = committee(db)
    case = filed(db, named(members)).case
    full = Notice(
        outbox.new_id(),
        "reporter",
        "notice.answered",
        (("case", case), ("status", "Zoë’s “case”")),
        (("read", case),),
        case,
        at_once=True,
        act=Act.REPLACE,
        replaces=outbox.new_id(),
        account=MemberAccount("teams", "tenant", "29:uma"),
    )
    do(db, outbox.owe, full)
    assert owed(db)[-1] == full
    assert ACCOUNT.id not in repr(replace(full, account=ACCOUNT))


def test_within_a_case_the_order_is_that_of_owing(db: Database) -> None:
    members = committee(db)
    first, second = (filed(db, anonymous(members)).case for _ in range(2))
    for n in range(5):
        for case in (first, second):
            about = replace(notice(case, members[n % 3].id), key=f"notice.{n}")
            do(db, outbox.owe, about)
    for case in (first, second):
        assert [n.key for n in owed(db) if n.case == case] == ["notice.filed"] * 3 + [f"notice.{n}" for n in range(5)]
    one, other = sorted((first, second))
    assert {n.case for n in owed(db, limit=4)} == {one}
    assert {n.case for n in owed(db, after=(one, 8))} == {other}


def test_pages_end_anywhere_and_leave_nothing_out(db: Database) -> None:
    """Also within a case, and within what belongs to no case."""
    ada, *_ = members = committee(db)
    for _ in range(5):
        do(db, outbox.owe, Notice(outbox.new_id(), ada.id, "notice.drill"))
    filed(db, anonymous(members))
    filed(db, anonymous(members))
    assert [n for page in pages(db, limit=2) for n in page.notices] == list(owed(db))
    assert [len(page.notices) for page in pages(db, limit=4)] == [4, 4, 3]


def pages(db: Database, limit: int) -> Iterator[outbox.Page]:
    after: outbox.At | None = outbox.START
    while after is not None:
        page = do(db, outbox.owed_page, limit, after)
        yield page
        after = page.after


def test_the_same_id_is_owed_once_also_after_it_was_sent(db: Database) -> None:
    members = committee(db)
    case = filed(db, anonymous(members)).case
    again = notice(case, members[0].id)
    assert do(db, outbox.owe, again)
    assert not do(db, outbox.owe, again)
    do(db, delivery.sent, again.id, "ref")
    assert not do(db, outbox.owe, again)


def test_a_try_is_counted_before_it_is_made_and_survives_a_restart(db: Database) -> None:
    members = committee(db)
    case = filed(db, anonymous(members)).case
    first, *_ = owed(db)
    tried = do(db, delivery.sending, first.id, case)
    assert tried is not None
    assert tried.tries == 1
    db.close()
    with open_database(db.path, MASTER) as later:
        assert [n.tries for n in owed(later)] == [1, 0, 0]
        assert later.run_now(outbox.counts) == outbox.Owed(owed=2, parked=0, sending=1)
        do(later, delivery.again, first.id)
        assert later.run_now(outbox.counts) == outbox.Owed(owed=3, parked=0, sending=0)
        assert [n.tries for n in owed(later)] == [1, 0, 0]


def test_a_sent_one_is_owed_no_more_and_its_ref_is_known(db: Database) -> None:
    ada, *rest = committee(db)
    case = filed(db, anonymous((ada, *rest))).case
    mine = next(n for n in owed(db) if n.to == ada.id)
    do(db, delivery.sending, mine.id)
    do(db, delivery.sent, mine.id, "1700000000.000100")
    do(db, delivery.sent, mine.id, "a second time")
    assert mine.id not in {n.id for n in owed(db)}
    (found,) = do(db, outbox.sent_for, case, ada.id)
    assert (found.id, found.ref, found.tries) == (mine.id, "1700000000.000100", 1)
    assert do(db, outbox.notice, mine.id, case) == found
    assert do(db, delivery.sending, mine.id) is None


def test_a_parked_one_blocks_nothing_and_says_why(db: Database) -> None:
    members = committee(db)
    filed(db, anonymous(members))
    first, *others = owed(db)
    do(db, delivery.park, first.id, "channel_not_found")
    assert list(owed(db)) == others
    assert [n.reason for n in db.run_now(outbox.parked)] == ["channel_not_found"]
    do(db, delivery.again, first.id)
    assert list(owed(db)) == others


def test_a_parked_one_can_be_tried_again_and_arrives(db: Database) -> None:
    members = committee(db)
    case = filed(db, anonymous(members)).case
    first, *_ = owed(db)
    assert do(db, delivery.sending, first.id)
    do(db, delivery.park, first.id, "user_disabled", case, 0)
    (parked,) = db.run_now(outbox.parked)
    assert parked.tries == 0, "it is certain that this try did not arrive"
    assert do(db, delivery.sending, first.id)
    do(db, delivery.sent, first.id, "ref", case)
    assert db.run_now(outbox.parked) == ()
    assert [n.ref for n in do(db, outbox.sent_for, case, first.to)] == ["ref"]


def test_what_is_parked_is_withdrawn_too(db: Database) -> None:
    ada, bea, _ = committee(db)
    case = filed(db, anonymous((ada, bea))).case
    for one in owed(db):
        do(db, delivery.park, one.id, "user_disabled")
    assert do(db, withdrawal.withdraw, case, ada.id) == 1
    assert do(db, withdrawal.withdraw_all, bea.id) == 1
    assert db.run_now(outbox.parked) == ()


def test_what_was_owed_to_who_steps_aside_is_withdrawn_and_can_be_blanked(db: Database) -> None:
    ada, bea, cid = committee(db)
    case = filed(db, anonymous((ada, bea, cid))).case
    do(db, outbox.owe, notice(case, bea.id))
    sent, *_ = (n for n in owed(db) if n.to == bea.id)
    do(db, delivery.sent, sent.id, "ref")
    assert len(do(db, outbox.sent_for, case, bea.id)) == 2
    assert do(db, withdrawal.withdraw, case, bea.id) == 1
    assert {n.to for n in owed(db)} == {ada.id, cid.id}
    assert [n.ref for n in do(db, outbox.sent_for, case, bea.id)] == ["ref"]


def test_nobody_is_told_of_a_case_hidden_from_them(db: Database) -> None:
    ada, bea, cid = committee(db)
    case = filed(db, anonymous((ada, bea, cid), involved=(cid,))).case
    with pytest.raises(NotVisibleError):
        do(db, outbox.owe, notice(case, cid.id))
    blank = replace(notice(case, cid.id), act=Act.REPLACE, replaces=outbox.new_id())
    assert do(db, outbox.owe, blank)


def test_several_are_owed_together_or_not_at_all(db: Database) -> None:
    ada, bea, cid = committee(db)
    case = filed(db, anonymous((ada, bea, cid), involved=(cid,))).case
    before = owed(db)
    allowed = tuple(notice(case, member.id) for member in (ada, bea))
    with pytest.raises(NotVisibleError):
        do(db, outbox.owe_all, case, (*allowed, notice(case, cid.id)))
    assert owed(db) == before
    assert do(db, outbox.owe_all, case, (*allowed, allowed[0])) == 2
    assert do(db, outbox.owe_all, case, allowed) == 0
    assert owed(db) == (*before, *allowed)


def test_a_notice_without_a_case_is_gone_when_it_was_sent(db: Database) -> None:
    ada, *_ = committee(db)
    drill = Notice(outbox.new_id(), ada.id, "notice.drill")
    do(db, outbox.owe, drill)
    assert owed(db) == (drill,)
    do(db, delivery.sent, drill.id, "ref")
    assert do(db, outbox.notice, drill.id) is None


def test_a_state_changed_from_outside_no_longer_opens(db: Database) -> None:
    members = committee(db)
    filed(db, anonymous(members))
    first, *_ = owed(db)
    db.run_now(lambda r: r.db.execute("UPDATE outbox SET state = 'parked' WHERE id = ?", (first.id,)))
    with pytest.raises(SealBrokenError):
        do(db, outbox.notice, first.id)
