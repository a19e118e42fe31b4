"""The Web API over HTTP: any verb, arguments from query, form and JSON together, tokens, and bad weather on demand."""

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.web.faults import Fault
from tests.slack.methods import Methods
from tests.slack.shapes import Json

BOT_TOKEN, APP_TOKEN = "xoxb-invented", "xapp-invented"
STRUCTURED = frozenset({"attachments", "blocks", "metadata", "view"})
"""Arguments that come as JSON, also inside a form."""

BY_APP_TOKEN = frozenset({"apps.connections.open"})
Weather = Callable[[str], Fault]


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Web API. `answered` is its `error`, `ok`, or the fault that met it; `at` in the clock's
    seconds."""

    method: str
    arguments: Json = field(repr=False)
    at: float
    answered: str


def fair(_method: str) -> Fault:
    return Fault.NONE


@dataclass(slots=True)
class WebApi:
    """`weather` befalls every call; `ahead` holds the faults of the next calls of a method (or of any: the empty name).

    `retry_after`, in seconds, is what a 429 names.
    """

    methods: Methods
    bot_token: str = BOT_TOKEN
    weather: Weather = fair
    retry_after: float = 7
    revoked: str = ""
    """The error that every token gets, such as `invalid_auth`."""

    calls: list[Call] = field(default_factory=list)
    faults: Counter[Fault] = field(default_factory=Counter)
    """How many calls met which one."""

    ahead: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", "/api/{method}", self._answer), web.route("*", "/files/{rest:.*}", self._file)]

    def next_call(self, *faults: Fault, method: str = "") -> None:
        self.ahead[method].extend(faults)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await arguments_of(request)
        fault = self._fault(method)
        self.faults[fault] += fault is not Fault.NONE
        match fault:
            case Fault.ASKED_TO_WAIT:
                self._note(method, arguments, "ratelimited")
                headers = {"Retry-After": f"{self.retry_after:g}"}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case Fault.DOWN:
                self._note(method, arguments, "down")
                return web.Response(status=500, text="oops", content_type="text/html")
            case Fault.CLOSED:
                self._note(method, arguments, "user_disabled")
                return web.json_response({"ok": False, "error": "user_disabled"})
            case _:
                answer = await self._do(request, method, arguments)
                return await self._carried(request, fault, answer)

    async def _carried(self, request: web.Request, fault: Fault, answer: Json) -> web.StreamResponse:
        if fault is Fault.DROPPED and request.transport:
            request.transport.abort()
        if fault is Fault.LATE:
            await hung_up(request)
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(self.methods.scopes))})

    async def _do(self, request: web.Request, method: str, arguments: Json) -> Json:
        error = self._token_error(request, method, arguments)
        answer = {"ok": False, "error": error} if error else await self.methods.call(method, arguments)
        self._note(method, arguments, str(answer.get("error", "ok")))
        return answer

    def _note(self, method: str, arguments: Json, answered: str) -> None:
        self.calls.append(Call(method, arguments, self.methods.workspace.now(), answered))

    def _fault(self, method: str) -> Fault:
        for name in (method, ""):
            if self.ahead[name]:
                return self.ahead[name].popleft()
        return self.weather(method)

    def _token_error(self, request: web.Request, method: str, arguments: Json) -> str:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.pop("token", "")
        expected = APP_TOKEN if method in BY_APP_TOKEN else self.bot_token
        if not given:
            return "not_authed"
        return self.revoked or ("" if given == expected else "invalid_auth")

    async def _file(self, _: web.Request) -> web.Response:
        self.methods.invalid.append("files: downloaded")
        return web.Response(status=403)


async def hung_up(request: web.Request) -> None:
    """Returns once the caller has given up waiting."""
    while request.transport and not request.transport.is_closing():  # noqa: ASYNC110  aiohttp tells nobody
        await asyncio.sleep(0.01)


async def arguments_of(request: web.Request) -> Json:
    """Query, form and JSON, merged: slack_sdk uses all three."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    elif request.can_read_body:
        found |= dict(await request.post())
    return {name: unpacked(name, value) for name, value in found.items()}


def unpacked(name: str, value: Any) -> Any:
    return json.loads(value) if name in STRUCTURED and isinstance(value, str) else value
