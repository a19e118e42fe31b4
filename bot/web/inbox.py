"""What has been delivered to one person of the demo, and the wait for more."""

import json
from typing import Any

from aiohttp import web

from bot.web.mailbox import Delivered, Mailbox
from bot.web.messenger import CHANNEL, place_of
from bot.web.personas import Cast, Persona
from bot.web.requests import RefusedRequestError

PATIENCE = 20.0
"""Seconds that one request for news may wait."""


def add_inbox(app: web.Application, mailbox: Mailbox, cast: Cast) -> None:
    """GET /api/messages?person=…&after=…: answers at once when there is news since `after`, else when there is some."""

    async def messages(request: web.Request) -> web.Response:
        persona = cast.find(request.query.get("person", ""))
        if persona is None:
            raise RefusedRequestError(404, "web.unknown_person")
        version = await mailbox.news(_after(request), PATIENCE)
        return web.json_response({"version": version, **await _inbox(mailbox, persona)})

    async def stop(_: web.Application) -> None:
        await mailbox.wake()

    app.router.add_get("/api/messages", messages)
    app.on_shutdown.append(stop)


async def _inbox(mailbox: Mailbox, persona: Persona) -> dict[str, list[dict[str, Any]]]:
    """The channel is the committee's: nobody else is in it."""
    own = await mailbox.read(place_of(persona.person.account)) if persona.person.account else ()
    channel = await mailbox.read(place_of(CHANNEL)) if persona.is_member else ()
    return {"messages": [_message(m) for m in own], "channel": [_message(m) for m in channel]}


def _message(delivered: Delivered) -> dict[str, Any]:
    return {"ref": delivered.ref, "at": delivered.at, "say": json.loads(delivered.body)}


def _after(request: web.Request) -> int:
    """-1 asks for everything at once."""
    try:
        return int(request.query.get("after", "-1"))
    except ValueError:
        raise RefusedRequestError(400, "web.bad_request") from None
