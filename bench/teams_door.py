"""Our own door for Teams with nothing behind it: guard, adapter and endpoint, and a listener that does nothing.

python -m bench.teams_door FAR
"""

import asyncio
import sys
from dataclasses import dataclass

from aiohttp import ClientSession, web

from bench.teams_peer import served
from bot.clock import SystemClock
from bot.once import Once
from bot.teams.adapter import Adapter
from bot.teams.clouds import played_at
from bot.teams.connector import Connector
from bot.teams.credentials import NoCredentials
from bot.teams.endpoint import Endpoint
from bot.teams.guard import Guard
from bot.teams.keyset import KeySet
from bot.teams.reading import Happened
from bot.teams.received import Answered, Installed, Invoke, Message
from bot.teams.senders import Senders
from tests.teams.chats import TENANT
from tests.teams.signing import APP_ID


@dataclass(frozen=True, slots=True)
class Nothing:
    """A Listener."""

    async def message(self, message: Message) -> None:
        pass

    async def invoke(self, invoke: Invoke) -> Answered:
        return Answered()

    async def installed(self, installed: Installed) -> None:
        pass

    def already(self, invoke: Invoke) -> Answered:
        return Answered()


async def _met(_: Happened) -> None:
    pass


async def opened(far: str) -> None:
    cloud, monotonic = played_at(far), SystemClock().monotonic
    async with ClientSession() as session:
        connector = Connector(session, NoCredentials(), cloud)
        guard = Guard(KeySet(session, cloud.metadata, monotonic), cloud, APP_ID, TENANT)
        once: Once[Answered] = Once(monotonic)
        senders = Senders(connector, TENANT, monotonic)
        app = web.Application()
        app.add_routes(Endpoint(guard, Adapter(connector, APP_ID), senders, Nothing(), once, _met).routes())
        await served(app)


if __name__ == "__main__":
    asyncio.run(opened(sys.argv[1]))
