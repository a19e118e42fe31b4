"""Who may see a case: a positive list, so that whatever is forgotten shows nothing. Ending it deletes the row."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from storage.errors import LastHandlerError, NotVisibleError, RefusedError
from storage.register import Register

CLOSED = 10_000_000
"""Added to the place of a closed case in a member's list: open ones come first."""
NEWEST = date.max.toordinal()


def place(filed_on: date, *, closed: bool) -> int:
    """Where a case stands in a list that runs upwards: open before closed, then the newest day first."""
    return NEWEST - filed_on.toordinal() + (CLOSED if closed else 0)


def grant(register: Register, case: str, members: Iterable[str], at: int) -> None:
    """Raises RefusedError `unknown_member` for somebody who does not serve, LastHandlerError for no members at all."""
    wanted = tuple(dict.fromkeys(members))
    if not wanted:
        raise LastHandlerError
    granted = register.db.execute(_grant_sql(len(wanted)), (case, at, *wanted)).rowcount
    if granted != len(wanted):
        raise RefusedError("unknown_member")


def end(register: Register, case: str, member: str) -> bool:
    """False when they had none. Raises LastHandlerError when nobody would be left."""
    ended = register.db.execute("DELETE FROM access WHERE case_no = ? AND member = ?", (case, member)).rowcount
    if ended and not handlers(register, case):
        raise LastHandlerError
    return bool(ended)


def require(register: Register, case: str, viewer: str) -> None:
    """Raises NotVisibleError."""
    if not may_see(register, case, viewer):
        raise NotVisibleError


def may_see(register: Register, case: str, viewer: str) -> bool:
    found = register.db.execute(
        "SELECT 1 FROM access JOIN members m ON m.id = access.member"
        " WHERE access.case_no = ? AND access.member = ? AND m.removed_on IS NULL",
        (case, viewer),
    )
    return found.fetchone() is not None


def handlers(register: Register, case: str) -> tuple[str, ...]:
    """Ids of the serving members who may see it, in no telling order."""
    rows = register.db.execute(
        "SELECT member FROM access JOIN members m ON m.id = access.member"
        " WHERE access.case_no = ? AND m.removed_on IS NULL ORDER BY member",
        (case,),
    )
    return tuple(member for (member,) in rows.fetchall())


def refuse_if_last(register: Register, member: str) -> None:
    """Raises LastHandlerError when an open case has no other serving member."""
    alone = register.db.execute(
        "SELECT 1 FROM access mine WHERE mine.member = ? AND mine.place < ? AND NOT EXISTS ("
        " SELECT 1 FROM access other JOIN members m ON m.id = other.member"
        " WHERE other.case_no = mine.case_no AND other.member <> mine.member AND m.removed_on IS NULL) LIMIT 1",
        (member, CLOSED),
    )
    if alone.fetchone():
        raise LastHandlerError


@cache
def _grant_sql(count: int) -> str:
    places = ", ".join("?" * count)
    return (
        "INSERT INTO access (case_no, member, place) SELECT ?, id, ? FROM members"  # noqa: S608  places only
        f" WHERE removed_on IS NULL AND id IN ({places})"
    )
