"""The whole product with invented people, on a loopback port: what the browser test and the page's own tests play in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import web

from bot.clock import SystemClock
from bot.conversation import Conversation
from bot.courier import Courier
from bot.limits import Limit
from bot.person import Account, Person, Standing
from bot.talk import House
from bot.terms import Terms
from bot.turns import Reply, Shown
from bot.web.mailbox import Mailbox
from bot.web.messenger import CHANNEL, PLATFORM, WORKSPACE, WebMessenger
from bot.web.personas import Persona
from bot.web.server import Demo, create_app, create_runner
from content.company import open_company
from dialogs.engine import Given
from dialogs.facts import Promise
from storage import people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register

KEY = b"k" * 32


def persona(key: str, name: str, standing: Standing, *, member: bool = False, chair: bool = False) -> Persona:
    return Persona(key, Person(Account(PLATFORM, WORKSPACE, key), name, standing), member, chair)


PEOPLE = (
    persona("maya", "Maya Lindqvist", Standing.EMPLOYEE),
    persona("tomas", "Tomás Oyelaran", Standing.DIRECTOR),
    persona("ruth", "Ruth Abernathy", Standing.SENIOR),
    persona("ines", "Inés Calloway", Standing.DIRECTOR, member=True, chair=True),
    persona("paul", "Paul Okonjo", Standing.DIRECTOR, member=True),
    persona("greta", "Greta Halvorsen", Standing.DIRECTOR, member=True),
)
"""Invented, all of them."""


@dataclass(frozen=True, slots=True)
class Waking:
    """A turn may owe a message: the courier looks after each."""

    talks: Conversation
    courier: Courier

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        return self._then(await self.talks.begin(person, dialog, regarding))

    async def said(self, person: Person, text: str) -> Shown:
        return self._then(await self.talks.said(person, text))

    async def answer(self, person: Person, reply: Reply) -> Shown:
        return self._then(await self.talks.answer(person, reply))

    async def back(self, person: Person, dialog: str, given: Given = ()) -> Shown:
        return self._then(await self.talks.back(person, dialog, given))

    def _then(self, shown: Shown) -> Shown:
        self.courier.wake()
        return shown


@dataclass(frozen=True, slots=True)
class Stage:
    """A running house; `page` is its address."""

    page: str
    app: web.Application
    database: Database
    mailbox: Mailbox


@asynccontextmanager
async def staged(folder: Path, *, anonymous: bool = False, port: int = 0) -> AsyncIterator[Stage]:
    """The demo, or the page without accounts when `anonymous`. The files are made in `folder` and may be there already."""
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
            app = create_app(Waking(Conversation(database, house), courier), company.wording, demo=demo, elsewhere=ways)
            async with delivering(courier), serving(app, port) as page:
                yield Stage(page, app, database, mailbox)


def seat(register: Register, on: date) -> None:
    """The Committee, once."""
    if people.members(register):
        return
    seats = {
        one.key: people.add_member(register, one.person.name, (MemberAccount(PLATFORM, WORKSPACE, one.key),), on).id
        for one in PEOPLE
        if one.is_member
    }
    people.set_roles(register, seats["ines"], seats["paul"], on)


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
