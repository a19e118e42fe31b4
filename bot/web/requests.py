"""Reads what the page sends: JSON of a known shape, of a known size, in known time, or a refusal."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.turns import Reply
from dialogs.engine import Given
from dialogs.steps import Answers, Value

SIZE_LIMIT = 64 * 1024
"""Bytes in one request."""

TIME_LIMIT = 10.0
"""Seconds in which a request must have arrived whole."""


class RefusedRequestError(Exception):
    """A request that is not ours to answer. `key` is the sentence, `status` the HTTP status."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


class Body:
    """One JSON object; every access checks the shape."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """Empty when absent."""
        return _text(self._values.get(name, ""))

    def reply(self) -> Reply:
        return Reply(
            dialog=self.text("dialog"),
            key=self.text("key"),
            answers=_answers(self._values.get("answers")),
            regarding=self.text("regarding"),
            restates=_texts(self._values.get("restates", [])),
            digest=self.text("digest"),
            nonce=self.text("nonce"),
            given=self.given(),
        )

    def given(self) -> Given:
        """The walk so far, of somebody for whom nothing is kept."""
        return tuple(_step(step) for step in _list(self._values.get("given", [])))


async def read_body(request: web.Request) -> Body:
    """Raises RefusedRequestError, or aiohttp's HTTPRequestEntityTooLarge."""
    if request.content_type != "application/json":
        raise RefusedRequestError(415, "web.bad_request")
    try:
        async with asyncio.timeout(TIME_LIMIT):
            values = json.loads(await request.read())
    except TimeoutError:
        raise RefusedRequestError(408, "web.slow") from None
    except (ValueError, RecursionError):
        raise RefusedRequestError(400, "web.bad_request") from None
    if not isinstance(values, dict):
        raise RefusedRequestError(400, "web.bad_request")
    return Body(values)


def _answers(values: object) -> dict[str, Value]:
    if not isinstance(values, dict):
        raise RefusedRequestError(400, "web.bad_request")
    return {_text(name): _texts(value) if isinstance(value, list) else _text(value) for name, value in values.items()}


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_text(value) for value in _list(values))


def _step(values: object) -> tuple[str, Answers]:
    match _list(values):
        case [key, answers]:
            return _text(key), _answers(answers)
    raise RefusedRequestError(400, "web.bad_request")


def _list(values: object) -> list[Any]:
    if not isinstance(values, list):
        raise RefusedRequestError(400, "web.bad_request")
    return values


def _text(value: object) -> str:
    """Half of a surrogate pair, which JSON can carry and UTF-8 cannot, becomes the sign for an unknown character."""
    if not isinstance(value, str):
        raise RefusedRequestError(400, "web.bad_request")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
