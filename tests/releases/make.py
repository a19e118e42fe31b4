"""Writes the register of a release, populated, with all that it tells beside it.

Run once for a release, from its own checkout: `python -m tests.releases.make 0.1.0`. What it wrote is kept from then
on and never written again: tests/test_upgrade.py opens it with every later code.
"""

import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from storage import cases, delivery, drafts, holds, marks, outbox, people, retention
from storage.database import Database, open_database
from storage.records import Act, Filed, Kind, Level, Member, MemberAccount, NewReport, Notice, Part
from storage.register import Register
from tests.releases.told import HERE, KEY, Told, told, written

FOUNDED = date(2026, 11, 2)
LATER = FOUNDED + timedelta(days=3)
LAST = FOUNDED + timedelta(days=5)
UMA = MemberAccount("slack", "T0GREENFIELD", "U7UMA")
IVO = MemberAccount("slack", "T0GREENFIELD", "U8IVO")
NAMES = ("Ada Quill", "Béa Marsh", "Cid Rowan", "Dov Lane")
WALK = '{"given": [["start", {"facts": "my brother-in-law sells us paper — “cheaply”"}]], "until": "2026-11-12"}'


def populate(register: Register) -> list[str]:
    """The receipts that were given out."""
    ada, bea, cid, dov = members = _committee(register)
    retention.advance(register, FOUNDED)
    done = [_filed(register, report) for report in _reports(members)]
    _tell(register, done, members[:3])
    _opened_and_acknowledged(register, done, ada)
    _asked_and_answered(register, done[3].case, bea)
    _struck_out_and_recused(register, done[4].case, bea, cid)
    _closed(register, done[5].case, ada)
    _settled(register, done)
    people.remove_member(register, dov.id, LAST)
    drafts.keep(register, UMA, WALK.encode(), LAST + timedelta(days=5))
    marks.mark(register, f"reminded:{ada.id}", LAST.isoformat())
    return [filed.receipt for filed in done]


def _committee(register: Register) -> tuple[Member, ...]:
    members = tuple(people.add_member(register, name, (_account(name),), FOUNDED) for name in NAMES)
    people.set_roles(register, members[0].id, members[1].id, FOUNDED)
    return members


def _account(name: str) -> MemberAccount:
    return MemberAccount("slack", "T0GREENFIELD", f"U{name.split()[0].upper()}")


def _reports(members: tuple[Member, ...]) -> list[NewReport]:
    """Of every size of seal, named and not, one hidden from a member."""
    everybody = tuple(member.id for member in members)
    plain = NewReport(b"", Level.ANONYMOUS, "accounting", False, _words("The ledger was altered — twice."), everybody)
    by_name = replace(plain, level=Level.NAMED, category="safety", reporter=UMA, reporter_name="Uma Reed")
    hidden = replace(plain, handlers=(members[0].id, members[2].id), involved=(members[1].id, members[3].id))
    long = replace(plain, urgent=True, parts=_words("Everything, from the beginning. " * 150))
    return [replace(r, nonce=bytes([n] * 16)) for n, r in enumerate((plain, hidden, long, by_name, by_name, plain))]


def _words(text: str) -> tuple[Part, ...]:
    return (Part("report.narrative", text), Part("report.when_where", "in March, in Göteborg"))


def _filed(register: Register, report: NewReport) -> Filed:
    return cases.file(register, report, FOUNDED)


def _tell(register: Register, done: list[Filed], members: tuple[Member, ...]) -> None:
    for filed in done:
        for member in members:
            if member.id in cases.handlers(register, filed.case):
                outbox.owe(register, _notice(filed.case, member.id))
        outbox.owe(register, _notice(filed.case, outbox.CHANNEL))
    outbox.owe(register, _notice("", members[0].id))


def _notice(case: str, to: str) -> Notice:
    return Notice(outbox.new_id(), to, "notice.filed", (("case", case),), (("case", case),), case)


def _opened_and_acknowledged(register: Register, done: list[Filed], by: Member) -> None:
    for filed in done[1:]:
        cases.opened(register, filed.case, by.id, LATER)
    for filed in done[2:]:
        cases.acknowledge(register, filed.case, by.id, LATER)


def _asked_and_answered(register: Register, case: str, by: Member) -> None:
    cases.add(register, case, _words("Which month was it?"), Kind.QUESTION, LATER, by.id)
    told = Notice(outbox.new_id(), outbox.REPORTER, "notice.answered", case=case, at_once=True, account=UMA)
    outbox.owe(register, told)
    cases.add(register, case, _words("It was March."), Kind.ADDITION, LATER)
    cases.add(register, case, _words("Sounded certain."), Kind.NOTE, LATER, by.id)
    holds.hold(register, case, by.id, LATER)


def _struck_out_and_recused(register: Register, case: str, struck: Member, recused: Member) -> None:
    cases.recuse(register, case, recused.id, Part("entry.recusal", "We are neighbours."), LATER)
    cases.add(register, case, _words("She knew."), Kind.ADDITION, LATER, involved=(struck.id,))


def _closed(register: Register, case: str, by: Member) -> None:
    cases.close(register, case, by.id, _words("The books were put right."), LAST)


def _settled(register: Register, done: list[Filed]) -> None:
    """A notice in every state; one recipient's message was blanked."""
    first, second, third, *_ = outbox.owed(register, 1000, (done[0].case, 0))
    delivery.sending(register, first.id, first.case)
    delivery.sent(register, first.id, "1700000000.000100", first.case)
    delivery.sending(register, second.id, second.case)
    delivery.park(register, second.id, "account_closed", second.case)
    delivery.sending(register, third.id, third.case)
    outbox.owe(register, replace(_notice(first.case, first.to), act=Act.REPLACE, replaces=first.id))


def main(release: str) -> None:
    path = HERE / f"{release}.db"
    if path.exists():
        raise SystemExit(f"{path.name} stands already and is never written again.")
    with open_database(path, KEY, create=True, on=FOUNDED) as database:
        path.with_suffix(".json").write_text(written(_expected(database)), encoding="utf-8")
    _compact(path)


def _expected(database: Database) -> Told:
    asked = {
        "on": LAST.isoformat(),
        "receipts": database.run_now(populate),
        "accounts": [[a.platform, a.workspace, a.id] for a in (UMA, IVO)],
    }
    return {"asked": asked, "told": database.run_now(lambda register: told(register, asked))}


def _compact(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("VACUUM")
    path.with_name(path.name + ".lock").unlink(missing_ok=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
