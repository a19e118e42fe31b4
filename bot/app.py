"""The composition root: builds every part from the settings, starts them in order and stops them in reverse."""

import asyncio
import gc
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot import control
from bot.beforehand import SETTLED, Beforehand
from bot.clock import SystemClock
from bot.clocks import Clocks
from bot.conversation import Conversation, Talks
from bot.courier import Courier
from bot.desk import HELD, OwnDesk
from bot.disk import Disk
from bot.front import create_front, create_runner, serving
from bot.health import condition
from bot.invented import STAFF
from bot.lasting import after, lasting, stopping_sign
from bot.limits import Limit
from bot.logs import Event, log
from bot.messenger import Channel, Messenger
from bot.person import Account, Person, Standing
from bot.references import RegisterReferences
from bot.settings import Settings
from bot.slack import wiring as slack_wiring
from bot.slack.tokens import SLACK
from bot.talk import House
from bot.teams import wiring as teams_wiring
from bot.teams.received import PLATFORM as TEAMS
from bot.terms import Terms
from bot.waking import Waking
from bot.web.mailbox import Mailbox
from bot.web.messenger import CHANNEL, PLATFORM, WORKSPACE, WebMessenger
from bot.web.personas import Persona
from bot.web.server import Demo, create_app
from content.company import Company, open_company
from dialogs.facts import Promise
from storage import marks, people
from storage.database import Database
from storage.records import Member, MemberAccount

if TYPE_CHECKING:
    from bot.slack.service import Service
    from bot.teams.service import Service as TeamsService

GUESSES = (5, 600.0)
"""Wrong receipts an account may try, and in how many seconds."""
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Running:
    """The house without a page: turns are taken, messages leave. `demo` is None in production, `slack` and `teams`
    where they are not configured."""

    company: Company
    talks: Talks
    courier: Courier
    demo: Demo | None
    released: asyncio.Event
    """Unset while a restored register is held: turns are taken, and nothing leaves before this is set."""
    disk: Disk
    beforehand: Beforehand
    slack: "Service | None" = None
    teams: "TeamsService | None" = None

    def release(self) -> None:
        if not self.released.is_set():
            self.released.set()
            log(Event.RELEASED)


async def serve(settings: Settings, database: Database, announce: Callable[[str], None]) -> None:
    """Until SIGTERM or SIGINT; what was begun is finished first. `announce` is told the page's address.

    Raises ListenError, or what the control socket or the mailbox cannot open.
    """
    os.umask(0o077)
    async with AsyncExitStack() as stack:
        stopping = stopping_sign()
        house = await stack.enter_async_context(running(settings, database))
        await stack.enter_async_context(
            control.answering(OwnDesk(database), database.path, house.courier.wake, house.release)
        )
        address = await stack.enter_async_context(_page(settings, house))
        await stack.enter_async_context(_platforms_listen(settings, house))
        announce(address)
        log(Event.LISTENING, port=settings.web.port)
        _set_aside()
        loading = asyncio.create_task(_loaded(house))
        await stopping.wait()
        loading.cancel()
        log(Event.STOPPING)
    log(Event.STOPPED)


def _set_aside() -> None:
    """What is loaded now stays for good: Python need not look through it again, which holds everybody up. Nor now: of
    its hundred thousand objects about a hundred are garbage, and the start would wait for them."""
    gc.freeze()


async def _loaded(house: Running) -> None:
    """The first question waits for nothing; what it needed is set aside as well."""
    await asyncio.sleep(SETTLED)
    await house.beforehand.load()
    gc.freeze()


@asynccontextmanager
async def running(settings: Settings, database: Database) -> AsyncIterator[Running]:
    """Everything but the page, for `serve` and for `chat`."""
    company = open_company(settings.content, semantic=settings.semantic)
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(_demo(database)) if settings.mode == "development" else None
        slack = await stack.enter_async_context(slack_wiring.opened(settings, company))
        references = RegisterReferences(database)
        teams = await stack.enter_async_context(teams_wiring.opened(settings, company, references))
        courier = _courier(settings, database, company, demo, slack, teams)
        house = _house(settings, company, channel=courier.committee is not None)
        talks = Conversation(database, house)
        clocks = Clocks(database, SystemClock(), _terms(settings), courier.wake, house.tally)
        stack.push_async_callback(clocks.count)
        released = await _released(database)
        disk = Disk(database, SystemClock())
        await stack.enter_async_context(lasting("disk", disk.run))
        await stack.enter_async_context(lasting("courier", after(released, courier.run)))
        await stack.enter_async_context(lasting("clocks", after(released, clocks.run)))
        yield Running(
            company, Waking(talks, courier.wake), courier, demo, released, disk, talks.beforehand, slack, teams
        )


async def _released(database: Database) -> asyncio.Event:
    """Set unless the register was restored and is held; the log says which."""
    released = asyncio.Event()
    if await database.run(lambda r: marks.marked(r, HELD)) is None:
        released.set()
        log(Event.STARTED)
    else:
        log(Event.HELD, level=logging.WARNING)
    return released


def deliver(settings: Settings, database: Database) -> None:
    """One round of the courier, for a command that holds the register itself."""

    async def once() -> None:
        async with AsyncExitStack() as stack:
            company = open_company(settings.content, semantic=settings.semantic)
            demo = await stack.enter_async_context(_demo(database)) if settings.mode == "development" else None
            slack = await stack.enter_async_context(slack_wiring.opened(settings, company))
            references = RegisterReferences(database)
            teams = await stack.enter_async_context(teams_wiring.opened(settings, company, references))
            await _courier(settings, database, company, demo, slack, teams).deliver()

    asyncio.run(once())


def _house(settings: Settings, company: Company, *, channel: bool) -> House:
    clock, terms = SystemClock(), _terms(settings)
    promise = Promise(
        web_address=settings.web.address,
        committee_dm=settings.committee.dm,
        acknowledge_days=terms.acknowledge_days,
        feedback_months=terms.feedback_months,
        draft_days=settings.drafts.days,
        hourly=settings.mode == "production",
    )
    guesses = Limit(*GUESSES, clock.monotonic)
    return House(
        company, clock, terms, promise, guesses, Limit(settings.limits.reports_an_hour, HOUR, clock.monotonic), channel
    )


def _terms(settings: Settings) -> Terms:
    clocks = settings.clocks
    return Terms(
        acknowledge_days=clocks.acknowledge_business_days,
        acknowledge_latest=clocks.acknowledge_latest_days,
        feedback_months=clocks.feedback_months,
        unread_days=clocks.unread_days,
        check_in_days=tuple(sorted(set(clocks.check_in_days))),
        holidays=frozenset(clocks.holidays),
    )


def _courier(
    settings: Settings,
    database: Database,
    company: Company,
    demo: Demo | None,
    slack: "Service | None",
    teams: "TeamsService | None",
) -> Courier:
    """In development everything leaves at once: an hour's wait would show nobody how it works. One channel has the
    Committee's notes: Slack's, where both are set."""
    messengers: dict[str, Messenger] = {}
    channel: Channel | None = None
    if demo is not None:
        accounts = {p.person.account.id for p in demo.personas if p.person.account}
        messengers[PLATFORM], channel = WebMessenger(demo.mailbox, company.wording, accounts), CHANNEL
    if teams is not None:
        messengers[TEAMS], channel = teams.messenger, teams.channel or channel
    if slack is not None:
        messengers[SLACK], channel = slack.messenger, slack.channel or channel
    hourly = settings.mode == "production"
    return Courier(
        database,
        SystemClock(),
        messengers,
        channel,
        hourly=hourly,
        language=settings.language,
        full=settings.committee.dm == "full",
    )


@asynccontextmanager
async def _platforms_listen(settings: Settings, house: Running) -> AsyncIterator[None]:
    """Slack over sockets where there is an app-level token; what comes over HTTP at one address for all platforms."""
    routes: list[web.RouteDef] = []
    async with AsyncExitStack() as stack:
        if house.slack is not None:
            app, given = house.slack.app(house.talks), house.slack.workspace.tokens
            routes += house.slack.routes(app) if given.signing else []
            if given.app:
                await stack.enter_async_context(lasting("slack", house.slack.sockets(app).run))
        if house.teams is not None:
            routes += house.teams.routes(house.talks)
        if routes:
            front = create_runner(create_front(routes, lambda: condition(house.disk, house.released)))
            await stack.enter_async_context(serving(front, settings.http.host, settings.http.port))
            log(Event.LISTENING, port=settings.http.port, what="http")
        yield


@asynccontextmanager
async def _demo(database: Database) -> AsyncIterator[Demo]:
    """The register's own members, and three invented people who work here."""
    members = await database.run(people.members)
    async with Mailbox(database.path.with_name(database.path.name + ".messages")) as mailbox:
        seated = tuple(persona for member in members if (persona := _seated(member)))
        yield Demo((*_invented(), *seated), mailbox)


def _invented() -> tuple[Persona, ...]:
    return tuple(Persona(i.key, Person(web_account(i.key), i.name, i.standing)) for i in STAFF)


def _seated(member: Member) -> Persona | None:
    account = next((a for a in member.accounts if a.platform == PLATFORM), None)
    if account is None:
        return None
    who = Person(web_account(account.id), member.name, Standing.DIRECTOR)
    return Persona(account.id, who, is_member=True, chair=member.chair)


def web_account(key: str) -> Account:
    return Account(PLATFORM, WORKSPACE, key)


def web_member_account(key: str) -> MemberAccount:
    """For a member who sits at the page of a development register."""
    return MemberAccount(PLATFORM, WORKSPACE, key)


def platforms(settings: Settings) -> frozenset[str]:
    """On which a member can be reached."""
    served = {
        PLATFORM: settings.mode == "development",
        SLACK: slack_wiring.configured(settings),
        TEAMS: teams_wiring.configured(settings),
    }
    return frozenset(platform for platform, is_served in served.items() if is_served)


@asynccontextmanager
async def _page(settings: Settings, house: Running) -> AsyncIterator[str]:
    """Yields its address. On the way out it takes no new request and finishes the ones it has."""
    ways = tuple(c.line for c in house.company.contacts.off_platform())
    hosts = () if not settings.web.address else (settings.web.address.removeprefix("https://").split("/")[0],)
    app = create_app(
        house.talks,
        house.company.wording,
        demo=house.demo,
        language=settings.language,
        hosts=hosts,
        elsewhere=ways,
        healthy=lambda: condition(house.disk, house.released),
    )
    async with serving(create_runner(app), settings.web.host, settings.web.port) as address:
        yield address
