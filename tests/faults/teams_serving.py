"""The process that is killed: the whole Teams app, the register and the courier, all real.

    python -m tests.faults.teams_serving FOLDER PORT ADDRESS_OF_MICROSOFT

Prints a line when it listens at /api/messages. It serves until it is killed, or its standard input ends.
"""

import asyncio
import sys
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.clock import SystemClock
from bot.conversation import Conversation, Talks
from bot.courier import Courier
from bot.front import create_front, create_runner
from bot.labels import Worded
from bot.limits import Limit
from bot.messenger import Channel
from bot.references import RegisterReferences
from bot.talk import House
from bot.teams.clouds import played_at
from bot.teams.login import Login
from bot.teams.service import Service, Tenant, open_service
from bot.terms import Terms
from bot.waking import Waking
from content.company import open_company
from dialogs.facts import Promise
from storage import people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register
from tests.teams.microsoft import SECRET
from tests.teams_api import APP_ID, TENANT

KEY = bytes(range(32))
GRACE, SAMUEL, MEI = (f"0000000{n}-aaaa-bbbb-cccc-dddddddddddd" for n in range(1, 4))
MEMBERS = {GRACE: "Grace Lindqvist", SAMUEL: "Samuel Osei", MEI: "Mei Tanaka"}
COMMITTEE = Channel("teams", TENANT, "19:committee@thread.tacv2")
PATIENCE = 0.4
"""Seconds for one call: shorter than in life, so that more goes wrong in a minute."""

COMPANY = open_company()
CLOCK = SystemClock()


@cache
def wording(language: str) -> Worded:
    return COMPANY.wording(language)


async def serve(folder: Path, port: int, microsoft: str) -> None:
    with open_database(folder / "register.db", KEY, create=True) as database:
        await database.run(_seat)
        tenant = Tenant(Login(APP_ID, SECRET, tenant=TENANT), played_at(microsoft), COMMITTEE.id)
        references = RegisterReferences(database)
        async with open_service(tenant, wording, CLOCK, references, PATIENCE) as service:
            messengers = {"teams": service.messenger}
            courier = Courier(database, CLOCK, messengers, COMMITTEE, hourly=False)
            delivering = asyncio.create_task(courier.run())
            await _listens(service, Waking(_conversation(database), courier.wake), port)
            print("listening", flush=True)
            await asyncio.to_thread(sys.stdin.buffer.read)
            delivering.cancel()


async def _listens(service: Service, talks: Talks, port: int) -> None:
    runner = create_runner(create_front(service.routes(talks)))
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
    accounts = {id_: (MemberAccount("teams", TENANT, id_),) for id_ in MEMBERS}
    seats = [people.add_member(register, name, accounts[id_], today).id for id_, name in MEMBERS.items()]
    people.set_roles(register, seats[0], seats[1], today)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
