"""Cases: filed once, read by those who may, acted upon, closed."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import audit, cases, dates, receipts, verify
from storage.database import Database
from storage.errors import LastHandlerError, NotVisibleError, RefusedError
from storage.records import Kind, Level, Member, Part, Status
from tests.storage_stage import ACCOUNT, SECRET, TODAY, anonymous, committee, do, filed, named, new_register, read

LATER = TODAY + timedelta(days=9)
WORDS = (Part("entry.note", "the second ledger is in the safe"),)


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


@pytest.fixture
def members(db: Database) -> tuple[Member, ...]:
    return committee(db)


def test_a_report_becomes_a_case_that_its_handlers_read(db: Database, members: tuple[Member, ...]) -> None:
    case = filed(db, anonymous(members)).case
    for member in members:
        seen = read(db, case, member)
        assert seen.entries[0].parts == (Part("report.narrative", SECRET),)
        assert set(seen.handlers) == {m.id for m in members}
    assert len(case) == cases.NUMBER_SYMBOLS
    assert set(case) <= set(receipts.ALPHABET)


def test_the_same_nonce_is_the_same_case_and_receipt(db: Database, members: tuple[Member, ...]) -> None:
    report = anonymous(members, nonce=b"one form, sent twice")
    first, second = filed(db, report), filed(db, report)
    assert (first.case, first.receipt, first.new) == (second.case, second.receipt, True)
    assert not second.new
    assert len(do(db, cases.lines, members[0].id)) == 1


def test_the_receipt_leads_to_the_case_however_it_is_typed(db: Database, members: tuple[Member, ...]) -> None:
    done = filed(db, anonymous(members))
    assert do(db, cases.by_receipt, done.receipt.lower().replace("-", " ")) == done.case
    assert do(db, cases.by_receipt, "0" * 21) is None
    assert do(db, cases.by_receipt, "not a receipt") is None


def test_a_named_reporter_finds_their_cases_by_account(db: Database, members: tuple[Member, ...]) -> None:
    mine = filed(db, named(members)).case
    filed(db, anonymous(members))
    assert do(db, cases.own_cases, ACCOUNT) == (mine,)
    assert do(db, cases.reporter, mine) == ACCOUNT
    assert read(db, mine, members[0]).entries[0].by == "Uma Reed"


def test_the_reporter_sees_no_notes_no_recusals_and_no_handlers(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, cid = members
    case = filed(db, anonymous(members)).case
    do(db, cases.add, case, WORDS, Kind.NOTE, TODAY, ada.id)
    do(db, cases.add, case, (Part("entry.question", "Which safe?"),), Kind.QUESTION, TODAY, bea.id)
    do(db, cases.add, case, (Part("entry.addition", "The blue one."),), Kind.ADDITION, TODAY)
    do(db, cases.recuse, case, cid.id, Part("entry.recusal", "a cousin"), TODAY)
    do(db, cases.close, case, ada.id, (Part("entry.disposition", "Corrected."),), LATER)
    seen = do(db, cases.read_as_reporter, case)
    assert [entry.kind for entry in seen.entries] == [Kind.REPORT, Kind.QUESTION, Kind.ADDITION, Kind.DISPOSITION]
    assert (seen.handlers, seen.involved) == ((), ())
    assert [entry.by for entry in seen.entries] == ["", bea.name, "", ada.name]


def test_opening_acknowledging_and_closing_move_the_status(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = filed(db, anonymous(members)).case
    assert read(db, case, ada).head.status is Status.FILED
    assert do(db, cases.opened, case, ada.id, TODAY)
    assert not do(db, cases.opened, case, ada.id, LATER)
    assert do(db, cases.opened, case, bea.id, LATER)
    assert read(db, case, ada).head.status is Status.OPENED
    assert do(db, cases.acknowledge, case, bea.id, TODAY)
    assert not do(db, cases.acknowledge, case, ada.id, LATER)
    head = read(db, case, ada).head
    assert (head.status, head.acknowledged_by, head.acknowledged_on) == (Status.ACKNOWLEDGED, bea.id, TODAY)
    assert do(db, cases.close, case, ada.id, WORDS, LATER)
    assert not do(db, cases.close, case, bea.id, WORDS, LATER)
    assert read(db, case, ada).head.closed_on == LATER


def test_acts_stand_on_the_record_in_their_order(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, _ = members
    case = filed(db, anonymous(members)).case
    do(db, cases.opened, case, ada.id, TODAY)
    do(db, cases.acknowledge, case, ada.id, TODAY)
    do(db, cases.add, case, WORDS, Kind.ADDITION, LATER, None, (bea.id,))
    acts = do(db, audit.timeline, case, ada.id)
    assert [(entry.act, entry.actor, entry.on, entry.regarding) for entry in acts] == [
        ("filed", "reporter", TODAY, ""),
        ("opened", ada.id, TODAY, ""),
        ("acknowledged", ada.id, TODAY, ""),
        ("added", "reporter", LATER, ""),
        ("struck_out", "reporter", LATER, bea.id),
    ]
    with pytest.raises(NotVisibleError):
        do(db, audit.timeline, case, bea.id)


def test_a_recusal_ends_what_that_member_sees_and_keeps_what_was_written(
    db: Database, members: tuple[Member, ...]
) -> None:
    ada, bea, _ = members
    case = filed(db, anonymous(members)).case
    do(db, cases.add, case, WORDS, Kind.NOTE, TODAY, bea.id)
    do(db, cases.recuse, case, bea.id, Part("entry.recusal", "a cousin"), TODAY)
    with pytest.raises(NotVisibleError):
        read(db, case, bea)
    assert [entry.by for entry in read(db, case, ada).entries] == ["", bea.name, bea.name]


def test_the_last_handler_never_vanishes(db: Database, members: tuple[Member, ...]) -> None:
    ada, bea, cid = members
    case = filed(db, anonymous(members, involved=(cid,))).case
    do(db, cases.recuse, case, bea.id, Part("entry.recusal", "a cousin"), TODAY)
    with pytest.raises(LastHandlerError):
        do(db, cases.recuse, case, ada.id, Part("entry.recusal", "me too"), TODAY)
    with pytest.raises(LastHandlerError):
        do(db, cases.add, case, WORDS, Kind.ADDITION, TODAY, None, (ada.id,))
    seen = read(db, case, ada)
    assert seen.handlers == (ada.id,)
    assert [entry.kind for entry in seen.entries] == [Kind.REPORT, Kind.RECUSAL]


def test_a_report_that_nobody_may_handle_is_refused_and_leaves_nothing(
    db: Database, members: tuple[Member, ...]
) -> None:
    report = anonymous(members, involved=members)
    with pytest.raises(LastHandlerError):
        filed(db, report)
    assert db.run_now(lambda r: r.db.execute("SELECT count(*) FROM cases").fetchone()[0]) == 0


def test_a_report_that_contradicts_itself_is_refused(db: Database, members: tuple[Member, ...]) -> None:
    both = anonymous(members)
    for bad in (
        replaced(both, involved=(members[0].id,)),
        replaced(both, reporter=ACCOUNT),
        replaced(both, reporter_name="Uma Reed"),
        replaced(both, level=Level.CONFIDENTIAL, reporter=ACCOUNT),
    ):
        with pytest.raises(RefusedError, match="bad_report"):
            filed(db, bad)
    with pytest.raises(RefusedError, match="unknown_member"):
        filed(db, replaced(both, handlers=("nobody",)))


def test_a_report_to_somebody_who_does_not_serve_leaves_nothing_behind(
    db: Database, members: tuple[Member, ...]
) -> None:
    with pytest.raises(RefusedError, match="unknown_member"):
        filed(db, replaced(anonymous(members), handlers=(members[0].id, "nobody")))
    for table in ("cases", "entries", "access", "outbox"):
        assert rows(db, table) == 0
    assert do(db, verify.verify, db.head_path) == ()


def rows(db: Database, table: str) -> int:
    return int(db.run_now(lambda r: r.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]))


def test_nobody_writes_in_anothers_name(db: Database, members: tuple[Member, ...]) -> None:
    case = filed(db, anonymous(members)).case
    for kind in (Kind.REPORT, Kind.QUESTION, Kind.NOTE, Kind.RECUSAL, Kind.DISPOSITION):
        with pytest.raises(RefusedError):
            do(db, cases.add, case, WORDS, kind, TODAY)
    for kind in (Kind.REPORT, Kind.ADDITION, Kind.RECUSAL, Kind.DISPOSITION):
        with pytest.raises(RefusedError):
            do(db, cases.add, case, WORDS, kind, TODAY, members[0].id)


def test_a_member_strikes_out_nobody(db: Database, members: tuple[Member, ...]) -> None:
    case = filed(db, anonymous(members)).case
    with pytest.raises(RefusedError, match="bad_report"):
        do(db, cases.add, case, WORDS, Kind.NOTE, TODAY, members[0].id, (members[1].id,))
    with pytest.raises(NotVisibleError):
        do(db, cases.add, "000000", WORDS, Kind.ADDITION, TODAY)


def test_the_list_shows_open_cases_first_then_the_newest_and_pages_without_gaps(
    db: Database, members: tuple[Member, ...]
) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n % 5) for n in range(12)]
    numbers = [do(db, cases.file, anonymous(members), on).case for on in days]
    for closed in numbers[:4]:
        do(db, cases.close, closed, members[0].id, WORDS, LATER)
    seen = [line.case for line in paged(db, members[0], limit=5)]
    assert sorted(seen) == sorted(numbers)
    expected = sorted(
        paged(db, members[0], limit=50), key=lambda line: (line.closed_on is not None, -ordinal(line.filed_on))
    )
    assert seen == [line.case for line in expected]
    assert {line.case for line in expected[-4:]} == set(numbers[:4])


def test_retention_runs_five_years_from_the_last_item(db: Database, members: tuple[Member, ...]) -> None:
    case = filed(db, anonymous(members)).case
    assert read(db, case, members[0]).head.retain_until == date(2031, 3, 2)
    do(db, cases.add, case, WORDS, Kind.ADDITION, date(2028, 2, 29))
    assert read(db, case, members[0]).head.retain_until == date(2033, 3, 1)


def test_what_waits_for_an_acknowledgement_is_counted_for_each_member(
    db: Database, members: tuple[Member, ...]
) -> None:
    ada, bea, _ = members
    _, acknowledged, closed, _ = (
        do(db, cases.file, anonymous(members, involved=(ada,) if n == 0 else ()), on).case
        for n, on in enumerate((TODAY, TODAY, TODAY, LATER))
    )
    do(db, cases.acknowledge, acknowledged, bea.id, TODAY)
    do(db, cases.close, closed, bea.id, WORDS, TODAY)
    assert [do(db, dates.unacknowledged, m.id, TODAY) for m in (ada, bea)] == [0, 1]
    assert [do(db, dates.unacknowledged, m.id, LATER) for m in (ada, bea)] == [1, 2]
    assert do(db, dates.unacknowledged, bea.id, LATER, hidden_from=ada.id) == 1


def paged(db: Database, member: Member, limit: int) -> list[Any]:
    found: list[Any] = []
    while page := do(db, cases.lines, member.id, found[-1].case if found else None, limit):
        found += page
    return found


def ordinal(day: date) -> int:
    return day.toordinal()


def replaced(report: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(report, **changes)
