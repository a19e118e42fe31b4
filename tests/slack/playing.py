"""The stage on which Slack is played: its servers, and how what it sends reaches the app and comes back."""

from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.clock import Clock
from tests.slack.block_kit import parts
from tests.slack.callbacks import Answer, Callback, Callbacks
from tests.slack.http_transport import Http
from tests.slack.methods import Methods, RefusedError
from tests.slack.responses import Responses
from tests.slack.server import BOT_TOKEN, Call, WebApi
from tests.slack.shapes import Json
from tests.slack.socket_transport import Sockets
from tests.slack.views import Screens, View, initial
from tests.slack.workspace import Posted, Workspace, clock_now

RETRIES = 3
"""How often Slack sends an event again that was not taken. Interactivity and commands it sends once."""


class Playing:
    """`answers` holds the app's answer to everything that was sent to it, in order."""

    def __init__(self, clock: Clock | None = None, bot_token: str = BOT_TOKEN) -> None:
        self.clock = clock or clock_now()
        self.workspace = Workspace(self.clock)
        self.screens = Screens(self.workspace)
        self.methods = Methods(self.workspace, self.screens)
        self.api = WebApi(self.methods, bot_token)
        self.sockets = Sockets(self.workspace)
        self.responses = Responses(self.workspace, self.methods)
        self.callbacks = Callbacks(self.workspace, self.responses.address, self.screens.trigger)
        self.http: Http | None = None
        self.answers: list[Answer] = []
        self.last: Callback | None = None
        self.address = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 2**20)
        app.add_routes([*self.api.routes(), *self.responses.routes(), web.get("/link", self.sockets.connected)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.responses.base = self.address
        self.methods.sockets = lambda: f"{self.address.replace('http', 'ws')}/link?ticket={self.sockets.ticket()}"
        self._session = aiohttp.ClientSession(trust_env=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        await self.sockets.cut()
        await self._runner.cleanup()
        if error is None:
            assert self.invalid == []

    @property
    def url(self) -> str:
        """The base_url of the app's web client."""
        return f"{self.address}/api/"

    @property
    def invalid(self) -> list[str]:
        """What the app has sent that Slack takes from nobody. A test that means it clears the list."""
        return self.methods.invalid

    @property
    def calls(self) -> list[Call]:
        return self.api.calls

    async def deliver(self, callback: Callback) -> Answer:
        """To the app, over the transport in use."""
        self.last = callback
        answer = await (self.http or self.sockets).deliver(callback)
        self.answers.append(answer)
        return answer

    async def event(self, callback: Callback) -> Answer:
        """Again, as often as Slack does, until it is taken."""
        answer = await self.deliver(callback)
        for attempt in range(1, RETRIES + 1):
            if answer.ok or not answer.retry:
                break
            reason = "http_error" if answer.status else "http_timeout"
            answer = await self.deliver(Callback(callback.kind, callback.payload, attempt, reason))
        return answer

    async def acts(self, user: str, where: Posted | View, block: Json, part: Json, **told: Any) -> Answer:
        who, action = self.workspace.people[user], self.callbacks.action(block, part, **told)
        if isinstance(where, View):
            return await self.deliver(self.callbacks.pressed_in_view(who, where, action))
        values: dict[str, Json] = {}
        for near, other in parts_of(where.blocks):
            if other["type"] not in {"button", "overflow", "image"}:
                values.setdefault(near["block_id"], {})[other["action_id"]] = initial(other)
        return await self.deliver(self.callbacks.pressed_in_message(who, where, action, values))

    def follow(self, view: View, answer: Json) -> None:
        """What is no valid view changes nothing on the screen, and is remembered."""
        with suppress(RefusedError):
            self._follow(view, answer)

    def _follow(self, view: View, answer: Json) -> None:
        match answer.get("response_action"):
            case "errors":
                self._errors(view, answer.get("errors", {}))
            case "update":
                self.methods.sound_view(answer)
                self.screens.update(view, answer["view"])
            case "push":
                self.methods.sound_view(answer)
                self.screens.open(view.user, answer["view"])
            case "clear":
                self.screens.stacks[view.user].clear()
            case _:
                self.screens.close(view)

    def _errors(self, view: View, errors: dict[str, str]) -> None:
        inputs = {block["block_id"] for block in view.inputs}
        if not errors or not errors.keys() <= inputs:
            self.invalid.append("errors: not_at_an_input")
        view.errors = dict(errors)


def parts_of(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Everything that can be pressed or filled in, with its block."""
    return [(block, part) for block in blocks for part in parts(block)]
