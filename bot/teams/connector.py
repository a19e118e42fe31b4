"""The Bot Connector's REST calls, over one connection pool. Nothing that Teams says gets out but its error codes.

Source: "Bot Connector API reference" in Microsoft's documentation.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout
from yarl import URL

from bot.teams.clouds import Cloud
from bot.teams.credentials import Credentials
from bot.teams.received import JSON, NoAnswerError, object_of
from bot.teams.retry_after import retry_after

PATIENCE = 10.0
"""Seconds for one call. After that nobody knows whether it was done."""

UNAUTHORIZED = 401


class RefusedError(Exception):
    """Teams answered, and not with success. `code` is its error code, or ""; `after` its Retry-After in seconds."""

    def __init__(self, status: int, code: str, after: float | None = None) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.after = after


class NotSentError(Exception):
    """It never left: nobody listens there, or we have no token, for which we are to ask `after` seconds at the
    earliest."""

    def __init__(self, reason: str, *, ours: bool = False, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ours = ours
        self.after = after


class LostError(Exception):
    """It left, and no answer came back: it may have been done."""


@dataclass(frozen=True, slots=True)
class Created:
    """A conversation, and the id of what was said in it at once; "" where that was nothing."""

    conversation: str
    activity_id: str = ""


@dataclass(frozen=True, slots=True)
class Connector:
    """Each call names the service URL of its conversation. Raises RefusedError, NotSentError or LostError."""

    session: ClientSession = field(repr=False)
    credentials: Credentials = field(repr=False)
    cloud: Cloud
    patience: float = PATIENCE

    async def create(self, service_url: str, parameters: JSON) -> Created:
        """A thread in a channel, or the personal chat with somebody: the one there is, where there is one."""
        told = await self._call("POST", service_url, "v3/conversations", parameters)
        return Created(_id(told), _id(told, "activityId"))

    async def send(self, service_url: str, conversation: str, activity: JSON) -> str:
        return _id(await self._call("POST", service_url, _path(conversation, "activities"), activity))

    async def reply(self, service_url: str, conversation: str, to: str, activity: JSON) -> str:
        return _id(await self._call("POST", service_url, _path(conversation, "activities", to), activity))

    async def update(self, service_url: str, conversation: str, activity_id: str, activity: JSON) -> None:
        await self._call("PUT", service_url, _path(conversation, "activities", activity_id), activity)

    async def delete(self, service_url: str, conversation: str, activity_id: str) -> None:
        await self._call("DELETE", service_url, _path(conversation, "activities", activity_id))

    async def member(self, service_url: str, conversation: str, id_: str) -> JSON:
        """What Teams says of one person in it, by either of their ids."""
        return await self._call("GET", service_url, _path(conversation, "members", id_))

    async def members(self, service_url: str, conversation: str) -> JSON:
        """The first of those in it: `{"members": […], "continuationToken": …}`."""
        return await self._call("GET", service_url, _path(conversation, "pagedmembers"))

    async def _call(self, method: str, service_url: str, path: str, body: JSON | None = None) -> JSON:
        """A token that is refused is renewed, once."""
        if not self.cloud.serves(service_url):
            raise NotSentError("other_service_url")
        url = f"{service_url.rstrip('/')}/{path}"
        token = await self._token()
        try:
            return await self._asked(method, url, token, body)
        except RefusedError as refused:
            if refused.status != UNAUTHORIZED or not token:
                raise
        self.credentials.refused(token)
        return await self._asked(method, url, await self._token(), body)

    async def _token(self) -> str:
        try:
            return await self.credentials.token()
        except NoAnswerError as error:
            raise NotSentError(error.reason, ours=not error.passing, after=error.after) from None

    async def _asked(self, method: str, url: str, token: str, body: JSON | None) -> JSON:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        timeout = ClientTimeout(total=self.patience)
        try:
            async with self.session.request(
                method, _encoded(url), json=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                told = await _told(answer)
                if answer.status >= 300:
                    raise RefusedError(answer.status, _code(told), retry_after(answer))
                return told
        except ClientConnectorError:
            raise NotSentError("no_connection") from None
        except (ClientError, TimeoutError, OSError):
            raise LostError from None


async def _told(answer: Any) -> JSON:
    """Errors come as JSON, as text, as HTML or empty."""
    try:
        return object_of(await answer.json(content_type=None))
    except ValueError:
        return {}


def _encoded(url: str) -> URL:
    """As it stands: ids hold colons, semicolons and at signs that were encoded already."""
    return URL(url, encoded=True)


def _path(conversation: str, *rest: str) -> str:
    return "/".join(("v3/conversations", *(quote(part, safe="") for part in (conversation, *rest))))


def _id(told: JSON, name: str = "id") -> str:
    id_ = told.get(name)
    return id_ if isinstance(id_, str) else ""


def _code(told: JSON) -> str:
    """`{"error": {"code": "BotNotInConversationRoster", …}}`, or an older `{"errorCode": …}`: identifiers only."""
    error = told.get("error")
    code = object_of(error).get("code") or told.get("errorCode")
    return code if isinstance(code, str) and code.isidentifier() and len(code) <= 64 else ""
