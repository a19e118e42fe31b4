"""What the edge asks of Slack's Web API: one client, one connection pool, no retries of its own."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.sheet import Json

API = "https://slack.com/api/"
HOOKS = "hooks.slack.com"
BROKEN = 500
PATIENCE = 2.5
"""Seconds for one call: Slack itself waits three for us."""

QUIET = logging.getLogger("slack.quiet")
QUIET.disabled = True
QUIET.setLevel(logging.WARNING)
"""For Bolt and its SDK: at DEBUG they write down what is sent and received, whatever the level of others is. Without a
level of its own, they would put all that together and then throw it away."""

GONE = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"})


PASSING = frozenset(
    {"no_answer", "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)


class NoAnswerError(Exception):
    """Slack refused or did not answer. `reason` is its error code, or a class of ours; never a text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def passing(self) -> bool:
        """The same call may succeed later."""
        return self.reason in PASSING or self.reason.startswith("http_5")


def web_client(token: str, session: ClientSession, api: str = API) -> AsyncWebClient:
    """Without retry handlers: the SDK's own send twice."""
    return AsyncWebClient(
        token=token, base_url=api, session=session, timeout=int(PATIENCE + 0.5), retry_handlers=[], logger=QUIET
    )


@dataclass(frozen=True, slots=True)
class Calls:
    """`fallback` is the text that a notification shows: the same for every message."""

    client: AsyncWebClient
    session: ClientSession
    api: str = API

    async def user(self, id_: str) -> Json | None:
        """What Slack says of a person, their language included; None when it knows nobody of this id."""
        try:
            told = await self._asked(self.client.users_info(user=id_, include_locale=True))
        except NoAnswerError as error:
            if error.reason in GONE:
                return None
            raise
        return told["user"] if isinstance(told.get("user"), dict) else None

    async def open(self, trigger: str, view: Json) -> bool:
        """False when the three seconds for it are over."""
        try:
            await self._asked(self.client.views_open(trigger_id=trigger, view=view))
        except NoAnswerError as error:
            if error.reason in LATE:
                return False
            raise
        return True

    async def update(self, view_id: str, view: Json) -> None:
        await self._asked(self.client.views_update(view_id=view_id, view=view))

    async def publish(self, user: str, view: Json) -> None:
        await self._asked(self.client.views_publish(user_id=user, view=view))

    async def post(self, channel: str, blocks: list[Json], fallback: str, thread: str = "") -> None:
        await self._asked(
            self.client.chat_postMessage(
                channel=channel,
                text=fallback,
                blocks=blocks,
                thread_ts=thread or None,
                unfurl_links=False,
                unfurl_media=False,
                parse="none",
            )
        )

    async def respond(self, url: str, message: Json) -> None:
        """To the address that came with an interaction; only Slack's own, or the simulator's."""
        if not self._is_slacks(url):
            raise NoAnswerError("foreign_response_url")
        try:
            async with self.session.post(url, json=message, timeout=ClientTimeout(total=PATIENCE)) as answer:
                if not answer.ok:
                    raise NoAnswerError(f"http_{answer.status}")
        except (ClientError, TimeoutError, OSError):
            raise NoAnswerError("no_answer") from None

    def _is_slacks(self, url: str) -> bool:
        try:
            asked, ours = urlsplit(url), urlsplit(self.api)
            known = (asked.scheme, asked.netloc) in {("https", HOOKS), (ours.scheme, ours.netloc)}
        except ValueError:
            return False
        return known

    async def _asked(self, call: Any) -> Json:
        """The SDK's own errors carry what was sent; ours a code. Given a session, it keeps no time itself."""
        try:
            async with asyncio.timeout(PATIENCE):
                told = (await call).data
        except SlackApiError as error:
            raise NoAnswerError(_code(error)) from None
        except (SlackClientError, ClientError, TimeoutError, OSError):
            raise NoAnswerError("no_answer") from None
        return told if isinstance(told, dict) else {}


def _code(error: SlackApiError) -> str:
    """The SDK hands over its own answer, or aiohttp's when that was not JSON."""
    response: Any = error.response
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    if isinstance(status, int) and status >= BROKEN:
        return f"http_{status}"
    code = response.get("error") if hasattr(response, "get") else None
    return code if isinstance(code, str) and code.isidentifier() else "refused"
