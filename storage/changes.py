"""Changes of the Committee that somebody has proposed and that wait for members to agree. Sealed, and on the record.

A change takes effect by nobody's word alone: the caller counts who has agreed, and makes it.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from storage import audit, people
from storage.errors import RefusedError
from storage.records import MemberAccount
from storage.register import Register
from storage.seal import SMALL_SIZES, mac, random_symbols, seal, unseal

ID_SYMBOLS, ID_LENGTH = "0123456789abcdef", 12


class ChangeKind(StrEnum):
    ACCOUNT = "account"  # somebody who serves gets one more account
    ADD = "add"
    REMOVE = "remove"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Change:
    """`member` is whom it concerns, empty for somebody who does not serve yet; `name` is theirs. `by` is a member's id
    or `operator`. `agreed` are ids of members, each once. `effective_on` is the day on which it takes effect unless a
    member refuses: None unless the operator broke the glass."""

    id: str
    kind: ChangeKind
    member: str
    name: str
    account: MemberAccount | None = field(repr=False)
    on: date
    by: str
    agreed: tuple[str, ...] = ()
    effective_on: date | None = None


def new_id() -> str:
    return random_symbols(ID_SYMBOLS, ID_LENGTH)


def id_of(register: Register, nonce: bytes) -> str:
    """Of what a form proposes: the same form has the same."""
    return mac(register.keys.account, "change", nonce).hex()[:ID_LENGTH]


def propose(register: Register, change: Change) -> None:
    _write(register, change)
    register.record(audit.HOUSE, "change_proposed", change.by, change.on, change.id)


def pending(register: Register) -> tuple[Change, ...]:
    """The oldest day first."""
    rows = register.db.execute("SELECT id, sealed FROM changes").fetchall()
    return tuple(sorted((_opened(register, *row) for row in rows), key=lambda one: (one.on, one.id)))


def find(register: Register, change_id: str) -> Change:
    """Raises RefusedError `no_change` when there is none, or it was decided already."""
    row = register.db.execute("SELECT id, sealed FROM changes WHERE id = ?", (change_id,)).fetchone()
    if row is None:
        raise RefusedError("no_change")
    return _opened(register, *row)


def agree(register: Register, change_id: str, member: str, on: date) -> Change:
    """Twice by the same member counts once. Raises RefusedError `unknown_member` or `no_change`."""
    _require_serving(register, member)
    before = find(register, change_id)
    if member in before.agreed:
        return before
    after = replace(before, agreed=(*before.agreed, member))
    _delete(register, before.id)
    _write(register, after)
    register.record(audit.HOUSE, "change_agreed", member, on, change_id)
    return after


def refuse(register: Register, change_id: str, member: str, on: date) -> Change:
    """Ends it. Raises RefusedError `unknown_member`, `no_change`, or `own_removal`: nobody can refuse theirs."""
    _require_serving(register, member)
    change = find(register, change_id)
    if change.kind is ChangeKind.REMOVE and change.member == member:
        raise RefusedError("own_removal")
    settle(register, change, "change_refused", member, on)
    return change


def settle(register: Register, change: Change, act: str, by: str, on: date) -> None:
    """It waits no longer: `act` says whether it was made, refused, or nobody cared."""
    _delete(register, change.id)
    register.record(audit.HOUSE, act, by, on, change.id)


def _require_serving(register: Register, member: str) -> None:
    if people.member(register, member) is None:
        raise RefusedError("unknown_member")


def _write(register: Register, change: Change) -> None:
    account = change.account and (change.account.platform, change.account.workspace, change.account.id)
    until = change.effective_on and change.effective_on.isoformat()
    told = (change.kind, change.member, change.name, account, change.on.isoformat(), change.by, change.agreed, until)
    sealed = seal(register.keys.member, json.dumps(told).encode(), ("changes", change.id), SMALL_SIZES)
    register.db.execute("INSERT INTO changes (id, sealed) VALUES (?, ?)", (change.id, sealed))
    register.count_in("changes", change.id, sealed)


def _delete(register: Register, change_id: str) -> None:
    for row in register.db.execute("SELECT id, sealed FROM changes WHERE id = ?", (change_id,)).fetchall():
        register.count_out("changes", *row)
    register.db.execute("DELETE FROM changes WHERE id = ?", (change_id,))


def _opened(register: Register, change_id: str, sealed: bytes) -> Change:
    told = json.loads(unseal(register.keys.member, sealed, ("changes", change_id)))
    kind, member, name, account, on, by, agreed, until = told
    whose = MemberAccount(*account) if account else None
    effective = date.fromisoformat(until) if until else None
    return Change(
        change_id, ChangeKind(kind), member, name, whose, date.fromisoformat(on), by, tuple(agreed), effective
    )
