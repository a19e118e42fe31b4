"""Messages owed: written with the act that owes them, sealed, and marked before each try to send.

A row knows no time and no order but its place within its case. Its state is part of what it is sealed to: a row set
back from sent to owed no longer opens.
"""

# ruff: noqa: S608  statements are put together from constants of this package only

import json
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storage import access
from storage.errors import NotVisibleError, SealBrokenError
from storage.records import Act, MemberAccount, Notice
from storage.register import Register
from storage.seal import SMALL_SIZES, random_id, seal, unseal
from storage.tables import Owing

OWED, SENDING, SENT, PARKED = "owed", "sending", "sent", "parked"
CHANNEL, REPORTER = "channel", "reporter"
UNSENT = "state IN ('owed', 'parked')"
COLUMNS = "case_no, n, id, state, sealed"
Row = tuple[str, int, str, str, bytes]
At = tuple[str, int]
"""A row's case and its place there, from 1."""
START: At = ("", 0)
TOLD = "SELECT n, id FROM outbox WHERE case_no = :case UNION ALL SELECT 0, id FROM sent WHERE case_no = :case"
"""Where the case's notices stand in the outbox, and all of their ids; what was sent has left its place."""
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Owed:
    """How many notices stand where: figures for the operator."""

    owed: int
    parked: int
    sending: int


def new_id() -> str:
    """What names a notice for good: 16 random bytes in hex."""
    return random_id()


@dataclass(frozen=True, slots=True)
class Page:
    """Part of what is owed. `after`: where the next part begins, None at the end. `broken`: rows that do not open."""

    notices: tuple[Notice, ...]
    after: At | None
    broken: int


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
    _write(register, "outbox", case, last, OWED, new)
    owing = register.db.owing
    owing.notices, owing.at_once = owing.notices + len(new), owing.at_once + sum(n.at_once for n in new)
    return len(new)


def owing(register: Register) -> Owing:
    """Tells without a look into the register whether there is anything new; kept up to date as long as it is open."""
    return register.db.owing


def _require(register: Register, case: str, recipients: set[str]) -> None:
    if recipients and not recipients.issubset(access.handlers(register, case)):
        raise NotVisibleError


def owed(register: Register, limit: int = 100, after: At = START) -> tuple[Notice, ...]:
    """What is to be sent, within a case in the order of owing; `after` continues behind that row.

    A notice with `tries` above 0 may have arrived already: its sending was begun and never settled, or failed.
    """
    return owed_page(register, limit, after).notices


def owed_page(register: Register, limit: int = 100, after: At = START, known: Container[str] = ()) -> Page:
    """The same, with where to go on, and without those whose ids are `known`, which are not opened either. A row that
    was changed from outside holds up nothing but itself."""
    condition = "state IN ('owed', 'sending') AND (case_no, n) > (?, ?) ORDER BY case_no, n LIMIT ?"
    rows = _rows(register, "outbox", condition, *after, limit)
    new = [row for row in rows if row[2] not in known]
    notices = tuple(_opened(register, new))
    last = rows[-1][:2] if len(rows) == limit else None
    return Page(notices, last, len(new) - len(notices))


def notice(register: Register, notice_id: str, case: str = "") -> Notice | None:
    """One notice, sent ones of a case included; None when it is unknown."""
    row = _unsent(register, notice_id, case) or _one(register, "sent", notice_id, case)
    return _notice(register, row) if row else None


def sending(register: Register, notice_id: str, case: str = "") -> Notice | None:
    """Marks it before the try, and returns it as it now stands; None when there is no longer anything to send.

    Here and below: with its `case`, or when it has none, it is found at once; otherwise among all that is unsent.
    """
    row = _unsent(register, notice_id, case)
    if row is None:
        return None
    before = _notice(register, row)
    tried = replace(before, tries=before.tries + 1)
    _rewrite(register, row, tried, SENDING)
    return tried


def sent(register: Register, notice_id: str, ref: str, case: str = "") -> None:
    """`ref` is the platform's own name of the message. What belongs to no case is not kept. Unknown ids are ignored."""
    row = _unsent(register, notice_id, case)
    if row is None:
        return
    _drop(register, row)
    if row[0]:
        sql = "SELECT coalesce(max(n), 0) FROM sent WHERE case_no = ?"
        (last,) = register.db.execute(sql, row[:1]).fetchone()
        _write(register, "sent", row[0], last, SENT, (replace(_notice(register, row), ref=ref),))


def again(register: Register, notice_id: str, case: str = "") -> None:
    """It did not arrive and stays owed; what was parked once stays parked."""
    row = _unsent(register, notice_id, case)
    if row is not None:
        before = _notice(register, row)
        _rewrite(register, row, before, PARKED if before.reason else OWED)


def may_have_left(register: Register) -> None:
    """After a restore: whatever is unsent may have been sent since the backup, so that each is looked for first."""
    for row in _rows(register, "outbox", "1"):
        for before in _opened(register, [row]):
            if not before.tries:
                _rewrite(register, row, replace(before, tries=1), row[3])


def park(register: Register, notice_id: str, reason: str, case: str = "", tries: int | None = None) -> None:
    """It cannot arrive for now, for a reason that is an identifier, and blocks nothing. `tries` as they were before
    one of which it is certain that it did not arrive."""
    row = _unsent(register, notice_id, case)
    if row is not None:
        before = _notice(register, row)
        known = before.tries if tries is None else tries
        _rewrite(register, row, replace(before, reason=reason, tries=known), PARKED)


def parked(register: Register) -> tuple[Notice, ...]:
    """Those that could not arrive, each with its `reason`."""
    return _notices(register, "outbox", "state = 'parked' ORDER BY case_no, n")


def sent_for(register: Register, case: str, to: str) -> tuple[Notice, ...]:
    """All messages about a case to one recipient, sent (with their `ref`) or not: what a recusal must blank."""
    tables = ("sent", "outbox")
    both = (n for table in tables for n in _notices(register, table, "case_no = ? ORDER BY n", case))
    return tuple(n for n in both if n.to == to)


def withdraw(register: Register, case: str, to: str) -> int:
    """Drops what is owed to a recipient about a case, parked or not; what is being sent just now excepted. How many.

    A try that failed may have arrived all the same: take `sent_for` first, and blank by the ids it gives."""
    return _drop_for(register, _rows(register, "outbox", f"case_no = ? AND {UNSENT}", case), to)


def withdraw_all(register: Register, to: str) -> int:
    """The same for all cases: the recipient no longer serves."""
    return _drop_for(register, _rows(register, "outbox", UNSENT), to)


def withdraw_loose(register: Register, to: str, keys: Collection[str]) -> int:
    """Drops what is unsent to a recipient, belongs to no case, and has one of these keys. How many."""
    rows = _rows(register, "outbox", f"case_no = '' AND {UNSENT}")
    theirs = [row for row in rows for n in _opened(register, [row]) if n.to == to and n.key in keys]
    for row in theirs:
        _drop(register, row)
    return len(theirs)


def purge(register: Register, case: str) -> None:
    """Drops every notice about a case, with the case itself."""
    for table in ("outbox", "sent"):
        for row in _rows(register, table, "case_no = ?", case):
            _drop(register, row, table)


def counts(register: Register) -> Owed:
    by_state = dict(register.db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
    return Owed(by_state.get(OWED, 0), by_state.get(PARKED, 0), by_state.get(SENDING, 0))


def unopened(register: Register) -> Iterator[str]:
    """Ids of rows whose seal is broken."""
    for row in (*_rows(register, "outbox", "1"), *_rows(register, "sent", "1")):
        if not any(_opened(register, [row])):
            yield row[2]


def _drop_for(register: Register, rows: list[Row], to: str) -> int:
    theirs = [row for row in rows for n in _opened(register, [row]) if n.to == to and n.act is Act.SEND]
    for row in theirs:
        _drop(register, row)
    return len(theirs)


def _rows(register: Register, table: str, condition: str, *values: Any) -> list[Row]:
    return register.db.execute(f"SELECT {COLUMNS} FROM {table} WHERE {condition}", values).fetchall()


def _notices(register: Register, table: str, condition: str, *values: Any) -> tuple[Notice, ...]:
    return tuple(_opened(register, _rows(register, table, condition, *values)))


def _opened(register: Register, rows: list[Row]) -> Iterator[Notice]:
    """Those whose seal holds. `verify` names the others, and the courier alarms."""
    for row in rows:
        try:
            yield _notice(register, row)
        except (SealBrokenError, ValueError):
            continue


def _one(register: Register, table: str, notice_id: str, case: str) -> Row | None:
    return next(iter(_rows(register, table, "case_no = ? AND id = ?", case, notice_id)), None)


def _unsent(register: Register, notice_id: str, case: str) -> Row | None:
    found = _one(register, "outbox", notice_id, case)
    if case or found:
        return found
    return next(iter(_rows(register, "outbox", "id = ?", notice_id)), None)


def _write(register: Register, table: str, case: str, last: int, state: str, notices: Iterable[Notice]) -> None:
    """Behind the last place taken."""
    rows = [(case, n, o.id, state, _sealed(register, o, n, state)) for n, o in enumerate(notices, last + 1)]
    register.db.conn.executemany(f"INSERT INTO {table} ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)
    for row in rows:
        register.count_in(table, *row)


def _rewrite(register: Register, row: Row, notice: Notice, state: str) -> None:
    case, n, id_, _, _ = row
    sealed = _sealed(register, notice, n, state)
    register.db.execute("UPDATE outbox SET state = ?, sealed = ? WHERE case_no = ? AND n = ?", (state, sealed, case, n))
    register.count_out("outbox", *row)
    register.count_in("outbox", case, n, id_, state, sealed)


def _drop(register: Register, row: Row, table: str = "outbox") -> None:
    register.db.execute(f"DELETE FROM {table} WHERE case_no = ? AND n = ?", row[:2])
    register.count_out(table, *row)


def _sealed(register: Register, notice: Notice, n: int, state: str) -> bytes:
    return seal(register.keys.outbox, _packed(notice), ("outbox", notice.case, n, notice.id, state), SMALL_SIZES)


def _packed(notice: Notice) -> bytes:
    account = notice.account and (notice.account.platform, notice.account.workspace, notice.account.id)
    told = (
        *(notice.to, notice.key, notice.facts, notice.offers, notice.at_once, notice.act),
        *(notice.replaces, account, notice.tries, notice.ref, notice.reason),
    )
    return ENCODER.encode(told).encode()


def _notice(register: Register, row: Row) -> Notice:
    case, n, id_, state, sealed = row
    told = json.loads(unseal(register.keys.outbox, sealed, ("outbox", case, n, id_, state)))
    to, key, facts, offers, at_once, act, replaces, account, tries, ref, reason = told
    whose = MemberAccount(*account) if account else None
    return Notice(
        *(id_, to, key, _pairs(facts), _pairs(offers), case, at_once),
        *(Act(act), replaces, whose, tries, ref, reason),
    )


def _pairs(told: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in told)
