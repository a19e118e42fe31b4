"""Sends the courier's messages to Slack: each carries its outbox id, by which it is looked for before a second send."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.labels import Worded
from bot.messenger import Channel, LaterError, Message, UndeliverableError, UnsureError
from bot.pacing import PACE, Pacing
from bot.person import Account
from bot.slack.blocks import message_blocks
from bot.slack.calls import API, web_client
from bot.slack.refusals import lacks_scope, meaning
from bot.slack.sheet import Json
from dialogs.steps import Say

PLATFORM = "slack"
EVENT_TYPE = "askfirst"
"""Of the metadata of every message; its payload is the outbox id."""

PATIENCE = 10.0
"""Seconds for one call. After that nobody knows whether it was done."""

LOOK_BACK = 31 * 86_400.0
"""Seconds of history that are looked through when this process has not tried the message itself."""

DRIFT = 300.0
"""Seconds by which Slack's clock and ours may differ."""

PAGE = 200


@asynccontextmanager
async def connected(token: str, api: str = API, patience: float = PATIENCE) -> AsyncIterator[AsyncWebClient]:
    """The messenger's own client: one connection pool, no retries of its own."""
    async with ClientSession(timeout=ClientTimeout(total=patience)) as session:
        yield web_client(token, session, api)


class SlackMessenger:
    """`workspace` is the team's id: other teams' accounts are not written to.

    Nothing that Slack says gets out but its error codes.
    """

    platform = PLATFORM
    can_find = True

    def __init__(
        self,
        client: AsyncWebClient,
        wording: Callable[[str], Worded],
        clock: Clock,
        workspace: str = "",
        pace: float = PACE,
    ) -> None:
        self._client, self._wording, self._clock, self._workspace = client, wording, clock, workspace
        self._pacing = Pacing(clock, pace)
        self._direct: dict[str, str] = {}
        self._tried: dict[str, float] = {}
        self._unfindable: set[str] = set()

    async def send(self, message: Message) -> str:
        channel = await self._channel(message.to)
        await self._pacing.turn(channel)
        self._tried.setdefault(message.id, self._clock.now().timestamp())
        posted = await self._asked("chat.postMessage", lambda: self._post(channel, message))
        self._settled(message.id)
        return f"{channel}:{posted['ts']}"

    async def find(self, message: Message) -> str | None:
        """Newest first, back to our first try. Without the scope to look, a second send says that it may be one."""
        try:
            ts = await self._ts_of(await self._channel(message.to), message.id)
        except UnsureError:
            raise LaterError from None
        except _CannotLookError:
            self._unfindable.add(message.id)
            return None
        if ts:
            self._settled(message.id)
        return ts

    async def update(self, ref: str, message: Message) -> None:
        channel, _, ts = ref.partition(":")
        self._of_ours(message.to)
        words = self._wording(message.language)
        await self._asked(
            "chat.update",
            lambda: self._client.chat_update(
                channel=channel,
                ts=ts,
                text=words.text("slack.fallback"),
                blocks=message_blocks(words, message.say),
                parse="none",
            ),
        )

    def _post(self, channel: str, message: Message) -> Awaitable[Any]:
        words = self._wording(message.language)
        return self._client.chat_postMessage(
            channel=channel,
            text=words.text("slack.fallback"),
            blocks=message_blocks(words, *self._said(message)),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"id": message.id}},
            unfurl_links=False,
            unfurl_media=False,
            parse="none",
        )

    def _said(self, message: Message) -> tuple[Say, ...]:
        repeat = message.repeat or message.id in self._unfindable
        return (Say("notice.repeat"), message.say) if repeat else (message.say,)

    async def _ts_of(self, channel: str, id_: str) -> str | None:
        async for posted in self._history(channel, self._since(id_)):
            metadata = posted.get("metadata") or {}
            if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("id") == id_:
                return f"{channel}:{posted['ts']}"
        return None

    async def _history(self, channel: str, oldest: float) -> AsyncIterator[Json]:
        cursor: str | None = None
        while cursor != "":
            page = await self._asked("conversations.history", partial(self._page, channel, oldest, cursor))
            for posted in page.get("messages", []):
                yield posted
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""

    def _page(self, channel: str, oldest: float, cursor: str | None) -> Awaitable[Any]:
        return self._client.conversations_history(
            channel=channel, oldest=f"{oldest:.6f}", limit=PAGE, cursor=cursor, include_all_metadata=True
        )

    def _since(self, id_: str) -> float:
        tried = self._tried.get(id_)
        return tried - DRIFT if tried else self._clock.now().timestamp() - LOOK_BACK

    def _settled(self, id_: str) -> None:
        self._tried.pop(id_, None)
        self._unfindable.discard(id_)

    async def _channel(self, to: Account | Channel) -> str:
        """The direct message with this person, asked for once; nothing was sent when that fails."""
        self._of_ours(to)
        if isinstance(to, Channel):
            return to.id
        if to.id not in self._direct:
            try:
                opened = await self._asked("conversations.open", lambda: self._client.conversations_open(users=to.id))
            except UnsureError:
                raise LaterError from None
            self._direct[to.id] = str(opened["channel"]["id"])
        return self._direct[to.id]

    def _of_ours(self, to: Account | Channel) -> None:
        if (to.platform, to.workspace) != (PLATFORM, self._workspace):
            raise UndeliverableError("other_workspace")

    async def _asked(self, method: str, call: Callable[[], Awaitable[Any]]) -> Json:
        """Raises LaterError, UnsureError or UndeliverableError; the SDK's own errors carry what was sent."""
        self._pacing.ask(method)
        try:
            answer = await call()
        except SlackApiError as error:
            raise self._meant(method, error) from None
        except ClientConnectorError:
            raise LaterError from None
        except (ClientError, SlackClientError, TimeoutError, OSError):
            raise UnsureError from None
        return answer.data if isinstance(answer.data, dict) else {}

    def _meant(self, method: str, error: SlackApiError) -> Exception:
        if method == "conversations.history" and lacks_scope(error):
            return _CannotLookError()
        meant = meaning(error)
        if isinstance(meant, LaterError):
            self._pacing.close(method, meant.seconds)
        return meant


class _CannotLookError(Exception):
    """The app was not granted the history of this kind of channel."""
