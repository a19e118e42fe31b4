"""Teams over the wire, played on this machine: Microsoft's tokens and keys, the connector, and people's clients.

    async with TeamsApi() as teams:
        teams.hires("0000…", "Dana Reyes")
        ...                                              # the app, with the cloud `played_at(teams.url)`
        teams.calls_at("http://127.0.0.1:…/api/messages")
        await teams.types(DANA, "May I keep a gift?")
        assert "Section 7" in teams.seen(DANA)

What people press and see is played as at the seam (`tests/teams/chats.py`); between that and the bot lie signed
requests and the connector's REST calls. The pieces are in `tests/teams/`.
"""

import itertools
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.clock import Clock
from bot.teams.clouds import Cloud, played_at
from bot.teams.received import JSON, Answered, Installed, Invoke, Message
from tests.clocks import StoppedClock
from tests.teams.chats import TENANT, Chats, Posted
from tests.teams.microsoft import Microsoft, Refusal, Somebody
from tests.teams.signing import APP_ID

__all__ = ["APP_ID", "TENANT", "Refusal", "Request", "TeamsApi"]


class NotAnsweredError(Exception):
    """The bot did not answer an invoke with 200: Teams shows an error, and nothing changes."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """An activity as it goes over the wire: the same one twice is a replay."""

    body: bytes = field(repr=False)
    token: str = field(repr=False)


@dataclass(slots=True)
class Wire:
    """Teams' side of the seam, as a listener: it sends over HTTP what the chats bring about."""

    teams: "TeamsApi"

    async def message(self, message: Message) -> None:
        await self.teams.sends(self.teams.message(message))

    async def invoke(self, invoke: Invoke) -> Answered:
        answered = await self.teams.sends(self.teams.invoke(invoke))
        if answered.status != 200:
            raise NotAnsweredError(answered.status)
        return answered

    async def installed(self, installed: Installed) -> None:
        await self.teams.sends(self.teams.installation(installed))

    def already(self, invoke: Invoke) -> Answered:
        raise NotImplementedError


@dataclass(slots=True)
class TeamsApi(Chats):
    """`microsoft` is all that the bot can ask; `answers` holds what it answered, in order."""

    clock: Clock = field(default_factory=StoppedClock)
    endpoint: str = ""
    statuses: list[int] = field(default_factory=list)
    sent: list[JSON] = field(default_factory=list, repr=False)
    requests: list[Request] = field(default_factory=list, repr=False)
    microsoft: Microsoft = field(init=False)
    url: str = ""
    _session: Any = field(default=None, repr=False)
    _runner: Any = field(default=None, repr=False)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def __aenter__(self) -> Self:
        self.microsoft = Microsoft(self.clock, self.tenant, self._kept, self._replaces)
        self.listener = Wire(self)
        app = web.Application()
        app.add_routes(self.microsoft.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession(trust_env=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        await self._runner.cleanup()
        if kind is None:
            assert self.invalid == []

    @property
    def cloud(self) -> Cloud:
        return played_at(self.url)

    @property
    def service(self) -> str:
        return f"{self.url}/"

    def calls_at(self, endpoint: str) -> None:
        self.endpoint = endpoint

    def later(self, **by: float) -> None:
        assert isinstance(self.clock, StoppedClock)
        self.clock.move(timedelta(**by))

    def hires(self, account: str, name: str, *, locale: str = "en-US", tenant: str = "", refused: str = "") -> None:
        Chats.hires(self, account, name, locale=locale, tenant=tenant, refused=refused)
        self.microsoft.people[account] = Somebody(account, name, tenant=tenant)

    def makes_channel(self, channel: str, *, with_app: bool = True) -> None:
        self.microsoft.channels[channel] = with_app

    def messages_in(self, conversation: str) -> list[Posted]:
        return self.posts.get(conversation, [])

    def _replaces(self, conversation: str, id_: str, activity: JSON) -> None:
        if not any(one.id == id_ for one in self.messages_in(conversation)):
            raise LookupError(id_)
        self._replaced(conversation, id_, activity)

    # What goes over the wire

    async def sends(self, activity: JSON, token: str | None = None) -> Answered:
        """`token`: another than the right one."""
        right = self.microsoft.signer.token(str(activity.get("serviceUrl"))) if token is None else token
        self.sent.append(activity)
        self.requests.append(Request(json.dumps(activity).encode(), right))
        return await self.replays(self.requests[-1])

    async def replays(self, request: Request) -> Answered:
        """The very same bytes and token."""
        headers = {"Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {request.token}"} if request.token else {}
        async with self._session.post(self.endpoint, data=request.body, headers=headers) as answer:
            body = await answer.json() if answer.content_type == "application/json" else {}
            self.statuses.append(answer.status)
            return Answered(answer.status, body)

    def message(self, message: Message) -> JSON:
        more: JSON = {"text": message.text, "value": message.value or None}
        if message.files:
            more["attachments"] = [{"contentType": "application/vnd.microsoft.teams.file.download.info"}]
        return self._activity_of("message", message, **more)

    def invoke(self, invoke: Invoke) -> JSON:
        if invoke.name == "adaptiveCard/action":
            value: JSON = {"action": {"type": "Action.Execute", "verb": invoke.verb, "data": invoke.data}}
        else:
            value = {"data": invoke.data, "context": {"theme": "default"}}
        return self._activity_of("invoke", invoke, name=invoke.name, value=value)

    def installation(self, installed: Installed) -> JSON:
        return self._activity_of("installationUpdate", installed, action="add" if installed.added else "remove")

    def _activity_of(self, type_: str, happened: Message | Invoke | Installed, **more: Any) -> JSON:
        sender, place = happened.sender, replace(happened.place, service_url=self.service)
        id_ = f"f:{next(self._numbers)}"
        pressed = type_ == "invoke" or more.get("value")
        told = {
            "type": type_,
            "id": id_,
            "timestamp": self.clock.now().isoformat(),
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": f"29:{sender.account}", "name": sender.name, "aadObjectId": sender.account},
            "recipient": {"id": f"28:{APP_ID}", "name": "Ask First"},
            "conversation": {
                "id": place.conversation_id,
                "conversationType": "personal" if place.personal else "channel",
                "tenantId": self.tenant,
            },
            "channelData": {"tenant": {"id": self.tenant}} | ({"team": {"id": place.team}} if place.team else {}),
            "locale": sender.locale,
            "entities": [{"type": "clientInfo", "locale": sender.locale, "platform": "Windows"}],
            "replyToId": place.activity_id if pressed else None,
            **more,
        }
        return {name: value for name, value in told.items() if value is not None}
