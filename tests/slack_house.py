"""The whole house behind the Slack edge: a register, invented people in an invented workspace, either transport."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse

from bot.conversation import Talks
from bot.courier import Courier
from bot.front import create_front, create_runner
from bot.labels import Worded
from bot.messenger import Channel, Messenger
from bot.once import Once
from bot.person import Account, Person
from bot.slack.calls import Calls, web_client
from bot.slack.edge import Edge
from bot.slack.endpoint import dispatch, slack_routes
from bot.slack.guard import Guard
from bot.slack.listeners import create_app
from bot.slack.messenger import SlackMessenger
from bot.slack.people import People
from bot.slack.sockets import Sockets
from content.company import open_company
from dialogs.facts import Promise
from tests.clocks import StoppedClock
from tests.house import World, build
from tests.slack_api import APP_TOKEN, BOT_TOKEN, SECRET, TEAM, SlackApi

COMPANY = open_company()
DANA, ELI, GRACE, SAMUEL, MEI = "UDANA", "UELI", "UGRACE", "USAMUEL", "UMEI"
NAMES = {DANA: "Dana Reyes", ELI: "Eli Novak", GRACE: "Grace Lindqvist", SAMUEL: "Samuel Osei", MEI: "Mei Tanaka"}
COMMITTEE_CHANNEL = "CCOMMITTEE"
COMMITTEE = tuple(Person(Account("slack", TEAM, id_), NAMES[id_]) for id_ in (GRACE, SAMUEL, MEI))


@cache
def wording(language: str) -> Worded:
    return COMPANY.wording(language)


@dataclass(slots=True)
class SlackHouse:
    """`slack` is the workspace; `world` the house. `delivered` runs the courier once."""

    slack: SlackApi
    world: World
    edge: Edge
    app: Any

    async def delivered(self) -> None:
        await self.world.courier.deliver()

    def seen(self, user: str) -> str:
        """What stands in the open window, else the newest message."""
        view = self.slack.view_of(user)
        return text_of_view(view) if view else self.slack.seen(user)


def text_of_view(view: Any) -> str:
    from tests.slack.seen import text_of

    return text_of(view.blocks)


@asynccontextmanager
async def slack_house(
    folder: Path,
    transport: str = "http",
    *,
    front: Callable[[Talks], Talks] = lambda talks: talks,
    dm: str = "notice",
) -> AsyncIterator[SlackHouse]:
    """`transport` is `http` or `socket`; `front` puts something in front of the conversation; `dm` is what members'
    messages hold."""
    async with SlackApi() as slack, aiohttp.ClientSession(trust_env=False) as session:
        for id_, name in NAMES.items():
            slack.hires(id_, name)
        slack.makes_channel(COMMITTEE_CHANNEL, GRACE, SAMUEL, MEI)
        world = _world(
            folder, SlackMessenger(web_client(BOT_TOKEN, session, slack.url), wording, slack.clock, TEAM, pace=0), dm
        )
        edge = edge_of(slack, session, front(world.talks))
        app = create_app(edge)
        house = SlackHouse(slack, world, edge, app)
        try:
            async with over_http(house) if transport == "http" else _socket(house, session):
                yield house
        finally:
            world.close()


def _world(folder: Path, messenger: Messenger, dm: str) -> World:
    world = build(folder, messenger, committee=COMMITTEE, promise=Promise(committee_dm=dm))
    channel, messengers = Channel("slack", TEAM, COMMITTEE_CHANNEL), {messenger.platform: messenger}
    world.courier = Courier(world.database, world.clock, messengers, channel, hourly=False, full=dm == "full")
    return world


def edge_of(slack: SlackApi, session: aiohttp.ClientSession, talks: Talks) -> Edge:
    clock = slack.clock
    calls = Calls(web_client(BOT_TOKEN, session, slack.url), session, slack.url)
    people = People(calls, TEAM, clock.monotonic, languages=COMPANY.wording("en").languages)
    return Edge(talks, calls, people, Once(clock.monotonic), wording)


@asynccontextmanager
async def over_http(house: SlackHouse) -> AsyncIterator[None]:
    guard = Guard(SECRET, lambda: house.slack.clock.now().timestamp())
    runner = create_runner(create_front(slack_routes(house.app, guard)))
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    house.slack.calls_at(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _socket(house: SlackHouse, session: aiohttp.ClientSession) -> AsyncIterator[None]:
    async def answers(payload: dict[str, Any]) -> BoltResponse:
        return await dispatch(house.app, payload)

    client = web_client(APP_TOKEN, session, house.slack.url)
    sockets = Sockets(client, session, answers, RealSleep(), first_wait=0.01)
    running = asyncio.create_task(sockets.run())
    try:
        await house.slack.sockets.there(2)
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


class RealSleep(StoppedClock):
    """For waiting between connections: nothing else of it is asked."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
