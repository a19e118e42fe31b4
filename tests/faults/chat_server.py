"""A chat service on loopback that fails as real ones do, and lives on when its client is killed.

POST /chat.post {"id", "to", "case", "key"} and GET /history?to=…, in the manner of Slack's Web API. Of its requests
10 % are asked to wait (429 with Retry-After), 10 % fail (500), 8 % are accepted and the connection dropped, 4 % are
accepted and answered too late.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from aiohttp import web

RETRY_AFTER = 0.2
"""Seconds."""
TOO_LATE = 0.8
"""Seconds; the client's patience is shorter."""

WAIT, FAIL, DROP, LATE, FINE = "wait", "fail", "drop", "late", "fine"
SHARES = {WAIT: 0.10, FAIL: 0.10, DROP: 0.08, LATE: 0.04, FINE: 0.68}


@dataclass(slots=True)
class ChatServer:
    """`posts` are (id, recipient, case) in the order of acceptance; `faults` counts what befell requests."""

    dice: Random
    posts: list[tuple[str, str, str]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    async def post(self, request: web.Request) -> web.Response:
        body = await request.json()
        fate = self._fate()
        if fate in {WAIT, FAIL}:
            return _refusal(fate)
        self.posts.append((body["id"], body["to"], body["case"]))
        await _hinder(request, fate)
        return web.json_response({"ref": str(len(self.posts) - 1)})

    async def history(self, request: web.Request) -> web.Response:
        """The ids and refs of what lies before one recipient."""
        fate = self._fate()
        if fate in {WAIT, FAIL}:
            return _refusal(fate)
        await _hinder(request, fate)
        to = request.query["to"]
        return web.json_response({id_: str(ref) for ref, (id_, whose, _) in enumerate(self.posts) if whose == to})

    def _fate(self) -> str:
        fate = self.dice.choices(list(SHARES), list(SHARES.values()))[0]
        self.faults[fate] += 1
        return fate


def _refusal(fate: str) -> web.Response:
    if fate == WAIT:
        return web.Response(status=429, headers={"Retry-After": str(RETRY_AFTER)})
    return web.Response(status=500)


async def _hinder(request: web.Request, fate: str) -> None:
    if fate == DROP and request.transport:
        request.transport.abort()
    if fate == LATE:
        await asyncio.sleep(TOO_LATE)


@asynccontextmanager
async def chat_server(seed: int) -> AsyncIterator[tuple[ChatServer, str]]:
    """The service and its address."""
    server = ChatServer(Random(seed))
    app = web.Application()
    app.router.add_post("/chat.post", server.post)
    app.router.add_get("/history", server.history)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=TOO_LATE)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield server, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
