"""A guidance walk in progress: one sealed row for each account, until a day. Never a report."""

# ruff: noqa: S608  statements are put together from constants of this package only

from datetime import date

from storage.records import MemberAccount
from storage.register import Register, iso
from storage.seal import TEXT_SIZES, Place, mac, seal, unseal


def keep(register: Register, account: MemberAccount, body: bytes, until: date) -> None:
    """In place of what was kept for this account; `until` is the last day on which it can be resumed."""
    tag, last = _tag(register, account), until.isoformat()
    for row in _rows(register, "tag = ?", tag):
        register.count_out("drafts", *row)
    sealed = seal(register.keys.draft, body, _place(tag, last), TEXT_SIZES)
    register.db.execute("INSERT OR REPLACE INTO drafts (tag, until, sealed) VALUES (?, ?, ?)", (tag, last, sealed))
    register.count_in("drafts", tag, last, sealed)


def draft(register: Register, account: MemberAccount, today: date) -> bytes | None:
    """None when there is none, or it has expired."""
    tag = _tag(register, account)
    row = register.db.execute("SELECT until, sealed FROM drafts WHERE tag = ?", (tag,)).fetchone()
    if row is None or row[0] < today.isoformat():
        return None
    return unseal(register.keys.draft, row[1], _place(tag, row[0]))


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


def _rows(register: Register, condition: str, value: bytes | str | None) -> list[tuple[bytes, str, bytes]]:
    return register.db.execute(f"SELECT tag, until, sealed FROM drafts WHERE {condition}", (value,)).fetchall()


def _place(tag: bytes, until: str) -> Place:
    return ("drafts", tag, until)


def _tag(register: Register, account: MemberAccount) -> bytes:
    return mac(register.keys.account, "draft", account.platform, account.workspace, account.id)
