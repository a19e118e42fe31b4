"""What the dates of cases call for: an acknowledgement, an answer, a word after the close.

Cases hidden from a member change nothing in what is counted for them.
"""

from datetime import date

from storage import access
from storage.register import Register, day, iso


def unacknowledged(register: Register, member: str, filed_by: date, hidden_from: str = "") -> int:
    """How many open cases filed up to a day nobody has acknowledged, of those this member may see; with `hidden_from`,
    of those that this other member may not see."""
    (count,) = register.db.execute(
        "SELECT count(*) FROM members m CROSS JOIN access a ON a.member = m.id CROSS JOIN cases c USING (case_no)"
        " WHERE m.id = ? AND m.removed_on IS NULL AND a.place BETWEEN ? AND ? AND c.acknowledged_on IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM access o WHERE o.member = ? AND o.place = a.place AND o.case_no = a.case_no)",
        (member, access.place(filed_by, closed=False), access.CLOSED - 1, hidden_from),
    ).fetchone()
    return int(count)


def unanswered(register: Register, member: str, filed_by: date) -> int:
    """How many cases filed up to a day are open still, of those this member may see."""
    (count,) = register.db.execute(
        "SELECT count(*) FROM members m CROSS JOIN access a ON a.member = m.id"
        " WHERE m.id = ? AND m.removed_on IS NULL AND a.place BETWEEN ? AND ?",
        (member, access.place(filed_by, closed=False), access.CLOSED - 1),
    ).fetchone()
    return int(count)


def closed(register: Register, first: date, last: date) -> tuple[tuple[str, date], ...]:
    """The cases closed in these days, whoever may see them, and when: for owing their reporters a word, never for
    showing."""
    sql = "SELECT case_no, closed_on FROM cases WHERE closed_on BETWEEN ? AND ? ORDER BY closed_on, case_no"
    return tuple((case, day(on)) for case, on in register.db.execute(sql, (iso(first), iso(last))).fetchall())
