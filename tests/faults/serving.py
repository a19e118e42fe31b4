"""The process that is killed: the page without accounts, the conversation, the register and the courier, all real.

    python -m tests.faults.serving FOLDER PORT CHAT_ADDRESS

Prints a line when it listens. It serves until it is killed, or its standard input ends: its parent has gone.
"""

import asyncio
import sys
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.clock import SystemClock
from bot.conversation import Conversation
from bot.courier import Courier
from bot.limits import Limit
from bot.messenger import Channel
from bot.talk import House
from bot.terms import Terms
from bot.waking import Waking
from bot.web.server import create_app, create_runner
from content.company import open_company
from dialogs.facts import Promise
from storage import people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register
from tests.faults.chat_messenger import ChatMessenger

KEY = bytes(range(32))
MEMBERS = ("grace", "samuel", "mei")
COMMITTEE = Channel("chat", "", "committee")
RECIPIENTS = (*MEMBERS, COMMITTEE.id)


async def serve(folder: Path, port: int, chat: str) -> None:
    with open_database(folder / "register.db", KEY, create=True) as database:
        await database.run(_seat)
        async with aiohttp.ClientSession() as session:
            courier = Courier(database, SystemClock(), {"chat": ChatMessenger(session, chat)}, COMMITTEE, hourly=False)
            delivering = asyncio.create_task(courier.run())
            runner = create_runner(create_app(Waking(_conversation(database), courier.wake), open_company().wording))
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            print("listening", flush=True)
            await asyncio.to_thread(sys.stdin.buffer.read)
            delivering.cancel()


def _conversation(database: Database) -> Conversation:
    clock = SystemClock()
    limits = Limit(5, 600.0, clock.monotonic), Limit(5, 3600.0, clock.monotonic)
    return Conversation(database, House(open_company(), clock, Terms(), Promise(), *limits, channel=True))


def _seat(register: Register) -> None:
    """In one job: the Committee is there whole, or not at all."""
    if people.members(register):
        return
    today = SystemClock().today()
    seats = [people.add_member(register, name, (MemberAccount("chat", "", name),), today).id for name in MEMBERS]
    people.set_roles(register, seats[0], seats[1], today)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
