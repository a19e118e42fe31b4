"""What a job is given: the tables, the keys, and the acts it puts on the record."""

from dataclasses import dataclass
from datetime import date

from storage.errors import DamagedError
from storage.keyring import Keyring
from storage.seal import Scalar, mac
from storage.tables import Recorded, Tables

SUM_BITS = 256


@dataclass(frozen=True, slots=True)
class Head:
    """The accumulated head: how many jobs have written, and the sum of everything's weight."""

    seq: int
    total: int


@dataclass(frozen=True, slots=True)
class Register:
    """One job's view of the register, on the writer's thread. `db` is inside a transaction; never keep it."""

    db: Tables
    keys: Keyring
    head: Head
    """As of the job before this one; `committed` as of the last commit, as the tables and the second file have it."""
    committed: Head

    def record(self, case: str, act: str, actor: str, on: date, regarding: str = "") -> None:
        """Puts an act on the record of a case, or of the house: linked to its chain when the job has ended well."""
        self.db.journal.record(case, Recorded(act, actor, on, regarding))

    def count_in(self, *row: Scalar) -> None:
        """A row that has no chain is part of the accumulated head by itself: call this when it appears…"""
        self.db.journal.shift += self.weight(*row)

    def count_out(self, *row: Scalar) -> None:
        """…and this with the same values when it goes."""
        self.db.journal.shift -= self.weight(*row)

    def weight(self, *row: Scalar) -> int:
        return int.from_bytes(mac(self.keys.audit, "row", *row), "big")


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DamagedError from None
