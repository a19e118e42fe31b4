"""What becomes of a notice that is owed: marked before each try to send, then sent, owed again, or parked.

With its `case`, or when it has none, a notice is found at once; otherwise among all that is unsent. Unknown ones are
ignored: there is nothing left to send.
"""

from dataclasses import replace

from storage import envelope, outbox_rows
from storage.outbox_rows import OWED, PARKED, SENDING, SENT
from storage.records import Notice
from storage.register import Register


def sending(register: Register, notice_id: str, case: str = "") -> Notice | None:
    """Marks it before the try, and returns it as it now stands; None when there is no longer anything to send."""
    row = outbox_rows.unsent(register, notice_id, case)
    if row is None:
        return None
    before = envelope.opened(register, row)
    tried = replace(before, tries=before.tries + 1)
    outbox_rows.rewrite(register, row, tried, SENDING)
    return tried


def sent(register: Register, notice_id: str, ref: str, case: str = "") -> None:
    """`ref` is the platform's own name of the message. What belongs to no case is not kept."""
    row = outbox_rows.unsent(register, notice_id, case)
    if row is None:
        return
    outbox_rows.drop(register, row)
    if row[0]:
        sql = "SELECT coalesce(max(n), 0) FROM sent WHERE case_no = ?"
        (last,) = register.db.execute(sql, row[:1]).fetchone()
        outbox_rows.write(register, "sent", row[0], last, SENT, (replace(envelope.opened(register, row), ref=ref),))


def again(register: Register, notice_id: str, case: str = "") -> None:
    """It did not arrive and stays owed; what was parked once stays parked."""
    row = outbox_rows.unsent(register, notice_id, case)
    if row is not None:
        before = envelope.opened(register, row)
        outbox_rows.rewrite(register, row, before, PARKED if before.reason else OWED)


def park(register: Register, notice_id: str, reason: str, case: str = "", tries: int | None = None) -> None:
    """It cannot arrive for now, for a reason that is an identifier, and blocks nothing. `tries` as they were before
    one of which it is certain that it did not arrive."""
    row = outbox_rows.unsent(register, notice_id, case)
    if row is not None:
        before = envelope.opened(register, row)
        known = before.tries if tries is None else tries
        outbox_rows.rewrite(register, row, replace(before, reason=reason, tries=known), PARKED)


def may_have_left(register: Register) -> None:
    """After a restore: whatever is unsent may have been sent since the backup, so that each is looked for first."""
    for row in outbox_rows.found(register, "outbox", "1"):
        for before in outbox_rows.opened(register, [row]):
            if not before.tries:
                outbox_rows.rewrite(register, row, replace(before, tries=1), row[3])
