"""The rows of the notices: `outbox` holds what is unsent, `sent` what was sent about a case, each in its case's order.

A row knows no time and no order but its place within its case. Every change is counted in the accumulated head.
"""

# ruff: noqa: S608  statements are put together from constants of this package only

from collections.abc import Iterable, Iterator
from typing import Any

from storage import envelope
from storage.envelope import Row
from storage.errors import SealBrokenError
from storage.records import Notice
from storage.register import Register

OWED, SENDING, SENT, PARKED = "owed", "sending", "sent", "parked"
COLUMNS = "case_no, n, id, state, sealed"


def found(register: Register, table: str, condition: str, *values: Any) -> list[Row]:
    return register.db.execute(f"SELECT {COLUMNS} FROM {table} WHERE {condition}", values).fetchall()


def one(register: Register, table: str, notice_id: str, case: str) -> Row | None:
    return next(iter(found(register, table, "case_no = ? AND id = ?", case, notice_id)), None)


def unsent(register: Register, notice_id: str, case: str) -> Row | None:
    row = one(register, "outbox", notice_id, case)
    if case or row:
        return row
    return next(iter(found(register, "outbox", "id = ?", notice_id)), None)


def opened(register: Register, rows: list[Row]) -> Iterator[Notice]:
    """Those whose seal holds. `verify` names the others, and the courier alarms."""
    for row in rows:
        try:
            yield envelope.opened(register, row)
        except (SealBrokenError, ValueError):
            continue


def notices(register: Register, table: str, condition: str, *values: Any) -> tuple[Notice, ...]:
    return tuple(opened(register, found(register, table, condition, *values)))


def write(register: Register, table: str, case: str, last: int, state: str, notices: Iterable[Notice]) -> None:
    """Behind the last place taken."""
    rows = [(case, n, o.id, state, envelope.sealed(register, o, n, state)) for n, o in enumerate(notices, last + 1)]
    register.db.conn.executemany(f"INSERT INTO {table} ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)
    for row in rows:
        register.count_in(table, *row)


def rewrite(register: Register, row: Row, notice: Notice, state: str) -> None:
    case, n, id_, _, _ = row
    sealed = envelope.sealed(register, notice, n, state)
    register.db.execute("UPDATE outbox SET state = ?, sealed = ? WHERE case_no = ? AND n = ?", (state, sealed, case, n))
    register.count_out("outbox", *row)
    register.count_in("outbox", case, n, id_, state, sealed)


def drop(register: Register, row: Row, table: str = "outbox") -> None:
    register.db.execute(f"DELETE FROM {table} WHERE case_no = ? AND n = ?", row[:2])
    register.count_out(table, *row)
