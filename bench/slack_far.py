"""Slack's side of the measurement: a Web API that answers at once and checks nothing, and the simulator's sockets.

What is sent is made by the simulator of the tests, in Slack's own shapes. Every app has an address of its own here.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from tests.slack.callbacks import Callbacks
from tests.slack.server import arguments_of
from tests.slack.socket_transport import Sockets
from tests.slack.workspace import BOT_USER, TEAM, Somebody, Workspace

Json = dict[str, Any]
NAME = "Dana Reyes"
_numbers = count(1)


def unlike_any(prefix: str) -> str:
    """An id nobody has used before, as Slack's triggers and users are."""
    return f"{prefix}{next(_numbers):08d}"


@dataclass(slots=True)
class Far:
    """What one app sees of Slack. `window` is the last request to open one, not yet read; `posted` counts messages."""

    name: str
    workspace: Workspace
    sockets: Sockets
    address: str = ""
    window: tuple[str, bytes] = ("", b"")
    opened: int = 0
    posted: int = 0

    @property
    def api(self) -> str:
        return f"{self.address}/{self.name}/api/"

    @property
    def callbacks(self) -> Callbacks:
        return Callbacks(self.workspace, lambda *_: f"{self.address}/response", lambda _: unlike_any("trigger."))

    def last_window(self) -> Json:
        """The view that the app asked to open last."""
        kind, body = self.window
        view = json.loads(body)["view"] if kind == "application/json" else parse_qs(body.decode())["view"][0]
        read: Json = json.loads(view) if isinstance(view, str) else view
        return read

    async def called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        match method:
            case "views.open":
                self.window = (request.content_type, await request.read())
                self.opened += 1
            case "users.info" | "conversations.open":
                return _answer(_of_person(method, await arguments_of(request)))
            case "chat.postMessage":
                self.posted += 1
                return _answer({"ts": f"1.{self.posted:06d}"})
            case "apps.connections.open":
                return _answer({"url": self._link()})
            case "auth.test":
                return _answer({"team_id": TEAM, "user_id": BOT_USER, "bot_id": "B1"})
        return _answer({})

    def _link(self) -> str:
        return f"{self.address.replace('http', 'ws')}/{self.name}/link?ticket={self.sockets.ticket()}"


@dataclass(slots=True)
class Slack:
    """Every app's part of it."""

    workspace: Workspace
    address: str = ""
    apps: dict[str, Far] = field(default_factory=dict)

    def of(self, name: str) -> Far:
        if name not in self.apps:
            self.apps[name] = Far(name, self.workspace, Sockets(self.workspace), self.address)
        return self.apps[name]

    async def called(self, request: web.Request) -> web.Response:
        return await self.of(request.match_info["app"]).called(request)

    async def linked(self, request: web.Request) -> web.StreamResponse:
        return await self.of(request.match_info["app"]).sockets.connected(request)


@asynccontextmanager
async def slack_here(workspace: Workspace) -> AsyncIterator[Slack]:
    slack = Slack(workspace)
    app = web.Application(client_max_size=4 * 2**20)
    app.add_routes([web.route("*", "/{app}/api/{method}", slack.called), web.get("/{app}/link", slack.linked)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        for far in slack.apps.values():
            await far.sockets.cut()
        await runner.cleanup()


def _of_person(method: str, asked: Json) -> Json:
    if method == "conversations.open":
        return {"channel": {"id": f"D{asked['users']}"}}
    return {"user": Somebody(str(asked["user"]), NAME).as_json()}


def _answer(told: Json) -> web.Response:
    return web.Response(body=json.dumps({"ok": True, **told}).encode(), content_type="application/json")
