"""The members of the Audit Committee: names and accounts sealed, every change on the house's record."""

# ruff: noqa: S608  statements are put together from constants of this package only

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from storage import access, audit, conversations, withdrawal
from storage.errors import RefusedError
from storage.records import Member, MemberAccount
from storage.register import Register, day, iso
from storage.seal import SMALL_SIZES, Key, mac, random_symbols, seal, unseal

OPERATOR = "operator"
ID_SYMBOLS, ID_LENGTH = "0123456789abcdef", 12
COLUMNS = "id, chair, acting, since, sealed"
Row = tuple[str, int, int, str, bytes]


def members(register: Register) -> tuple[Member, ...]:
    """Who serves: the Chair first, then by name."""
    rows = register.db.execute(f"SELECT {COLUMNS} FROM members WHERE removed_on IS NULL").fetchall()
    return _in_order(register.keys.member, tuple(rows))


def member(register: Register, member_id: str) -> Member | None:
    """None when nobody of this id serves."""
    return next(iter(_where(register, "id = ? AND removed_on IS NULL", member_id)), None)


def member_by_account(register: Register, account: MemberAccount) -> Member | None:
    """None when the account is no serving member's."""
    found = register.db.execute(
        "SELECT member FROM member_accounts WHERE tag = ?", (_tag(register, account),)
    ).fetchone()
    return member(register, found[0]) if found else None


def removed_on(register: Register, member_id: str) -> date | None:
    """None for whoever serves, or never did."""
    row = register.db.execute("SELECT removed_on FROM members WHERE id = ?", (member_id,)).fetchone()
    return day(row[0]) if row and row[0] else None


def names(register: Register) -> dict[str, str]:
    """By id, former members included: whoever wrote an entry keeps their name."""
    return {m.id: m.name for m in _where(register, "1")}


def everybody(register: Register) -> tuple[Member, ...]:
    """Whoever serves or ever did; those who do no longer with the accounts that they had."""
    return tuple(_where(register, "1"))


def last_accounts(register: Register, member_id: str) -> tuple[MemberAccount, ...]:
    """Also of somebody who serves no longer; none of somebody unknown."""
    return next((m.accounts for m in _where(register, "id = ?", member_id)), ())


def add_member(
    register: Register, name: str, accounts: tuple[MemberAccount, ...], on: date, by: str = OPERATOR
) -> Member:
    """Sees later cases only. Roles follow by `set_roles`. Raises RefusedError `account_taken`."""
    new = Member(random_symbols(ID_SYMBOLS, ID_LENGTH), name, chair=False, acting=False, since=on, accounts=accounts)
    register.db.execute(
        "INSERT INTO members (id, since, sealed) VALUES (?, ?, ?)", (new.id, iso(on), _sealed(register, new))
    )
    _write_accounts(register, new)
    register.record(audit.HOUSE, "member_added", by, on, new.id)
    return new


def remove_member(register: Register, member_id: str, on: date, by: str = OPERATOR) -> None:
    """Ends all they may see and drops what is still owed to them.

    Raises RefusedError `chair_needed` for the Chair, LastHandlerError when a case would be left with nobody while it is
    kept.
    """
    leaving = _serving(register, member_id)
    if leaving.chair:
        raise RefusedError("chair_needed")
    access.refuse_if_last(register, member_id)
    end_service(register, leaving, on)
    withdrawal.withdraw_all(register, member_id)
    register.record(audit.HOUSE, "member_removed", by, on, member_id)


def end_service(register: Register, leaving: Member, on: date) -> None:
    """Whoever they are, and whatever is left with nobody: where that matters, the caller has looked. It is the caller's
    to put on the record, and to take back what they were sent."""
    for account in leaving.accounts:
        conversations.drop(register, account)
    register.db.execute("DELETE FROM member_accounts WHERE member = ?", (leaving.id,))
    register.db.execute("UPDATE members SET removed_on = ?, acting = 0, chair = 0 WHERE id = ?", (iso(on), leaving.id))


def set_accounts(
    register: Register,
    member_id: str,
    accounts: tuple[MemberAccount, ...],
    on: date,
    by: str = OPERATOR,
) -> None:
    """Replaces all accounts of a member. Raises RefusedError `account_taken` or `unknown_member`."""
    serving = _serving(register, member_id)
    changed = replace(serving, accounts=accounts)
    for account in set(serving.accounts) - set(accounts):
        conversations.drop(register, account)
    register.db.execute("UPDATE members SET sealed = ? WHERE id = ?", (_sealed(register, changed), member_id))
    register.db.execute("DELETE FROM member_accounts WHERE member = ?", (member_id,))
    _write_accounts(register, changed)
    register.record(audit.HOUSE, "accounts_set", by, on, member_id)


def set_roles(register: Register, chair: str, acting: str | None, on: date, by: str = OPERATOR) -> None:
    """Exactly one Chair, and another member as acting chair, or none.

    Raises RefusedError `unknown_member`, or `chair_needed` when both are the same.
    """
    if chair == acting:
        raise RefusedError("chair_needed")
    for id_ in (chair, acting):
        if id_ is not None:
            _serving(register, id_)
    register.db.execute("UPDATE members SET chair = 0, acting = 0")
    register.db.execute("UPDATE members SET chair = 1 WHERE id = ?", (chair,))
    register.record(audit.HOUSE, "chair_set", by, on, chair)
    if acting is not None:
        register.db.execute("UPDATE members SET acting = 1 WHERE id = ?", (acting,))
        register.record(audit.HOUSE, "acting_chair_set", by, on, acting)


def _serving(register: Register, id_: str) -> Member:
    found = member(register, id_)
    if found is None:
        raise RefusedError("unknown_member")
    return found


def _where(register: Register, condition: str, *values: str) -> Iterator[Member]:
    rows = register.db.execute(f"SELECT {COLUMNS} FROM members WHERE {condition}", values)
    return (_member(register, row) for row in rows.fetchall())


def _member(register: Register, row: Row) -> Member:
    return _opened(register.keys.member, row)


@lru_cache(maxsize=16)
def _in_order(key: Key, rows: tuple[Row, ...]) -> tuple[Member, ...]:
    """Remembered by key and sealed bytes: every turn asks who serves, and a row that was changed is another row."""
    return tuple(sorted((_opened(key, row) for row in rows), key=lambda m: (not m.chair, m.name, m.id)))


@lru_cache(maxsize=64)
def _opened(key: Key, row: Row) -> Member:
    """Remembered in the same way."""
    id_, chair, acting, since, sealed = row
    told = json.loads(unseal(key, sealed, ("members", id_)))
    accounts = tuple(MemberAccount(*account) for account in told["accounts"])
    return Member(id_, told["name"], bool(chair), bool(acting), day(since), accounts)


def _sealed(register: Register, member: Member) -> bytes:
    told = {"name": member.name, "accounts": [(a.platform, a.workspace, a.id) for a in member.accounts]}
    return seal(register.keys.member, json.dumps(told).encode(), ("members", member.id), SMALL_SIZES)


def _write_accounts(register: Register, member: Member) -> None:
    for account in dict.fromkeys(member.accounts):
        tag = _tag(register, account)
        if register.db.execute("SELECT 1 FROM member_accounts WHERE tag = ?", (tag,)).fetchone():
            raise RefusedError("account_taken")
        register.db.execute("INSERT INTO member_accounts (tag, member) VALUES (?, ?)", (tag, member.id))


def _tag(register: Register, account: MemberAccount) -> bytes:
    return mac(register.keys.account, "member", account.platform, account.workspace, account.id)
