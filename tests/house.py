"""The whole house for a test: a register in a new file, invented people, and nothing between them and the real code."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation import Conversation
from bot.courier import Courier
from bot.limits import Limit
from bot.messenger import Channel, Messenger
from bot.person import Account, Person, Standing
from bot.talk import House
from bot.terms import Terms
from content.company import Company, open_company
from dialogs.facts import Promise
from storage import people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register
from tests.clocks import StoppedClock

KEY = bytes(range(32))
PLATFORM = "slack"
CHANNEL = Channel(PLATFORM, "", "committee")

EMPLOYEE, SENIOR, DIRECTOR = Standing.EMPLOYEE, Standing.SENIOR, Standing.DIRECTOR


def person(name: str, standing: Standing | None = EMPLOYEE) -> Person:
    """Somebody with an account of their first name."""
    return Person(Account(PLATFORM, "", name.split()[0]), name, standing)


DANA = person("Dana Reyes")
ELI = person("Eli Novak")
TOMAS = person("Tomas Berg", SENIOR)
NOOR = person("Noor Haddad", DIRECTOR)
GRACE = person("Grace Lindqvist", DIRECTOR)
SAMUEL = person("Samuel Osei", DIRECTOR)
MEI = person("Mei Tanaka", DIRECTOR)
COMMITTEE = (GRACE, SAMUEL, MEI)
EVERYBODY = (DANA, ELI, TOMAS, NOOR, *COMMITTEE)


def seat(register: Register, clock: StoppedClock, committee: tuple[Person, ...] = COMMITTEE) -> None:
    """The first is the Chair, the second the acting chair."""
    seated = [people.add_member(register, who.name, _accounts(who), clock.today()) for who in committee]
    if seated:
        acting = seated[1].id if len(seated) > 1 else None
        people.set_roles(register, seated[0].id, acting, clock.today())


def _accounts(who: Person) -> tuple[MemberAccount, ...]:
    return (MemberAccount(who.account.platform, who.account.workspace, who.account.id),) if who.account else ()


@dataclass(slots=True)
class World:
    """Built by `build`; `close` when done."""

    database: Database
    clock: StoppedClock
    talks: Conversation
    courier: Courier
    messenger: Messenger
    path: Path
    company: Company = field(default_factory=open_company)

    def close(self) -> None:
        self.database.close()


def build(
    folder: Path,
    messenger: Messenger,
    *,
    committee: tuple[Person, ...] = COMMITTEE,
    clock: StoppedClock | None = None,
    company: Company | None = None,
    promise: Promise | None = None,
    hourly: bool = False,
) -> World:
    """A new register, or with a clock handed in the one that stands in the folder already."""
    path, new = folder / "register.db", clock is None
    clock = clock or StoppedClock()
    database = open_database(path, KEY, create=new, on=clock.today())
    if new:
        database.run_now(lambda r: seat(r, clock, committee))
    company = company or open_company()
    limits = (Limit(5, 600.0, clock.monotonic), Limit(5, 3600.0, clock.monotonic))
    questions = Limit(3, 86_400.0, clock.monotonic)
    house = House(company, clock, Terms(), promise or Promise(), *limits, channel=True, questions=questions)
    full = house.promise.committee_dm == "full"
    courier = Courier(database, clock, {messenger.platform: messenger}, CHANNEL, hourly=hourly, full=full)
    return World(database, clock, Conversation(database, house), courier, messenger, path, company)
