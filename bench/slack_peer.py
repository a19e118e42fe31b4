"""The peers: apps of slack_bolt, as its documentation has them, that do nothing. `python -m bench.slack_peer …`

    python -m bench.slack_peer after|before API    over HTTP and Socket Mode; prints its port
    python -m bench.slack_peer bare API            over Socket Mode alone, as an app starts

`before` processes before it responds; `after` is Bolt's default.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-invented", "xapp-invented", "invented-signing-secret"
PATH = "/slack/events"
Ack = Callable[[], Awaitable[None]]


def peer(api: str, *, before: bool) -> AsyncApp:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=api)
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=before)

    async def nothing(ack: Ack) -> None:
        await ack()

    app.command("/ethics")(nothing)
    app.view("form")(nothing)
    return app


async def connected(app: AsyncApp, api: str) -> None:
    client = AsyncWebClient(token=APP_TOKEN, base_url=api)
    await AsyncSocketModeHandler(app, APP_TOKEN, web_client=client).connect_async()  # type: ignore[no-untyped-call]


async def served(kind: str, api: str) -> None:
    app = peer(api, before=kind != "after")
    if kind != "bare":
        runner = web.AppRunner(app.web_app(path=PATH), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await connected(app, api)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(served(*sys.argv[1:]))
