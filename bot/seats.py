"""Who sits on the Audit Committee at first: what `init` and the demo write into a new register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storage import people
from storage.records import MemberAccount
from storage.register import Register


@dataclass(frozen=True, slots=True)
class Seat:
    """`acting` is the acting chair, who leads a case that is kept from the Chair: their notice says so."""

    name: str
    accounts: tuple[MemberAccount, ...] = ()
    chair: bool = False
    acting: bool = False


def seat(register: Register, seats: Sequence[Seat], on: date) -> None:
    """All in one job: a register never holds half a Committee."""
    ids = {s: people.add_member(register, s.name, s.accounts, on).id for s in seats}
    chair = next(ids[s] for s in seats if s.chair)
    people.set_roles(register, chair, next((ids[s] for s in seats if s.acting), None), on)
