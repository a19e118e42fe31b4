"""Which sections answered how many questions in a week, and the questions that were sent on. Never who asked, nor when.

A number is handed out from ten on, and as a full ten: neither it nor two of them side by side tell of one person.
"""

# ruff: noqa: S608  statements are put together from constants of this package only

from collections.abc import Mapping
from datetime import date, timedelta

from storage.errors import RefusedError
from storage.records import AskedCount, SentQuestion
from storage.register import Register
from storage.seal import TEXT_SIZES, Place, mac, seal, unseal

SHOWN_FROM = 10
KEPT = timedelta(weeks=53)
MOST = 200
"""Questions that are taken in one week."""

SENT = "id, week, sealed"
COUNTED = "week, section, count"


def week_of(day: date) -> str:
    """ISO 8601: 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def add(register: Register, on: date, counts: Mapping[str, int]) -> None:
    """A day's counts, into its week."""
    week = week_of(on)
    for section, count in counts.items():
        before = _taken_out(register, "asked", COUNTED, "week = ? AND section = ?", week, section)
        row = (week, section, count + sum(int(earlier[2]) for earlier in before))
        register.db.execute(f"INSERT INTO asked ({COUNTED}) VALUES (?, ?, ?)", row)
        register.count_in("asked", *row)


def counts(register: Register) -> tuple[AskedCount, ...]:
    """By section over all weeks that are kept; what is below ten is left out, the rest rounded down to a full ten."""
    sql = f"SELECT section, sum(count) / {SHOWN_FROM} * {SHOWN_FROM} AS tens FROM asked GROUP BY section"
    rows = register.db.execute(f"{sql} HAVING tens > 0 ORDER BY tens DESC, section").fetchall()
    return tuple(AskedCount(section, count) for section, count in rows)


def send(register: Register, nonce: bytes, text: str, on: date) -> bool:
    """Sealed, under its week. False for the same form sent twice. Raises RefusedError `questions_full`."""
    week = week_of(on)
    id_ = mac(register.keys.account, "question", nonce).hex()
    if register.db.execute("SELECT 1 FROM questions WHERE id = ?", (id_,)).fetchone():
        return False
    (sent,) = register.db.execute("SELECT count(*) FROM questions WHERE week = ?", (week,)).fetchone()
    if sent >= MOST:
        raise RefusedError("questions_full")
    row = (id_, week, seal(register.keys.draft, text.encode(), _place(id_, week), TEXT_SIZES))
    register.db.execute(f"INSERT INTO questions ({SENT}) VALUES (?, ?, ?)", row)
    register.count_in("questions", *row)
    return True


def questions(register: Register) -> tuple[SentQuestion, ...]:
    """The latest week first; within a week in no order."""
    rows = register.db.execute(f"SELECT {SENT} FROM questions ORDER BY week DESC, id").fetchall()
    opened = ((week, unseal(register.keys.draft, sealed, _place(id_, week))) for id_, week, sealed in rows)
    return tuple(SentQuestion(week, text.decode()) for week, text in opened)


def expire(register: Register, today: date) -> int:
    """Drops what is older than a year. How many rows."""
    last = week_of(today - KEPT)
    tables = (("asked", COUNTED), ("questions", SENT))
    return sum(len(_taken_out(register, table, columns, "week < ?", last)) for table, columns in tables)


def _taken_out(register: Register, table: str, columns: str, condition: str, *values: str) -> list[tuple[str, ...]]:
    rows = register.db.execute(f"SELECT {columns} FROM {table} WHERE {condition}", values).fetchall()
    for row in rows:
        register.count_out(table, *row)
    register.db.execute(f"DELETE FROM {table} WHERE {condition}", values)
    return rows


def _place(id_: str, week: str) -> Place:
    return ("questions", id_, week)
