"""What is done often looks nothing up by reading a whole table, so that it stays fast with a million cases."""

from pathlib import Path
from typing import Any

import pytest

from storage import cases, dates, delivery, outbox
from storage.database import Database
from storage.errors import NotVisibleError
from storage.records import Kind, Notice, Part
from storage.register import Register
from tests.storage_stage import ACCOUNT, TODAY, anonymous, committee, do, file_and_tell, filed, named, new_register

GROWING = ("cases", "entries", "access", "outbox", "sent", "audit")


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def scans(db: Database, act: Any) -> list[str]:
    """The statements of an act that read all of a table that grows."""
    seen: list[str] = []

    def job(register: Register) -> None:
        register.db.conn.set_trace_callback(seen.append)
        act(register)
        register.db.conn.set_trace_callback(None)

    db.run_now(job)
    asked = [sql for sql in seen if sql.startswith(("SELECT", "UPDATE", "DELETE"))]
    return db.run_now(lambda register: [sql for sql in asked if reads_all(register, sql)])


def reads_all(register: Register, sql: str) -> bool:
    steps = [row[3] for row in register.db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    names = {step.split()[1] for step in steps if step.startswith("SCAN")}
    return bool(names & {*GROWING, "a", "c", "mine"})


def test_hot_paths_read_no_whole_table(db: Database) -> None:
    ada, bea, _ = members = committee(db)
    done = filed(db, named(members))
    filed(db, anonymous(members))
    words = (Part("entry.note", "words"),)
    first, *_ = do(db, outbox.owed)
    loose = Notice(outbox.new_id(), ada.id, "notice.reminder")
    do(db, outbox.owe, loose)
    acts: dict[str, Any] = {
        "file": lambda r: file_and_tell(r, anonymous(members)),
        "by_receipt": lambda r: cases.by_receipt(r, done.receipt),
        "own_cases": lambda r: cases.own_cases(r, ACCOUNT),
        "read": lambda r: cases.read(r, done.case, ada.id),
        "lines": lambda r: cases.lines(r, ada.id),
        "next page": lambda r: cases.lines(r, ada.id, done.case),
        "opened": lambda r: cases.opened(r, done.case, ada.id, TODAY),
        "acknowledge": lambda r: cases.acknowledge(r, done.case, ada.id, TODAY),
        "add": lambda r: cases.add(r, done.case, words, Kind.NOTE, TODAY, ada.id),
        "recuse": lambda r: cases.recuse(r, done.case, bea.id, words[0], TODAY),
        "waiting": lambda r: dates.unacknowledged(r, ada.id, TODAY, hidden_from=bea.id),
        "unanswered": lambda r: dates.unanswered(r, ada.id, TODAY),
        "closed": lambda r: dates.closed(r, TODAY, TODAY),
        "owed": outbox.owed,
        "sending": lambda r: delivery.sending(r, first.id, first.case),
        "sent": lambda r: delivery.sent(r, first.id, "ref", first.case),
        "sending of no case": lambda r: delivery.sending(r, loose.id),
        "again of no case": lambda r: delivery.again(r, loose.id),
        "park of no case": lambda r: delivery.park(r, loose.id, "reason"),
        "sent of no case": lambda r: delivery.sent(r, loose.id, "ref"),
        "sent_for": lambda r: outbox.sent_for(r, done.case, ada.id),
        "close": lambda r: cases.close(r, done.case, ada.id, words, TODAY),
    }
    assert {name: found for name, act in acts.items() if (found := scans(db, act))} == {}


def test_a_page_of_a_hidden_case_begins_at_the_top(db: Database) -> None:
    ada, bea, cid = committee(db)
    hidden = filed(db, anonymous((ada, bea, cid), involved=(cid,))).case
    seen = filed(db, anonymous((ada, bea, cid))).case
    assert [line.case for line in do(db, cases.lines, cid.id, hidden)] == [seen]
    assert [line.case for line in do(db, cases.lines, cid.id, "000000")] == [seen]
    with pytest.raises(NotVisibleError):
        do(db, cases.read, hidden, cid.id)
