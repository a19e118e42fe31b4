"""A case's sealed insides: its own key, its head, its entries."""

# ruff: noqa: S608  statements are put together from constants of this package only

import json
from dataclasses import dataclass, field, replace
from datetime import date

from storage.errors import NotVisibleError
from storage.records import CaseLine, Kind, Level, MemberAccount, NewReport, Part, Status
from storage.register import Register, day, day_of
from storage.seal import TEXT_SIZES, Key, Place, mac, new_key, random_bytes, seal, unseal, unwrap, wrap

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
HEAD_SIZES = (640,)
"""Bytes. One size, named or not: a head's length does not tell whether it holds a name."""
LINE = "case_no, wrapped_key, sealed, filed_on, opened_on, acknowledged_on, acknowledged_by, closed_on, retain_until"
Row = tuple[str, bytes, bytes, str, str | None, str | None, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands sealed on top of a case."""

    level: Level
    category: str
    urgent: bool
    involved: tuple[str, ...]
    reporter_name: str = field(repr=False)
    reporter: MemberAccount | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case's row with its seals opened."""

    key: Key
    head: Head
    line: CaseLine


def begin(report: NewReport) -> Head:
    named = report.level is Level.NAMED
    return Head(
        report.level,
        report.category,
        report.urgent,
        tuple(dict.fromkeys(report.involved)),
        report.reporter_name if named else "",
        report.reporter if named else None,
    )


def find(register: Register, case: str) -> Opened:
    """Raises NotVisibleError when there is none. Whoever calls this has settled who may see it."""
    row = register.db.execute(f"SELECT {LINE} FROM cases WHERE case_no = ?", (case,)).fetchone()
    if row is None:
        raise NotVisibleError
    return opened(register, row)


def exists(register: Register, case: str) -> bool:
    return register.db.execute("SELECT 1 FROM cases WHERE case_no = ?", (case,)).fetchone() is not None


def opened(register: Register, row: Row) -> Opened:
    case, wrapped, sealed, filed_on, opened_on, acknowledged_on, acknowledged_by, closed_on, retain_until = row
    key = unwrap(register.keys.case, wrapped, key_place(case))
    head = _unpacked(unseal(key, sealed, head_place(case)))
    line = CaseLine(
        case,
        head.level,
        _status(opened_on, acknowledged_on, closed_on),
        head.category,
        head.urgent,
        day(filed_on),
        day_of(acknowledged_on),
        acknowledged_by or "",
        day_of(closed_on),
        day(retain_until),
    )
    return Opened(key, head, line)


def sealed_new(register: Register, case: str, head: Head) -> tuple[Key, bytes, bytes]:
    """A new case's key, the key wrapped, and the head sealed."""
    key = new_key()
    return key, wrap(register.keys.case, key, key_place(case)), sealed_head(key, case, head)


def sealed_head(key: Key, case: str, head: Head) -> bytes:
    return seal(key, _packed(head), head_place(case), HEAD_SIZES)


def reporter_tag(register: Register, account: MemberAccount | None) -> bytes:
    """By which named reporters find their cases; random where there is no account, so that a row does not tell."""
    if account is None:
        return random_bytes(16)
    return mac(register.keys.account, "reporter", account.platform, account.workspace, account.id)[:16]


def append(register: Register, case: str, key: Key, kind: Kind, parts: tuple[Part, ...], by: str, on: date) -> None:
    """`by` is a member's id, or empty for the reporter."""
    last = register.db.execute("SELECT n FROM entries WHERE case_no = ? ORDER BY n DESC LIMIT 1", (case,)).fetchone()
    write(register, case, (last[0] if last else 0) + 1, key, kind, parts, by, on)


def write(
    register: Register, case: str, n: int, key: Key, kind: Kind, parts: tuple[Part, ...], by: str, on: date
) -> None:
    """As the case's entry number `n`, from 1."""
    day_ = on.isoformat()
    told = {"by": by, "parts": [(part.label, part.text) for part in parts]}
    plain = ENCODER.encode(told).encode()
    sealed = seal(key, plain, entry_place(case, n, kind, day_), TEXT_SIZES)
    register.db.execute(
        "INSERT INTO entries (case_no, n, kind, on_date, sealed) VALUES (?, ?, ?, ?, ?)", (case, n, kind, day_, sealed)
    )


def read_entry(key: Key, case: str, n: int, kind: str, on: str, sealed: bytes) -> tuple[str, tuple[Part, ...]]:
    """Who wrote it (a member's id, or empty for the reporter), and what."""
    told = json.loads(unseal(key, sealed, entry_place(case, n, kind, on)))
    return told["by"], tuple(Part(label, text) for label, text in told["parts"])


def struck_out(head: Head, members: tuple[str, ...]) -> Head:
    return replace(head, involved=tuple(dict.fromkeys((*head.involved, *members))))


def key_place(case: str) -> Place:
    return ("cases", case, "key")


def head_place(case: str) -> Place:
    return ("cases", case, "head")


def entry_place(case: str, n: int, kind: str, on: str) -> Place:
    return ("entries", case, n, str(kind), on)


def _status(opened_on: str | None, acknowledged_on: str | None, closed_on: str | None) -> Status:
    if closed_on:
        return Status.CLOSED
    if acknowledged_on:
        return Status.ACKNOWLEDGED
    return Status.OPENED if opened_on else Status.FILED


def _packed(head: Head) -> bytes:
    account = head.reporter and (head.reporter.platform, head.reporter.workspace, head.reporter.id)
    told = (head.level, head.category, head.urgent, head.involved, head.reporter_name, account)
    return ENCODER.encode(told).encode()


def _unpacked(plain: bytes) -> Head:
    level, category, urgent, involved, name, account = json.loads(plain)
    return Head(Level(level), category, urgent, tuple(involved), name, MemberAccount(*account) if account else None)
