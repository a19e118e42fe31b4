"""Socket Mode: two connections side by side in this one process, so that while one is renewed the other listens."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.logs import Event, log
from bot.slack.payload import text
from bot.slack.shape import well_formed
from bot.slack.sheet import Json

SIDE_BY_SIDE = 2
HELLO = 10.0
"""Seconds in which Slack greets on a new connection."""

HEARTBEAT = 20.0
"""Seconds between our pings: a connection that leaves one unanswered for half as long is dead and is renewed."""

PATIENCE = 3.0
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0

Answers = Callable[[Json], Awaitable[BoltResponse]]


class BrokenError(Exception):
    """The connection cannot be had or has ended; it is tried again. `reason` is a plain identifier."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Sockets:
    """`client` carries the app-level token. What is under way when a connection ends is finished; Slack delivers again
    on the other what it got no answer to, and the edge answers that once."""

    client: AsyncWebClient
    session: ClientSession
    answers: Answers
    clock: Clock
    heartbeat: float = HEARTBEAT
    first_wait: float = FIRST_WAIT
    _under_way: set["asyncio.Task[None]"] = field(default_factory=set)

    async def run(self) -> None:
        """Until cancelled; what is under way is then waited for."""
        try:
            async with asyncio.TaskGroup() as both:
                for _ in range(SIDE_BY_SIDE):
                    both.create_task(self._keep_open())
        finally:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _keep_open(self) -> None:
        wait = self.first_wait
        while True:
            since = self.clock.monotonic()
            try:
                await self._connection()
            except BrokenError as broken:
                log(Event.PART_FAILED, level=logging.WARNING, what="slack_socket", reason=broken.reason)
                wait = self.first_wait if self.clock.monotonic() - since > LONGEST_WAIT else wait
                await self.clock.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    async def _connection(self) -> None:
        """Returns when Slack asks to connect anew, at once. Raises BrokenError."""
        url = await self._address()
        try:
            async with self.session.ws_connect(url, heartbeat=self.heartbeat, max_msg_size=8 * 2**20) as socket:
                await self._greeted(socket)
                await self._listen(socket)
        except (ClientError, TimeoutError, OSError):
            raise BrokenError("no_connection") from None

    async def _address(self) -> str:
        try:
            told: Any = (await self.client.apps_connections_open(app_token=str(self.client.token))).data
            return str(told["url"])
        except SlackApiError:
            raise BrokenError("refused") from None
        except (SlackClientError, ClientError, TimeoutError, OSError, KeyError, TypeError):
            raise BrokenError("no_answer") from None

    async def _greeted(self, socket: ClientWebSocketResponse) -> None:
        first = await socket.receive(timeout=HELLO)
        if first.type is not WSMsgType.TEXT or text(_read(first.data), "type") != "hello":
            raise BrokenError("no_hello")

    async def _listen(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            envelope = _read(message.data)
            if text(envelope, "type") == "disconnect" and text(envelope, "reason") != "warning":
                await self._finish()
                return
            if text(envelope, "envelope_id"):
                self._start(socket, envelope)
        raise BrokenError("closed")

    async def _finish(self) -> None:
        """What is under way is answered before the connection goes, where that takes no longer than Slack waits."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=PATIENCE)

    def _start(self, socket: ClientWebSocketResponse, envelope: Json) -> None:
        task = asyncio.create_task(self._answer(socket, envelope))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _answer(self, socket: ClientWebSocketResponse, envelope: Json) -> None:
        """What failed is not acknowledged, so that Slack delivers it again. Junk is, so that it does not."""
        payload = well_formed(envelope.get("payload"))
        response = await self.answers(payload) if payload is not None else BoltResponse(status=200)
        if response.status >= 500:
            return
        said: Json = {"envelope_id": envelope["envelope_id"]}
        if response.status == 200 and response.body.startswith("{"):
            said["payload"] = json.loads(response.body)
        try:
            await socket.send_json(said)
        except (ClientError, OSError):
            log(Event.PART_FAILED, level=logging.WARNING, what="slack_socket", reason="answer_lost")


def _read(message: str) -> Json:
    try:
        told = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
