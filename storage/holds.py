"""A legal hold: while it stands, nothing of the case is destroyed, whoever decides it (R11.5; the triggers refuse too).

One member sets it, at once. Lifting it takes two who both see the case, as destroying does. Each hold has an id of its
own on the record, so that after a restore the journal tells one that was lifted from one that stands.
"""

from datetime import date

from storage import access, marks, retention
from storage.errors import RefusedError
from storage.people import OPERATOR
from storage.register import Register
from storage.seal import random_symbols

ID_SYMBOLS, ID_LENGTH = "0123456789abcdef", 12
SET, LIFTED = "held", "hold_lifted"
"""The acts on the record; both regard the hold's id."""


def is_held(register: Register, case: str) -> bool:
    row = register.db.execute("SELECT held FROM cases WHERE case_no = ?", (case,)).fetchone()
    return bool(row and row[0])


def hold(register: Register, case: str, viewer: str, on: date) -> bool:
    """False when it stands already. A proposal to destroy the case ends with it. Raises NotVisibleError."""
    access.require(register, case, viewer)
    if is_held(register, case):
        return False
    retention.keep(register, case, viewer, on)
    _set(register, case, viewer, on, random_symbols(ID_SYMBOLS, ID_LENGTH))
    return True


def hold_again(register: Register, case: str, hold_id: str, on: date) -> bool:
    """After a restore: it was set after the backup, and never lifted. False when it stands, or the case is gone."""
    there = register.db.execute("SELECT 1 FROM cases WHERE case_no = ?", (case,)).fetchone()
    if not there or is_held(register, case):
        return False
    _set(register, case, OPERATOR, on, hold_id)
    return True


def propose_lift(register: Register, case: str, by: str, on: date) -> None:
    """By the first of the two. Raises as `lift`."""
    _refuse_unless_held(register, case, by)
    marks.mark(register, _proposal(case), by)
    register.record(case, "hold_lift_proposed", by, on)


def lift_proposed_by(register: Register, case: str) -> str:
    """Empty when nobody proposes it, or whoever did may not see the case any more."""
    by = marks.marked(register, _proposal(case)) or ""
    return by if by and access.may_see(register, case, by) else ""


def stay(register: Register, case: str, by: str, on: date) -> None:
    """Nobody proposes to lift it any more. Raises NotVisibleError."""
    access.require(register, case, by)
    if marks.marked(register, _proposal(case)):
        marks.mark(register, _proposal(case), "")
        register.record(case, "hold_lift_refused", by, on)


def lift(register: Register, case: str, by: str, on: date) -> None:
    """By the second. Raises NotVisibleError, RefusedError `not_held`, or `two_members` when no other member who may see
    the case has proposed it."""
    _refuse_unless_held(register, case, by)
    if lift_proposed_by(register, case) in ("", by):
        raise RefusedError("two_members")
    marks.mark(register, _proposal(case), "")
    register.db.execute("UPDATE cases SET held = 0 WHERE case_no = ?", (case,))
    register.record(case, LIFTED, by, on, _last_id(register, case))


def _set(register: Register, case: str, by: str, on: date, hold_id: str) -> None:
    register.db.execute("UPDATE cases SET held = 1 WHERE case_no = ?", (case,))
    register.record(case, SET, by, on, hold_id)


def _last_id(register: Register, case: str) -> str:
    sql = "SELECT regarding FROM audit WHERE case_no = ? AND act = ? ORDER BY n DESC LIMIT 1"
    row = register.db.execute(sql, (case, SET)).fetchone()
    return row[0] if row else ""


def _refuse_unless_held(register: Register, case: str, by: str) -> None:
    access.require(register, case, by)
    if not is_held(register, case):
        raise RefusedError("not_held")


def _proposal(case: str) -> str:
    return f"lift:{case}"
