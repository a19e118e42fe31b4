"""Messages owed: written with the act that owes them, and found again by whoever sends, blanks or counts them."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from storage import access, envelope, outbox_rows
from storage.errors import NotVisibleError
from storage.outbox_rows import OWED, PARKED, SENDING
from storage.records import Act, Notice
from storage.register import Register
from storage.seal import random_id
from storage.tables import Owing

CHANNEL, REPORTER = "channel", "reporter"
At = tuple[str, int]
"""A row's case and its place there, from 1."""
START: At = ("", 0)
TOLD = "SELECT n, id FROM outbox WHERE case_no = :case UNION ALL SELECT 0, id FROM sent WHERE case_no = :case"
"""Where the case's notices stand in the outbox, and all of their ids; what was sent has left its place."""


@dataclass(frozen=True, slots=True)
class Owed:
    """How many notices stand where: figures for the operator."""

    owed: int
    parked: int
    sending: int


@dataclass(frozen=True, slots=True)
class Page:
    """Part of what is owed. `after`: where the next part begins, None at the end. `broken`: rows that do not open."""

    notices: tuple[Notice, ...]
    after: At | None
    broken: int


def new_id() -> str:
    """What names a notice for good: 16 random bytes in hex."""
    return random_id()


def owe(register: Register, notice: Notice) -> bool:
    """False when the case has a notice of this id already: nothing is owed twice.

    Raises NotVisibleError for a new message about a case to a member who may not see it; one that replaces an earlier
    message may go to them, for that is how it is blanked.
    """
    return bool(owe_all(register, notice.case, (notice,)))


def owe_all(register: Register, case: str, notices: Sequence[Notice]) -> int:
    """Several about one case, or about none, with one look at who may see it. How many were new; all or none."""
    if case:
        _require(register, case, {n.to for n in notices if n.act is Act.SEND} - {CHANNEL, REPORTER})
    told = register.db.execute(TOLD, {"case": case}).fetchall()
    last, known = max((n for n, _ in told), default=0), {id_ for _, id_ in told}
    new = {n.id: n for n in notices if n.id not in known}.values()
    outbox_rows.write(register, "outbox", case, last, OWED, new)
    owing = register.db.owing
    owing.notices, owing.at_once = owing.notices + len(new), owing.at_once + sum(n.at_once for n in new)
    return len(new)


def _require(register: Register, case: str, recipients: set[str]) -> None:
    if recipients and not recipients.issubset(access.handlers(register, case)):
        raise NotVisibleError


def owing(register: Register) -> Owing:
    """Tells without a look into the register whether there is anything new; kept up to date as long as it is open."""
    return register.db.owing


def owed(register: Register, limit: int = 100, after: At = START) -> tuple[Notice, ...]:
    """What is to be sent, within a case in the order of owing; `after` continues behind that row.

    A notice with `tries` above 0 may have arrived already: its sending was begun and never settled, or failed.
    """
    return owed_page(register, limit, after).notices


def owed_page(register: Register, limit: int = 100, after: At = START, known: Container[str] = ()) -> Page:
    """The same, with where to go on, and without those whose ids are `known`, which are not opened either. A row that
    was changed from outside holds up nothing but itself."""
    condition = "state IN ('owed', 'sending') AND (case_no, n) > (?, ?) ORDER BY case_no, n LIMIT ?"
    rows = outbox_rows.found(register, "outbox", condition, *after, limit)
    new = [row for row in rows if row[2] not in known]
    notices = tuple(outbox_rows.opened(register, new))
    last = rows[-1][:2] if len(rows) == limit else None
    return Page(notices, last, len(new) - len(notices))


def notice(register: Register, notice_id: str, case: str = "") -> Notice | None:
    """One notice, sent ones of a case included; None when it is unknown."""
    row = outbox_rows.unsent(register, notice_id, case) or outbox_rows.one(register, "sent", notice_id, case)
    return envelope.opened(register, row) if row else None


def parked(register: Register) -> tuple[Notice, ...]:
    """Those that could not arrive, each with its `reason`."""
    return outbox_rows.notices(register, "outbox", "state = 'parked' ORDER BY case_no, n")


def sent_for(register: Register, case: str, to: str) -> tuple[Notice, ...]:
    """All messages about a case to one recipient, sent (with their `ref`) or not: what a recusal must blank."""
    tables = ("sent", "outbox")
    both = (n for table in tables for n in outbox_rows.notices(register, table, "case_no = ? ORDER BY n", case))
    return tuple(n for n in both if n.to == to)


def counts(register: Register) -> Owed:
    by_state = dict(register.db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
    return Owed(by_state.get(OWED, 0), by_state.get(PARKED, 0), by_state.get(SENDING, 0))


def unopened(register: Register) -> Iterator[str]:
    """Ids of rows whose seal is broken."""
    for row in (*outbox_rows.found(register, "outbox", "1"), *outbox_rows.found(register, "sent", "1")):
        if not any(outbox_rows.opened(register, [row])):
            yield row[2]
