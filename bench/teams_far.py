"""Microsoft's side of the measurement: tokens, keys and a connector that answers at once and checks nothing."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.teams.chats import TENANT
from tests.teams.signing import ISSUER, Signer

NAME = "Dana Reyes"
LIVES = 3600
"""Seconds."""


@dataclass(slots=True)
class Far:
    """Every app calls it by a path of its own; `posted` counts the messages that each one has sent."""

    address: str = ""
    posted: dict[str, int] = field(default_factory=dict)
    signer: Signer = field(default_factory=Signer)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def of(self, app: str) -> str:
        return f"{self.address}/{app}"

    def routes(self) -> list[web.RouteDef]:
        one = "/{app}/v3/conversations/{conversation}"
        return [
            web.get("/{app}/v1/.well-known/openidconfiguration", self._metadata),
            web.get("/{app}/v1/.well-known/keys", self._keys),
            web.post("/{app}/{tenant}/oauth2/v2.0/token", self._token),
            web.post("/{app}/v3/conversations", self._begun),
            web.post(f"{one}/activities", self._said),
            web.post(f"{one}/activities/{{id}}", self._said),
            web.put(f"{one}/activities/{{id}}", self._changed),
            web.get(f"{one}/members/{{id}}", self._member),
        ]

    async def _metadata(self, request: web.Request) -> web.Response:
        keys = f"{self.of(request.match_info['app'])}/v1/.well-known/keys"
        told = {"issuer": ISSUER, "jwks_uri": keys, "id_token_signing_alg_values_supported": ["RS256"]}
        return web.json_response(told)

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response(self.signer.key_set())

    async def _token(self, _: web.Request) -> web.Response:
        return web.json_response({"access_token": "given", "expires_in": LIVES, "token_type": "Bearer"})

    async def _begun(self, _: web.Request) -> web.Response:
        return web.json_response({"id": f"chat-{next(self._ids)}"}, status=201)

    async def _said(self, request: web.Request) -> web.Response:
        app, body = request.match_info["app"], await request.read()
        self.posted[app] = self.posted.get(app, 0) + (b'"typing"' not in body[:40])
        return web.json_response({"id": f"m-{next(self._ids)}"}, status=201)

    async def _changed(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": request.match_info["id"]})

    async def _member(self, request: web.Request) -> web.Response:
        id_ = request.match_info["id"]
        account = id_.removeprefix("29:")
        told = {"id": id_, "aadObjectId": account, "name": NAME, "tenantId": TENANT, "userRole": "user"}
        return web.json_response(told)


@asynccontextmanager
async def microsoft_here() -> AsyncIterator[Far]:
    far = Far()
    app = web.Application()
    app.add_routes(far.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    far.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield far
    finally:
        await runner.cleanup()
