"""The record of acts: append-only, a keyed chain for each case and one for the house, dates only, never a text.

Each link signs the one before it, the act, and a digest of the case's rows as the act left them. The chains' heads,
and the rows that have no chain, are summed into one accumulated head: addition has no order, so nothing tells which
of a day's acts came first, and an act costs the same whatever the register holds.
"""

from dataclasses import dataclass
from datetime import date

from storage import access
from storage.keyring import Keyring
from storage.register import SUM_BITS, Head, Register, day, iso
from storage.seal import SMALL_SIZES, Scalar, mac, seal, unseal
from storage.tables import Recorded, Tables

HOUSE = ""
"""The chain of members and keys."""
WRITE_HEAD = (
    "INSERT INTO head (one, seq, sealed) VALUES (1, ?, ?)"
    " ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, sealed = excluded.sealed"
)
NOTHING = b""
"""What the first link of a chain follows."""

CASE_ROWS = (
    "SELECT * FROM cases WHERE case_no = ?",
    "SELECT * FROM entries WHERE case_no = ? ORDER BY n",
    f"SELECT a.* {access.IN_LISTS} WHERE c.case_no = ? ORDER BY m.id",
    "SELECT * FROM envelopes WHERE case_no = ? ORDER BY slot",
    "SELECT * FROM tombstones WHERE case_no = ?",
)
HOUSE_ROWS = (
    "SELECT * FROM members ORDER BY id",
    "SELECT * FROM member_accounts ORDER BY tag",
    "SELECT * FROM keys ORDER BY name",
    "SELECT migration_set, name, applied_at FROM _sqlite_migrations ORDER BY id",
    "SELECT type, name, sql FROM sqlite_master ORDER BY type, name",
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `actor` is a member's id, `reporter` or `operator`; `regarding` the id of a
    member, a change or a hold, or empty."""

    n: int
    on: date
    actor: str
    act: str
    regarding: str


def finish(register: Register) -> Head:
    """Ends a job: links its acts to their chains. The head as the job leaves it; the same when it recorded nothing."""
    journal = register.db.journal
    for case, acts in journal.acts.items():
        _link(register, case, acts)
    before, shift = register.head, journal.shift
    journal.clear()
    return Head(before.seq + 1, (before.total + shift) % 2**SUM_BITS) if shift else before


def timeline(register: Register, case: str, viewer: str) -> tuple[AuditEntry, ...]:
    """A case's acts, oldest first. Raises NotVisibleError."""
    access.require(register, case, viewer)
    rows = register.db.execute(
        "SELECT n, on_date, actor, act, regarding FROM audit WHERE case_no = ? ORDER BY n", (case,)
    )
    return _entries(rows.fetchall())


def house(register: Register) -> tuple[AuditEntry, ...]:
    """What happened to members and keys, oldest first."""
    rows = register.db.execute("SELECT n, on_date, actor, act, regarding FROM audit WHERE case_no = '' ORDER BY n")
    return _entries(rows.fetchall())


def read_head(db: Tables, keys: Keyring) -> Head:
    """As the tables have it. Raises SealBrokenError when the row was changed."""
    seq, sealed = db.execute("SELECT seq, sealed FROM head").fetchone() or (0, NOTHING)
    return Head(seq, int.from_bytes(unseal(keys.audit, sealed, ("head", seq)), "big") if sealed else 0)


def write_head(db: Tables, keys: Keyring, new: Head) -> None:
    total = new.total.to_bytes(SUM_BITS // 8, "big")
    sealed = seal(keys.audit, total, ("head", new.seq), SMALL_SIZES)
    db.execute(WRITE_HEAD, (new.seq, sealed))


def state(register: Register, case: str) -> bytes:
    """A keyed digest of a case's rows as they stand, or of the house's."""
    return mac(register.keys.audit, "state", case, *_rows(register, case))


def link(register: Register, before: bytes, case: str, n: int, act: Recorded, state: bytes) -> bytes:
    """The signature of one link."""
    return mac(register.keys.audit, "link", before, case, n, act.act, act.actor, iso(act.on), act.regarding, state)


def _link(register: Register, case: str, acts: tuple[Recorded, ...]) -> None:
    n, before = _last(register, case)
    if n:
        register.count_out("chain", case, n, before)
    now = state(register, case)
    for act in acts:
        n, before = n + 1, link(register, before, case, n + 1, act, now)
        register.db.execute(
            "INSERT INTO audit (case_no, n, act, actor, on_date, regarding, state, mac)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (case, n, act.act, act.actor, iso(act.on), act.regarding, now, before),
        )
    register.count_in("chain", case, n, before)


def _last(register: Register, case: str) -> tuple[int, bytes]:
    row = register.db.execute("SELECT n, mac FROM audit WHERE case_no = ? ORDER BY n DESC LIMIT 1", (case,)).fetchone()
    return row or (0, NOTHING)


def _rows(register: Register, case: str) -> list[Scalar]:
    found: list[Scalar] = []
    for sql in CASE_ROWS if case else HOUSE_ROWS:
        found.append(sql)
        for row in register.db.execute(sql, (case,) if case else ()):
            found += ("row", *row)
    return found


def _entries(rows: list[tuple[int, str, str, str, str]]) -> tuple[AuditEntry, ...]:
    return tuple(AuditEntry(n, day(on), actor, act, regarding) for n, on, actor, act, regarding in rows)
