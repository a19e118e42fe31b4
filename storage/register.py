"""What a job is given: the tables, the keys, and the acts it puts on the record."""

from dataclasses import dataclass, field
from datetime import date

from sqlite_utils import Database as Tables

from storage.errors import DamagedError
from storage.keyring import Keyring
from storage.seal import Scalar, mac

SUM_BITS = 256


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act to be put on the record: `actor` is a member's id, `reporter` or `operator`; `regarding` a member's id
    or empty."""

    act: str
    actor: str
    on: date
    regarding: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The accumulated head: how many jobs have written, and the sum of everything's weight."""

    seq: int
    total: int


@dataclass(slots=True)
class Register:
    """One job's view of the register, on the writer's thread. `db` is inside a transaction; never keep it."""

    db: Tables
    keys: Keyring
    head: Head
    """As of the job before this one; `committed` as of the last commit, which is what the tables and the second file
    say."""
    committed: Head
    acts: dict[str, list[Recorded]] = field(default_factory=dict)
    """By case; the house's own acts under the empty string. Written to the chains when the job has ended well."""
    shift: int = 0
    """What the job adds to the accumulated head."""

    def record(self, case: str, act: str, actor: str, on: date, regarding: str = "") -> None:
        self.acts.setdefault(case, []).append(Recorded(act, actor, on, regarding))

    def count_in(self, *row: Scalar) -> None:
        """A row that has no chain is part of the accumulated head by itself: call this when it appears…"""
        self.shift += self.weight(*row)

    def count_out(self, *row: Scalar) -> None:
        """…and this with the same values when it goes."""
        self.shift -= self.weight(*row)

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
