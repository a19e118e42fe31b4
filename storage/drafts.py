"""A guidance walk in progress: one sealed row for each account, until a day. Never a report."""

# ruff: noqa: S608  statements are put together from constants of this package only

from dataclasses import dataclass
from datetime import date

from storage.records import MemberAccount
from storage.register import Register, day, iso
from storage.seal import TEXT_SIZES, Place, mac, seal, unseal

Row = tuple[bytes, str, bytes]
KEEP = (
    "INSERT INTO drafts (tag, until, sealed) VALUES (?, ?, ?)"
    " ON CONFLICT (tag) DO UPDATE SET until = excluded.until, sealed = excluded.sealed"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An account's row as it stands; `row` is None when there is none. Good for the one job that found it."""

    tag: bytes
    row: Row | None

    def until(self, today: date) -> date | None:
        """The last day on which it can be resumed; None when there is none, or that day is over."""
        return day(self.row[1]) if self.row and self.row[1] >= today.isoformat() else None

    def opened(self, register: Register, today: date) -> bytes | None:
        """None when there is none, or it has expired."""
        if self.row is None or self.row[1] < today.isoformat():
            return None
        return unseal(register.keys.draft, self.row[2], _place(self.tag, self.row[1]))


def find(register: Register, account: MemberAccount) -> Found:
    tag = _tag(register, account)
    return Found(tag, next(iter(_rows(register, "tag = ?", tag)), None))


def replace(register: Register, found: Found, body: bytes, until: date) -> None:
    """Puts another in the place of what was found; `until` is the last day on which it can be resumed."""
    if found.row:
        register.count_out("drafts", *found.row)
    last = until.isoformat()
    row = found.tag, last, seal(register.keys.draft, body, _place(found.tag, last), TEXT_SIZES)
    register.db.execute(KEEP, row)
    register.count_in("drafts", *row)


def keep(register: Register, account: MemberAccount, body: bytes, until: date) -> None:
    """In place of what was kept for this account."""
    replace(register, find(register, account), body, until)


def draft(register: Register, account: MemberAccount, today: date) -> bytes | None:
    """None when there is none, or it has expired."""
    return find(register, account).opened(register, today)


def discard(register: Register, account: MemberAccount) -> bool:
    """False when there was none."""
    return bool(_drop(register, "tag = ?", _tag(register, account)))


def expire(register: Register, today: date) -> int:
    """Drops what nobody can resume any more. How many."""
    return _drop(register, "until < ?", iso(today))


def _drop(register: Register, condition: str, value: bytes | str | None) -> int:
    rows = _rows(register, condition, value)
    for row in rows:
        register.db.execute("DELETE FROM drafts WHERE tag = ?", row[:1])
        register.count_out("drafts", *row)
    return len(rows)


def _rows(register: Register, condition: str, value: bytes | str | None) -> list[Row]:
    return register.db.execute(f"SELECT tag, until, sealed FROM drafts WHERE {condition}", (value,)).fetchall()


def _place(tag: bytes, until: str) -> Place:
    return ("drafts", tag, until)


def _tag(register: Register, account: MemberAccount) -> bytes:
    return mac(register.keys.account, "draft", account.platform, account.workspace, account.id)
