"""What has been delivered to one person of the demo, and the wait for more."""

import json
from collections.abc import Sequence
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
        version = await mailbox.news(_places(persona), _after(request), PATIENCE)
        return web.json_response({"version": version, **await _inbox(mailbox, persona)})

    async def stop(_: web.Application) -> None:
        await mailbox.wake()

    app.router.add_get("/api/messages", messages)
    app.on_shutdown.append(stop)


def _places(persona: Persona) -> list[str]:
    """What this person can read. The channel is the committee's: nobody else is in it."""
    own = [place_of(persona.person.account)] if persona.person.account else []
    return [*own, place_of(CHANNEL)] if persona.is_member else own


async def _inbox(mailbox: Mailbox, persona: Persona) -> dict[str, list[dict[str, Any]]]:
    read = {place: _messages(await mailbox.read(place)) for place in _places(persona)}
    channel = read.pop(place_of(CHANNEL), [])
    return {"messages": [message for own in read.values() for message in own], "channel": channel}


def _messages(delivered: Sequence[Delivered]) -> list[dict[str, Any]]:
    """Numbered within their place: the mailbox's own refs would tell how much was delivered to others."""
    return [_message(number, one) for number, one in enumerate(delivered, 1)]


def _message(number: int, delivered: Delivered) -> dict[str, Any]:
    return {"ref": str(number), "at": delivered.at, "say": json.loads(delivered.body)}


def _after(request: web.Request) -> int:
    """-1 asks for everything at once."""
    try:
        return int(request.query.get("after", "-1"))
    except ValueError:
        raise RefusedRequestError(400, "web.bad_request") from None
