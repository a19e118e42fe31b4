"""The whole product with invented people, on a loopback port: what the browser and the tests of the page play in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import web

from bot import seats
from bot.clock import SystemClock
from bot.conversation import Conversation
from bot.courier import Courier
from bot.invented import COMMITTEE, STAFF, Invented
from bot.limits import Limit
from bot.person import Account, Person
from bot.talk import House
from bot.terms import Terms
from bot.waking import Waking
from bot.web.mailbox import Mailbox
from bot.web.messenger import CHANNEL, PLATFORM, WORKSPACE, WebMessenger
from bot.web.personas import Persona
from bot.web.server import Demo, create_app, create_runner
from content.company import open_company
from dialogs.facts import Promise
from storage import people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register

KEY = b"k" * 32


def persona(one: Invented) -> Persona:
    return Persona(
        one.key, Person(Account(PLATFORM, WORKSPACE, one.key), one.name, one.standing), one.member, one.chair
    )


PEOPLE = tuple(persona(one) for one in (*STAFF, *COMMITTEE))


@dataclass(frozen=True, slots=True)
class Stage:
    """A running house; `page` is its address."""

    page: str
    app: web.Application
    database: Database
    mailbox: Mailbox


@asynccontextmanager
async def staged(folder: Path, *, anonymous: bool = False, port: int = 0, language: str = "en") -> AsyncIterator[Stage]:
    """The demo, or the page without accounts when `anonymous`. The files in `folder` are made or opened."""
    clock, company = SystemClock(), open_company()
    with open_database(folder / "register.db", KEY, create=True) as database:
        await database.run(lambda register: seat(register, clock.today()))
        async with Mailbox(folder / "mailbox.db") as mailbox:
            messenger = WebMessenger(mailbox, company.wording, {one.key for one in PEOPLE})
            courier = Courier(database, clock, {PLATFORM: messenger}, CHANNEL, hourly=False)
            limits = Limit(5, 3600, clock.monotonic), Limit(5, 3600, clock.monotonic)
            house = House(company, clock, Terms(), Promise(), *limits, channel=True)
            demo = None if anonymous else Demo(PEOPLE, mailbox)
            ways = tuple(f"{c.name}: {c.phone or c.address}" for c in company.contacts.off_platform())
            app = create_app(
                Waking(Conversation(database, house), courier.wake),
                company.wording,
                demo=demo,
                language=language,
                elsewhere=ways,
            )
            async with delivering(courier), serving(app, port) as page:
                yield Stage(page, app, database, mailbox)


def seat(register: Register, on: date) -> None:
    """The Committee, once."""
    if people.members(register):
        return
    seats.seat(register, [_seat(one) for one in COMMITTEE], on)


def _seat(one: Invented) -> seats.Seat:
    return seats.Seat(one.name, (MemberAccount(PLATFORM, WORKSPACE, one.key),), one.chair, one.acting)


@asynccontextmanager
async def delivering(courier: Courier) -> AsyncIterator[None]:
    running = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def serving(app: web.Application, port: int) -> AsyncIterator[str]:
    runner = create_runner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
