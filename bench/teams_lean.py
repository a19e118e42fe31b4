"""botbuilder at its best: a token check that is cached, one session, and an invoke that is answered 200 and no more.

    python -m bench.teams_lean FAR

It is used as its documentation has it, but for its own slow parts: `process_activity` behind our guard, so that no
client is built for a turn and no token fetched; the activity read by botbuilder, the answer sent by the turn's context.
"""

import asyncio
import sys

from aiohttp import ClientSession, web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ActivityTypes

from bench.teams_peer import PATH, served
from bot.clock import SystemClock
from bot.teams.adapter import OurAuthentication
from bot.teams.clouds import played_at
from bot.teams.connector import Connector
from bot.teams.credentials import NoCredentials
from bot.teams.guard import Guard
from bot.teams.keyset import KeySet
from tests.teams.chats import TENANT
from tests.teams.signing import APP_ID


async def on_turn(context: TurnContext) -> None:
    await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=InvokeResponse(status=200)))


async def opened(far: str) -> None:
    cloud = played_at(far)
    async with ClientSession() as session:
        guard = Guard(KeySet(session, cloud.metadata, SystemClock().monotonic), cloud, APP_ID, TENANT)
        login = OurAuthentication(Connector(session, NoCredentials(), cloud), APP_ID)
        adapter = CloudAdapterBase(login)

        async def messages(request: web.Request) -> web.Response:
            activity = await guard.admit(request.headers["Authorization"], await request.read())
            response = await adapter.process_activity(login.admitted(), Activity().deserialize(activity), on_turn)
            return web.Response(status=response.status if response else 200)

        app = web.Application()
        app.router.add_post(PATH, messages)
        await served(app)


if __name__ == "__main__":
    asyncio.run(opened(sys.argv[1]))
