"""Who may see a case: a positive list, so that whatever is forgotten shows nothing. Ending it deletes the row."""

# ruff: noqa: S608  statements are put together from constants of this package only

from collections.abc import Iterable
from datetime import date
from functools import cache

from storage.errors import LastHandlerError, NotVisibleError, RefusedError
from storage.register import Register

CLOSED = 10_000_000
"""Added to the place of a closed case in a member's list: open ones come first."""
NEWEST = date.max.toordinal()


PLACE = "SELECT place FROM cases WHERE case_no = ?"
IN_LISTS = (
    "FROM cases c CROSS JOIN members m CROSS JOIN access a ON a.member = m.id AND a.place = c.place"
    " AND a.case_no = c.case_no"
)
"""A case in the lists of its members; CROSS JOIN keeps this order, which needs no scan."""
OF_CASE = f"{IN_LISTS} WHERE c.case_no = ? AND m.removed_on IS NULL"
"""The serving members who may see a case."""
KEPT = "(c.closed_on IS NULL OR c.held OR c.retain_until > coalesce((SELECT today FROM calendar), ''))"
"""Open, on legal hold, or its years are not over on the register's own day."""
GRANT = "INSERT INTO access (member, place, case_no) SELECT id, ?, ? FROM members WHERE removed_on IS NULL AND id IN"


def place(filed_on: date, *, closed: bool) -> int:
    """Where a case stands in a list that runs upwards: open before closed, then the newest day first."""
    return NEWEST - filed_on.toordinal() + (CLOSED if closed else 0)


def grant(register: Register, case: str, members: Iterable[str], at: int) -> None:
    """Raises RefusedError `unknown_member` when one of them does not serve, LastHandlerError for no members at all."""
    wanted = tuple(dict.fromkeys(members))
    if not wanted:
        raise LastHandlerError
    granted = register.db.execute(_grant(len(wanted)), (at, case, *wanted))
    if granted.rowcount != len(wanted):
        raise RefusedError("unknown_member")


def require_another(register: Register, case: str, leaving: Iterable[str]) -> None:
    """Raises LastHandlerError when nobody would be left who may see the case."""
    if not set(handlers(register, case)) - set(leaving):
        raise LastHandlerError


def end(register: Register, case: str, member: str) -> None:
    """After `require_another`."""
    sql = f"DELETE FROM access WHERE member = ? AND case_no = ? AND place = ({PLACE})"
    register.db.execute(sql, (member, case, case))


def end_all(register: Register, case: str) -> None:
    """Before the case itself goes."""
    for member, at in _rows(register, case):
        register.db.execute("DELETE FROM access WHERE member = ? AND place = ? AND case_no = ?", (member, at, case))


def move(register: Register, case: str, to: int) -> None:
    """Puts the case at another place in every list."""
    sql = "UPDATE access SET place = ? WHERE member = ? AND place = ? AND case_no = ?"
    for member, at in _rows(register, case):
        register.db.execute(sql, (to, member, at, case))
    register.db.execute("UPDATE cases SET place = ? WHERE case_no = ?", (to, case))


def require(register: Register, case: str, viewer: str) -> None:
    """Raises NotVisibleError."""
    if not may_see(register, case, viewer):
        raise NotVisibleError


def may_see(register: Register, case: str, viewer: str) -> bool:
    return register.db.execute(f"SELECT 1 {OF_CASE} AND m.id = ?", (case, viewer)).fetchone() is not None


def handlers(register: Register, case: str) -> tuple[str, ...]:
    """Ids of the serving members who may see it, in no telling order."""
    rows = register.db.execute(f"SELECT m.id {OF_CASE} ORDER BY m.id", (case,))
    return tuple(member for (member,) in rows.fetchall())


def cases_of(register: Register, member: str) -> tuple[str, ...]:
    """Every case that this serving member may see."""
    sql = "SELECT case_no FROM members m CROSS JOIN access a ON a.member = m.id WHERE m.id = ? AND m.removed_on IS NULL"
    return tuple(case for (case,) in register.db.execute(sql, (member,)).fetchall())


def note_opened(register: Register, case: str, member: str, on: date) -> bool:
    """False when this member had opened it before."""
    noted = register.db.execute(
        f"UPDATE access SET opened_on = ? WHERE member = ? AND case_no = ? AND opened_on IS NULL AND place = ({PLACE})",
        (on.isoformat(), member, case, case),
    )
    return bool(noted.rowcount)


def refuse_if_last(register: Register, member: str) -> None:
    """Raises LastHandlerError when a case that is `KEPT` has no other serving member."""
    alone = register.db.execute(
        f"SELECT 1 FROM access mine CROSS JOIN cases c USING (case_no) WHERE mine.member = ? AND {KEPT}"
        " AND NOT EXISTS (SELECT 1 FROM members m CROSS JOIN access other ON other.member = m.id"
        " AND other.place = mine.place AND other.case_no = mine.case_no"
        " WHERE m.removed_on IS NULL AND m.id <> mine.member) LIMIT 1",
        (member,),
    )
    if alone.fetchone():
        raise LastHandlerError


def _rows(register: Register, case: str) -> list[tuple[str, int]]:
    sql = f"SELECT m.id, c.place {IN_LISTS} WHERE c.case_no = ?"
    return register.db.execute(sql, (case,)).fetchall()


@cache
def _grant(members: int) -> str:
    return f"{GRANT} ({', '.join('?' * members)})"
