"""What is no longer to be told: notices dropped before they are sent, and with their case."""

from collections.abc import Collection

from storage import outbox_rows
from storage.envelope import Row
from storage.records import Act
from storage.register import Register

UNSENT = "state IN ('owed', 'parked')"


def withdraw(register: Register, case: str, to: str) -> int:
    """Drops what is owed to a recipient about a case, parked or not; what is being sent just now excepted. How many.

    A try that failed may have arrived all the same: take `sent_for` first, and blank by the ids it gives."""
    return _drop_for(register, outbox_rows.found(register, "outbox", f"case_no = ? AND {UNSENT}", case), to)


def withdraw_one(register: Register, notice_id: str, case: str = "") -> bool:
    """False when it is no longer unsent."""
    row = outbox_rows.unsent(register, notice_id, case)
    if row is None or row[3] == outbox_rows.SENDING:
        return False
    outbox_rows.drop(register, row)
    return True


def withdraw_all(register: Register, to: str) -> int:
    """The same for all cases: the recipient no longer serves."""
    return _drop_for(register, outbox_rows.found(register, "outbox", UNSENT), to)


def withdraw_loose(register: Register, to: str, keys: Collection[str]) -> int:
    """Drops what is unsent to a recipient, belongs to no case, and has one of these keys. How many."""
    rows = outbox_rows.found(register, "outbox", f"case_no = '' AND {UNSENT}")
    theirs = [row for row in rows for n in outbox_rows.opened(register, [row]) if n.to == to and n.key in keys]
    for row in theirs:
        outbox_rows.drop(register, row)
    return len(theirs)


def purge(register: Register, case: str) -> None:
    """Drops every notice about a case, with the case itself."""
    for table in ("outbox", "sent"):
        for row in outbox_rows.found(register, table, "case_no = ?", case):
            outbox_rows.drop(register, row, table)


def _drop_for(register: Register, rows: list[Row], to: str) -> int:
    theirs = [row for row in rows for n in outbox_rows.opened(register, [row]) if n.to == to and n.act is Act.SEND]
    for row in theirs:
        outbox_rows.drop(register, row)
    return len(theirs)
