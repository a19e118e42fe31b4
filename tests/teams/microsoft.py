"""Microsoft's side over HTTP: our own token, the key set, and the connector, with bad weather on demand."""

import asyncio
import itertools
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.teams.received import JSON
from bot.web.faults import Fault
from tests.teams.signing import APP_ID, Signer

SECRET = "invented-secret"
JSON_ERROR, TEXT_ERROR, HTML_ERROR, EMPTY = "json", "text", "html", "empty"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is none of the usual: `code` stands in its JSON; `kind` may be another shape."""

    status: int
    code: str = ""
    kind: str = JSON_ERROR
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `answered` is the status, or the fault that met it; `at` in the clock's seconds."""

    method: str
    where: str
    body: JSON = field(repr=False)
    at: float = 0.0
    answered: str = ""


@dataclass(slots=True)
class Somebody:
    """`app`: it is installed for them. `blocked`: they do not want its messages."""

    account: str
    name: str
    app: bool = True
    blocked: bool = False
    role: str = "user"
    upn: str = ""
    tenant: str = ""


Weather = Callable[[str], Fault]


def fair(_method: str) -> Fault:
    return Fault.NONE


@dataclass(slots=True)
class Microsoft:
    """`take` keeps what is posted and gives its id, `replace` puts another in its place and raises LookupError."""

    clock: Clock
    tenant: str
    take: Callable[[str, JSON], str]
    replace: Callable[[str, str, JSON], None]
    signer: Signer = field(default_factory=Signer)
    people: dict[str, Somebody] = field(default_factory=dict)
    channels: dict[str, bool] = field(default_factory=dict)
    """By id: whether the app is in the team."""
    weather: Weather = fair
    retry_after: float = 7
    tokens: set[str] = field(default_factory=set)
    """Those the connector takes."""
    asks_for_tokens: bool = True
    """Microsoft's own playground does not."""

    token_lives: float = 3600
    secret: str = SECRET
    calls: list[Call] = field(default_factory=list)
    faults: Counter[Fault] = field(default_factory=Counter)
    ahead: dict[str, deque[Fault | Refusal]] = field(default_factory=lambda: defaultdict(deque))
    hanging: set[str] = field(default_factory=set)
    """Methods that never answer."""
    _count: Any = field(default_factory=lambda: itertools.count(1))

    def routes(self) -> list[web.RouteDef]:
        at = "/v3/conversations"
        one = f"{at}/{{conversation}}"
        told: Mapping[str, tuple[str, str, Any]] = {
            "token": ("POST", "/{tenant}/oauth2/v2.0/token", self._token),
            "identity": ("GET", "/identity", self._identity),
            "metadata": ("GET", "/v1/.well-known/openidconfiguration", self._metadata),
            "keys": ("GET", "/v1/.well-known/keys", self._keys),
            "create": ("POST", at, self._create),
            "send": ("POST", f"{one}/activities", self._send),
            "reply": ("POST", f"{one}/activities/{{id}}", self._send),
            "update": ("PUT", f"{one}/activities/{{id}}", self._update),
            "delete": ("DELETE", f"{one}/activities/{{id}}", self._delete),
            "member": ("GET", f"{one}/members/{{id}}", self._member),
            "members": ("GET", f"{one}/pagedmembers", self._members),
        }
        return [web.route(verb, path, self._answering(name, do)) for name, (verb, path, do) in told.items()]

    def next_call(self, *faults: Fault | Refusal, method: str) -> None:
        self.ahead[method].extend(faults)

    def revokes(self) -> None:
        """Every token that was given."""
        self.tokens.clear()

    def _answering(self, method: str, do: Callable[..., Any]) -> Callable[[web.Request], Any]:
        async def handler(request: web.Request) -> web.StreamResponse:
            if method in self.hanging:
                await hung_up(request)
            fault = self.ahead[method].popleft() if self.ahead[method] else self.weather(method)
            answer = await self._met(fault, request, do)
            body = await _body(request)
            told = (
                str(answer.status) if fault in (Fault.NONE, Fault.CLOSED) or isinstance(fault, Refusal) else str(fault)
            )
            where = request.match_info.get("conversation", "")
            self.calls.append(Call(method, where, body, self.clock.now().timestamp(), told))
            return answer

        return handler

    async def _met(self, fault: Fault | Refusal, request: web.Request, do: Callable[..., Any]) -> web.StreamResponse:
        if isinstance(fault, Refusal):
            return refused(fault)
        self.faults[fault] += fault is not Fault.NONE
        match fault:
            case Fault.ASKED_TO_WAIT:
                return refused(Refusal(429, "TooManyRequests", after=self.retry_after))
            case Fault.DOWN:
                return refused(Refusal(500, kind=HTML_ERROR))
            case Fault.CLOSED:
                return refused(Refusal(403, "MessageWritesBlocked"))
        answer: web.StreamResponse = await do(request)
        if fault is Fault.DROPPED and request.transport:
            request.transport.abort()
        if fault is Fault.LATE:
            await hung_up(request)
        return answer

    # Our own token

    async def _token(self, request: web.Request) -> web.StreamResponse:
        asked = await request.post()
        right = {"client_id": APP_ID, "client_secret": self.secret, "grant_type": "client_credentials"}
        if {name: asked.get(name) for name in right} != right or request.match_info["tenant"] != self.tenant:
            return web.json_response({"error": "invalid_client", "error_description": "AADSTS7000215"}, status=401)
        return self._given("api.botframework.com" in str(asked.get("scope")))

    async def _identity(self, request: web.Request) -> web.StreamResponse:
        right = request.headers.get("X-IDENTITY-HEADER") == self.secret and request.query.get("client_id") == APP_ID
        return self._given(right and request.query.get("resource") == "https://api.botframework.com")

    def _given(self, right: bool) -> web.StreamResponse:
        if not right:
            return web.json_response({"error": "invalid_scope"}, status=400)
        token = f"ours-{next(self._count)}"
        self.tokens.add(token)
        return web.json_response({"access_token": token, "expires_in": self.token_lives, "token_type": "Bearer"})

    # Its keys

    async def _metadata(self, request: web.Request) -> web.StreamResponse:
        address = f"http://{request.host}/v1/.well-known/keys"
        return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": address})

    async def _keys(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(self.signer.key_set())

    # The connector

    async def _create(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if denied := self._denied(request):
            return denied
        if body.get("isGroup"):
            return self._thread(body)
        who = self.people.get(body["members"][0]["id"])
        if who is None or not who.app or body.get("tenantId") != self.tenant:
            return refused(Refusal(403, "BotNotInConversationRoster"))
        return web.json_response({"id": chat_of(who.account)}, status=201)

    def _thread(self, body: JSON) -> web.StreamResponse:
        channel = body["channelData"]["channel"]["id"]
        if channel not in self.channels:
            return refused(Refusal(404, "ConversationNotFound"))
        if not self.channels[channel]:
            return refused(Refusal(403, "BotNotInConversationRoster"))
        id_ = self.take(channel, body["activity"])
        return web.json_response({"id": f"{channel};messageid={id_}", "activityId": id_}, status=201)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        activity = await request.json()
        if denied := self._denied(request) or self._shut(request):
            return denied
        if activity.get("type") == "typing":
            return web.json_response({"id": "typing"}, status=201)
        return web.json_response({"id": self.take(request.match_info["conversation"], activity)}, status=201)

    async def _update(self, request: web.Request) -> web.StreamResponse:
        activity = await request.json()
        if denied := self._denied(request) or self._shut(request):
            return denied
        where, id_ = request.match_info["conversation"], request.match_info["id"]
        try:
            self.replace(where.partition(";")[0], id_, activity)
        except LookupError:
            return refused(Refusal(404, "ActivityNotFoundInConversation"))
        return web.json_response({"id": id_})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        return self._denied(request) or self._shut(request) or web.Response(status=200)

    async def _member(self, request: web.Request) -> web.StreamResponse:
        if denied := self._denied(request):
            return denied
        who = self.people.get(request.match_info["id"].removeprefix("29:"))
        if who is None:
            return refused(Refusal(404, "MemberNotFoundInConversation"))
        return web.json_response(
            {
                "id": f"29:{who.account}",
                "name": who.name,
                "aadObjectId": who.account,
                "userPrincipalName": who.upn or "somebody@greenfield.example",
                "tenantId": who.tenant or self.tenant,
                "userRole": who.role,
            }
        )

    async def _members(self, request: web.Request) -> web.StreamResponse:
        if denied := self._denied(request):
            return denied
        if not self.channels.get(request.match_info["conversation"], True):
            return refused(Refusal(403, "BotNotInConversationRoster"))
        return web.json_response({"members": []})

    def _denied(self, request: web.Request) -> web.StreamResponse | None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return (
            None
            if given in self.tokens or not self.asks_for_tokens
            else refused(Refusal(401, "Unauthorized", kind=EMPTY))
        )

    def _shut(self, request: web.Request) -> web.StreamResponse | None:
        where = request.match_info["conversation"].partition(";")[0]
        who = self.people.get(where.removeprefix(chat_of("")))
        if who is None and where not in self.channels:
            return refused(Refusal(404, "ConversationNotFound"))
        if who and who.blocked:
            return refused(Refusal(403, "ConversationBlockedByUser"))
        return refused(Refusal(403, "BotNotInConversationRoster")) if who and not who.app else None


def chat_of(account: str) -> str:
    return f"chat-{account}"


def refused(refusal: Refusal) -> web.Response:
    headers = {"Retry-After": f"{refusal.after:g}"} if refusal.after is not None else {}
    match refusal.kind:
        case "text":
            return web.Response(status=refusal.status, headers=headers, text="Something about 29:secret went wrong")
        case "html":
            return web.Response(status=refusal.status, headers=headers, text="<h1>oops</h1>", content_type="text/html")
        case "empty":
            return web.Response(status=refusal.status, headers=headers)
    error = {"code": refusal.code, "message": "A text about 29:secret that must not get out"}
    return web.json_response({"error": error}, status=refusal.status, headers=headers)


async def hung_up(request: web.Request) -> None:
    """Returns once the caller has given up waiting."""
    while request.transport and not request.transport.is_closing():  # noqa: ASYNC110  aiohttp tells nobody
        await asyncio.sleep(0.01)


async def _body(request: web.Request) -> JSON:
    if request.content_type != "application/json" or not request.can_read_body:
        return {}
    told: JSON = await request.json()
    return told
