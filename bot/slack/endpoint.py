"""HTTP: one address, our own guard, then Bolt."""

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.front import UnwelcomeError, whole
from bot.slack.guard import SIZE_LIMIT, Guard
from bot.slack.shape import payload_of
from bot.slack.sheet import Json

PATH = "/slack/events"

NO_RETRY = {"X-Slack-No-Retry": "1"}


async def dispatch(app: AsyncApp, payload: Json) -> BoltResponse:
    """The same for both transports: what was received is a payload that is well formed."""
    return await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))


def slack_routes(app: AsyncApp, guard: Guard) -> list[web.RouteDef]:
    async def events(request: web.Request) -> web.Response:
        try:
            body = await whole(request, SIZE_LIMIT)
            mark = guard.admit(request.headers, body)
        except UnwelcomeError as unwelcome:
            return web.Response(status=unwelcome.status, headers=NO_RETRY)
        return await _answered(app, guard, mark, payload_of(body, request.content_type))

    return [web.post(PATH, events)]


async def _answered(app: AsyncApp, guard: Guard, mark: str, payload: Json | None) -> web.Response:
    if payload is None:
        return web.Response(status=400, headers=NO_RETRY)
    try:
        response = await dispatch(app, payload)
    except BaseException:
        guard.forget(mark)
        raise
    if response.status >= 500:
        guard.forget(mark)
    return response_of(response)


def response_of(response: BoltResponse) -> web.Response:
    kind = "application/json" if response.body.startswith("{") else "text/plain"
    retry = NO_RETRY if 400 <= response.status < 500 else None
    return web.Response(status=response.status, text=response.body, content_type=kind, headers=retry)
