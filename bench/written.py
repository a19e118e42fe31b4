"""What the register writes for one report and for one guidance turn, in bytes, as it stands in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.bare import Rows
from storage.register import Register

OF_A_CASE = ("cases", "entries", "access", "outbox", "audit")


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes of each row, by table."""

    guidance: Rows
    report: Rows


def written(register: Register) -> Written:
    """Of a register that holds one case and one walk."""
    (case,) = register.db.execute("SELECT case_no FROM cases LIMIT 1").fetchone()
    report = tuple(tuple(_sizes(register, table, "case_no = ?", case)) for table in OF_A_CASE)
    return Written((tuple(_sizes(register, "drafts", "1 LIMIT 1")),), report)


def cases_stored(register: Register) -> int:
    return _count(register, "cases")


def notices_owed(register: Register) -> int:
    return _count(register, "outbox")


def _sizes(register: Register, table: str, condition: str, *values: str) -> Iterator[int]:
    columns = [row[1] for row in register.db.execute(f"PRAGMA table_info({table})").fetchall()]
    total = " + ".join(f"coalesce(length(CAST({column} AS BLOB)), 0)" for column in columns)
    rows = register.db.execute(f"SELECT {total} FROM {table} WHERE {condition}", values)
    return (size for (size,) in rows.fetchall())


def _count(register: Register, table: str) -> int:
    return int(register.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
