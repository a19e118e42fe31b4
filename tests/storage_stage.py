"""A register with a committee of invented people, for the tests of storage/."""

import os
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from storage import cases, outbox, people
from storage.database import Database, open_database
from storage.records import Case, Filed, Level, Member, MemberAccount, NewReport, Notice, Part
from storage.register import Register

P = ParamSpec("P")
T = TypeVar("T")

MASTER = bytes(range(32))
TODAY = date(2026, 3, 2)
LONG = os.environ.get("ASKFIRST_LONG") == "1"
SECRET = "the ledger was altered on the night of the audit"
ACCOUNT = MemberAccount("slack", "T0GREENFIELD", "U7REPORTER")


def do(db: Database, act: Callable[Concatenate[Register, P], T], *args: P.args, **named: P.kwargs) -> T:
    """One of the register's functions, as a job of its own."""
    return db.run_now(lambda register: act(register, *args, **named))


def new_register(path: Path) -> Database:
    return open_database(path / "register.db", MASTER, create=True, on=TODAY)


def committee(db: Database, *names: str) -> tuple[Member, ...]:
    """The first is the Chair. Ada, Bea and Cid unless named."""

    def found(register: Register) -> tuple[Member, ...]:
        members = tuple(people.add_member(register, name, (account(name),), TODAY) for name in names or NAMES)
        people.set_roles(register, members[0].id, None, TODAY)
        return members

    return db.run_now(found)


NAMES = ("Ada Quill", "Bea Marsh", "Cid Rowan")


def account(name: str) -> MemberAccount:
    return MemberAccount("slack", "T0GREENFIELD", f"U{name.split()[0].upper()}")


def anonymous(
    members: tuple[Member, ...], text: str = SECRET, nonce: bytes = b"", involved: tuple[Member, ...] = ()
) -> NewReport:
    return NewReport(
        nonce or secrets.token_bytes(16),
        Level.ANONYMOUS,
        "accounting",
        False,
        (Part("report.narrative", text),),
        tuple(m.id for m in members if m not in involved),
        tuple(m.id for m in involved),
    )


def named(members: tuple[Member, ...], nonce: bytes = b"") -> NewReport:
    return NewReport(
        nonce or secrets.token_bytes(16),
        Level.NAMED,
        "safety",
        True,
        (Part("report.narrative", SECRET),),
        tuple(m.id for m in members),
        (),
        ACCOUNT,
        "Uma Reed",
    )


def notice(case: str, to: str) -> Notice:
    return Notice(outbox.new_id(), to, "notice.filed", (("case", case),), (("read", case),), case)


def file_and_tell(register: Register, report: NewReport, on: date = TODAY) -> Filed:
    """What casework does with a report: the case and a notice for every handler, in one job."""
    filed = cases.file(register, report, on)
    if filed.new:
        for member in report.handlers:
            outbox.owe(register, notice(filed.case, member))
    return filed


def filed(db: Database, report: NewReport) -> Filed:
    return db.run_now(lambda register: file_and_tell(register, report))


def read(db: Database, case: str, member: Member) -> Case:
    return db.run_now(lambda register: cases.read(register, case, member.id))


def closed(db: Database, report: NewReport) -> Filed:
    """Filed, and closed on the same day by the first who may see it."""
    sent = filed(db, report)
    parts = (Part("disposition.unfounded", "Nothing was found."),)
    db.run_now(lambda register: cases.close(register, sent.case, report.handlers[0], parts, TODAY))
    return sent
