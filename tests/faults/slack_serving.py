"""The process that is killed: the whole Slack app, the register and the courier, all real.

    python -m tests.faults.slack_serving FOLDER PORT SLACK_API

Prints a line when it listens at /slack/events. It serves until it is killed, or its standard input ends.
"""

import asyncio
import sys
import time
from functools import cache
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, web

from bot.clock import SystemClock
from bot.conversation import Conversation, Talks
from bot.courier import Courier
from bot.front import create_front, create_runner
from bot.labels import Worded
from bot.limits import Limit
from bot.messenger import Channel
from bot.once import Once
from bot.slack.calls import Calls, web_client
from bot.slack.edge import Edge
from bot.slack.endpoint import slack_routes
from bot.slack.guard import Guard
from bot.slack.listeners import create_app
from bot.slack.messenger import SlackMessenger
from bot.slack.people import People
from bot.talk import House
from bot.terms import Terms
from bot.waking import Waking
from content.company import open_company
from dialogs.facts import Promise
from storage import people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register
from tests.slack_api import BOT_TOKEN, SECRET, TEAM

KEY = bytes(range(32))
MEMBERS = {"UGRACE": "Grace Lindqvist", "USAMUEL": "Samuel Osei", "UMEI": "Mei Tanaka"}
COMMITTEE = Channel("slack", TEAM, "CCOMMITTEE")
PATIENCE = ClientTimeout(total=0.4)
"""A shorter one than in life, and no pause between two messages in a channel: so more goes wrong in a minute."""

COMPANY = open_company()
CLOCK = SystemClock()


@cache
def wording(language: str) -> Worded:
    return COMPANY.wording(language)


async def serve(folder: Path, port: int, api: str) -> None:
    with open_database(folder / "register.db", KEY, create=True) as database:
        await database.run(_seat)
        async with ClientSession(timeout=PATIENCE, trust_env=False) as session:
            messenger = SlackMessenger(web_client(BOT_TOKEN, session, api), wording, CLOCK, TEAM, pace=0)
            courier = Courier(database, CLOCK, {"slack": messenger}, COMMITTEE, hourly=False)
            delivering = asyncio.create_task(courier.run())
            await _listens(Waking(_conversation(database), courier.wake), session, port, api)
            print("listening", flush=True)
            await asyncio.to_thread(sys.stdin.buffer.read)
            delivering.cancel()


async def _listens(talks: Talks, session: ClientSession, port: int, api: str) -> None:
    calls = Calls(web_client(BOT_TOKEN, session, api), session, api)
    edge = Edge(talks, calls, People(calls, TEAM, CLOCK.monotonic), Once(CLOCK.monotonic), wording)
    runner = create_runner(create_front(slack_routes(create_app(edge), Guard(SECRET, time.time))))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()


def _conversation(database: Database) -> Conversation:
    limits = Limit(5, 600.0, CLOCK.monotonic), Limit(5, 3600.0, CLOCK.monotonic)
    return Conversation(database, House(COMPANY, CLOCK, Terms(), Promise(), *limits, channel=True))


def _seat(register: Register) -> None:
    """In one job: the Committee is there whole, or not at all."""
    if people.members(register):
        return
    today = CLOCK.today()
    accounts = {id_: (MemberAccount("slack", TEAM, id_),) for id_ in MEMBERS}
    seats = [people.add_member(register, name, accounts[id_], today).id for id_, name in MEMBERS.items()]
    people.set_roles(register, seats[0], seats[1], today)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
