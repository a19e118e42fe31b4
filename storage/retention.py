"""Nothing goes before its day. The day is the register's own: triggers compare with it, and a jump freezes purging.

A2, Retention: at least five years. A purge takes two members who both see the case, destroys its key and its rows, and
leaves a tombstone and the chain of acts, which hold no text.
"""

# ruff: noqa: S608  statements are put together from constants of this package only

from datetime import date, timedelta

from storage import access, marks, withdrawal
from storage.audit import HOUSE
from storage.errors import RefusedError
from storage.people import member
from storage.register import Register, day, iso

JUMP = timedelta(days=2)
"""What the register's day may move at once; more freezes purging until somebody confirms the day. So far a wrong clock
may be off unnoticed."""
SLACK = 2 * JUMP
"""A case is purged no sooner than this after its day: the clock may have been behind then, and be ahead now."""


def advance(register: Register, today: date) -> bool:
    """Moves the register's day on, never back. False while purging is frozen."""
    before = _calendar(register)
    if before is None:
        return _set(register, today, frozen=False)
    known, frozen = before
    if frozen or today <= known:
        return not frozen
    if today - known > JUMP:
        _set(register, known, frozen=True)
        return False
    return _set(register, today, frozen=False)


def confirm(register: Register, today: date, by: str) -> None:
    """A serving member confirms the day, on the record. Raises RefusedError `unknown_member`."""
    if member(register, by) is None:
        raise RefusedError("unknown_member")
    _set(register, today, frozen=False)
    register.record(HOUSE, "day_confirmed", by, today)


def is_frozen(register: Register) -> bool:
    """The clock has jumped, and nothing is purged until a member confirms the day."""
    return (_calendar(register) or (date.min, False))[1]


def known(register: Register) -> date:
    """The latest day that the register has taken for true."""
    return (_calendar(register) or (date.min, False))[0]


def due(register: Register, viewer: str, limit: int = 100) -> tuple[str, ...]:
    """Cases this member sees that may be purged on the register's day, the longest due first."""
    rows = register.db.execute(
        "SELECT case_no FROM members m CROSS JOIN access a ON a.member = m.id CROSS JOIN cases c USING (case_no)"
        " WHERE m.id = ? AND m.removed_on IS NULL AND c.retain_until <= ? AND c.held = 0 AND c.closed_on IS NOT NULL"
        " ORDER BY c.retain_until, case_no LIMIT ?",
        (viewer, iso(_latest(register)), limit),
    )
    return tuple(case for (case,) in rows.fetchall())


def propose(register: Register, case: str, by: str, on: date) -> None:
    """By the first of the two. Raises as `purge`."""
    access.require(register, case, by)
    _refuse_unless_due(register, case)
    marks.mark(register, _proposal(case), by)
    register.record(case, "purge_proposed", by, on)


def proposed_by(register: Register, case: str) -> str:
    """Empty when nobody has proposed it, or whoever did may not see the case any more."""
    by = marks.marked(register, _proposal(case)) or ""
    return by if by and access.may_see(register, case, by) else ""


def keep(register: Register, case: str, by: str, on: date) -> None:
    """Nobody proposes it any more. Raises NotVisibleError."""
    access.require(register, case, by)
    if marks.marked(register, _proposal(case)):
        marks.mark(register, _proposal(case), "")
        register.record(case, "purge_refused", by, on)


def why_not(register: Register, case: str) -> str:
    """Why the case cannot be purged now; empty when it can."""
    try:
        _refuse_unless_due(register, case)
    except RefusedError as refused:
        return refused.reason
    return ""


def retained_until(register: Register, case: str) -> date:
    (until,) = register.db.execute("SELECT retain_until FROM cases WHERE case_no = ?", (case,)).fetchone()
    return day(until)


def purge(register: Register, case: str, by: tuple[str, str], on: date) -> None:
    """Destroys a case. Raises RefusedError `two_members`, `still_open`, `not_due`, `held` or `frozen`; NotVisibleError
    when either of the two may not see it."""
    one, other = by
    if one == other:
        raise RefusedError("two_members")
    for viewer in by:
        access.require(register, case, viewer)
    _refuse_unless_due(register, case)
    _destroy(register, case, by, on)


def purge_again(register: Register, case: str, by: tuple[str, str], on: date) -> None:
    """After a restore: these two destroyed it on a day that the register had reached, and no hold was on it."""
    known, frozen = _calendar(register) or (on, False)
    _set(register, max(known, on), frozen=False)
    register.db.execute("UPDATE cases SET held = 0 WHERE case_no = ?", (case,))
    _destroy(register, case, by, on)
    _set(register, max(known, on), frozen=frozen)


def _destroy(register: Register, case: str, by: tuple[str, str], on: date) -> None:
    one, other = by
    marks.mark(register, _proposal(case), "")
    access.end_all(register, case)
    withdrawal.purge(register, case)
    for table in ("entries", "envelopes", "cases"):
        register.db.execute(f"DELETE FROM {table} WHERE case_no = ?", (case,))
    register.db.execute("INSERT INTO tombstones VALUES (?, ?, ?, ?)", (case, iso(on), one, other))
    register.record(case, "purged", one, on, other)


def _refuse_unless_due(register: Register, case: str) -> None:
    """The triggers refuse too; this says why."""
    sql = "SELECT retain_until, held, closed_on FROM cases WHERE case_no = ?"
    until, held, closed_on = register.db.execute(sql, (case,)).fetchone()
    if is_frozen(register):
        raise RefusedError("frozen")
    if held:
        raise RefusedError("held")
    if closed_on is None:
        raise RefusedError("still_open")
    if day(until) > _latest(register):
        raise RefusedError("not_due")


def _proposal(case: str) -> str:
    return f"purge:{case}"


def _latest(register: Register) -> date:
    """Up to this day a case that was to be kept may go."""
    known, _ = _calendar(register) or (date.min + SLACK, False)
    return known - SLACK


def _calendar(register: Register) -> tuple[date, bool] | None:
    row = register.db.execute("SELECT today, frozen FROM calendar").fetchone()
    return (day(row[0]), bool(row[1])) if row else None


def _set(register: Register, today: date, *, frozen: bool) -> bool:
    for row in register.db.execute("SELECT today, frozen FROM calendar").fetchall():
        register.count_out("calendar", *row)
    register.db.execute(
        "INSERT OR REPLACE INTO calendar (one, today, frozen) VALUES (1, ?, ?)", (iso(today), int(frozen))
    )
    register.count_in("calendar", iso(today), int(frozen))
    return not frozen
