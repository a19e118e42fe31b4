"""The house for a measurement: a register in a new file, three invented members, the conversation in front of it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.clock import SystemClock
from bot.conversation import Conversation
from bot.limits import Limit
from bot.person import Account, Person, Standing
from bot.talk import House
from bot.terms import Terms
from content.company import open_company
from dialogs.facts import Promise
from storage import people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register

PLATFORM = "web"
MEMBERS = ("Inés Calloway", "Paul Okonjo", "Greta Halvorsen")
"""Invented. The first is the Chair, the second the acting chair."""

GUESSES = (5, 600.0)
REPORTS = (5, 3600.0)
"""The limits as the product has them, by account: how many, in how many seconds."""

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Bench:
    """No committee channel: a report owes exactly one notice to each member."""

    database: Database
    talks: Conversation
    members: tuple[str, ...]


@contextmanager
def built(path: Path) -> Iterator[Bench]:
    clock = SystemClock()
    with open_database(path, secrets.token_bytes(32), create=True, on=clock.today()) as database:
        members = database.run_now(lambda r: _seated(r, clock))
        limits = Limit(*GUESSES, clock.monotonic), Limit(*REPORTS, clock.monotonic)
        house = House(open_company(), clock, Terms(), Promise(), *limits, channel=False)
        yield Bench(database, Conversation(database, house), members)


def somebody() -> Person:
    """An employee who was not there before: everybody files one report, or walks one walk."""
    return Person(Account(PLATFORM, "", f"employee-{next(_numbers)}"), "Dana Reyes", Standing.EMPLOYEE)


def _seated(register: Register, clock: SystemClock) -> tuple[str, ...]:
    today = clock.today()
    seats = [
        people.add_member(register, name, (MemberAccount(PLATFORM, "", f"member-{number}"),), today)
        for number, name in enumerate(MEMBERS)
    ]
    people.set_roles(register, seats[0].id, seats[1].id, today)
    return tuple(member.id for member in seats)
