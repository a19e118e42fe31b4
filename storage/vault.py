"""What the operator does with the register without reading it: a new master key, and its health."""

from dataclasses import dataclass
from datetime import date

from storage import keyring, outbox
from storage.audit import HOUSE
from storage.register import Register


@dataclass(frozen=True, slots=True)
class Health:
    """Figures only."""

    members: int
    has_chair: bool
    owed: int
    parked: int
    sending: int
    purging_frozen: bool
    key_version: int


def rewrap(register: Register, new_master: bytes, on: date) -> int:
    """Wraps the register's keys anew; returns the new version. The old master key opens older backups only."""
    version = keyring.version(register.db) + 1
    keyring.write(register.db, register.keys, new_master, version)
    register.record(HOUSE, "rewrapped", "operator", on)
    return version


def health(register: Register) -> Health:
    """Reads no case."""
    owed = outbox.counts(register)
    return Health(
        _count(register, "SELECT count(*) FROM members WHERE removed_on IS NULL"),
        bool(_count(register, "SELECT count(*) FROM members WHERE chair = 1")),
        owed.owed,
        owed.parked,
        owed.sending,
        bool(_count(register, "SELECT coalesce(max(frozen), 0) FROM calendar")),
        keyring.version(register.db),
    )


def _count(register: Register, sql: str) -> int:
    return int(register.db.execute(sql).fetchone()[0])
