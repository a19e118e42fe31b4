"""Slack's side of Socket Mode: envelopes over the sockets that the app has opened, each to be acknowledged."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.slack.callbacks import Answer, Callback
from tests.slack.http_transport import PATIENCE
from tests.slack.shapes import Json
from tests.slack.workspace import APP, Workspace


@dataclass(slots=True)
class Sockets:
    """Envelopes go to the open sockets in turn. `opened` counts those ever opened."""

    workspace: Workspace
    patience: float = PATIENCE
    open: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    wordless: int = 0
    """So many of the next connections close before they greet."""
    waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Answer]]] = field(default_factory=dict)
    envelopes: list[Json] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: int = 0

    def ticket(self) -> str:
        """Good for one connection."""
        ticket = self.workspace.next_id("ticket")
        self._tickets.add(ticket)
        return ticket

    async def connected(self, request: web.Request) -> web.WebSocketResponse:
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.wordless:
            self.wordless -= 1
            await socket.close()
            return socket
        await socket.send_json(self._hello())
        self._came(socket)
        try:
            await self._hear(socket)
        finally:
            self._gone(socket)
        return socket

    async def there(self, count: int = 1) -> None:
        """Returns once this many sockets are open."""
        async with asyncio.timeout(10):
            while len(self.open) < count:
                self._changed.clear()
                await self._changed.wait()

    async def ever(self, count: int) -> None:
        """Returns once this many sockets have been opened in all."""
        async with asyncio.timeout(10):
            while self.opened < count:
                self._changed.clear()
                await self._changed.wait()

    async def deliver(self, callback: Callback) -> Answer:
        """Status 0 when no acknowledgement came: none was open, it closed, or it took too long."""
        envelope = self._envelope(callback)
        self.envelopes.append(envelope)
        return await self.send(envelope)

    async def send(self, envelope: Json) -> Answer:
        """As it is, also a second time."""
        if not self.open:
            return Answer(0)
        self._turn += 1
        socket = self.open[self._turn % len(self.open)]
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.waiting[envelope["envelope_id"]] = socket, answer
        try:
            await socket.send_json(envelope)
            return await asyncio.wait_for(answer, self.patience)
        except (ConnectionError, TimeoutError):
            return Answer(0)
        finally:
            self.waiting.pop(envelope["envelope_id"], None)

    async def refresh(self) -> None:
        """Slack asks the app to connect anew, and closes the oldest socket a little later (here: at once)."""
        await self.warn("refresh_requested")
        if self.open:
            await self.open[0].close()

    async def warn(self, reason: str = "warning") -> None:
        """A socket will be closed soon."""
        for socket in self.open[:1]:
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "invented"}})

    async def cut(self) -> None:
        """Every connection breaks without a word."""
        for socket in list(self.open):
            with suppress(AttributeError):
                socket._req.transport.abort()  # type: ignore[union-attr]
            await socket.close()

    def _came(self, socket: web.WebSocketResponse) -> None:
        self.open.append(socket)
        self.opened += 1
        self._changed.set()

    def _gone(self, socket: web.WebSocketResponse) -> None:
        self.open.remove(socket)
        for through, answer in self.waiting.values():
            if through is socket and not answer.done():
                answer.set_result(Answer(0))

    async def _hear(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))

    def _acknowledged(self, said: Json) -> None:
        _, answer = self.waiting.get(str(said.get("envelope_id", "")), (None, None))
        if answer and not answer.done():
            answer.set_result(Answer(200, said.get("payload")))

    def _hello(self) -> Json:
        debug = {"host": "invented", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": len(self.open) + 1,
            "debug_info": debug,
            "connection_info": {"app_id": APP},
        }

    def _envelope(self, callback: Callback) -> Json:
        envelope = {
            "envelope_id": self.workspace.next_id("envelope-"),
            "type": callback.kind,
            "payload": callback.payload,
            "accepts_response_payload": callback.kind != "events_api",
        }
        if callback.kind == "events_api":
            envelope |= {"retry_attempt": callback.attempt, "retry_reason": callback.reason}
        return envelope
