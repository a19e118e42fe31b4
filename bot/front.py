"""The front door: one HTTP server for whatever platforms send, with /healthz."""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.condition import Condition

LARGEST = 1024 * 1024
"""Bytes that any platform may send at once."""

TIME_LIMIT = 10.0
"""Seconds in which a request must have arrived whole."""


class UnwelcomeError(Exception):
    """`status` is the HTTP status to refuse with. Nothing of the request is in it."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class ListenError(Exception):
    """`reason`: port_taken, or port_refused by the system; worded under `cli.serve.<reason>`."""

    def __init__(self, reason: str, port: int) -> None:
        super().__init__(f"{reason}: {port}")
        self.reason = reason
        self.port = port


def create_front(
    routes: Iterable[web.RouteDef], healthy: Callable[[], Awaitable[Condition]] | None = None
) -> web.Application:
    """`healthy` is asked by /healthz, which tells nobody more."""

    async def healthz(_: web.Request) -> web.Response:
        condition = await healthy() if healthy else Condition.WELL
        return web.Response(status=503 if condition is Condition.UNWELL else 200, text=condition)

    server = web.Application(client_max_size=LARGEST)
    server.router.add_routes([*routes, web.get("/healthz", healthz)])
    return server


def create_runner(server: web.Application) -> web.AppRunner:
    """Without aiohttp's access log: who pressed what, and when, is nobody's business."""
    return web.AppRunner(server, access_log=None, handle_signals=False, shutdown_timeout=5.0)


@asynccontextmanager
async def serving(runner: web.AppRunner, host: str, port: int) -> AsyncIterator[str]:
    """Yields the address. On the way out it takes no new request and finishes the ones it has. Raises ListenError."""
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = "port_taken" if error.errno == errno.EADDRINUSE else "port_refused"
        raise ListenError(reason, port) from None


async def whole(request: web.Request, limit: int) -> bytes:
    """The request's body. Raises UnwelcomeError: 413 above so many bytes, 408 when it does not arrive in time."""
    if (request.content_length or 0) > limit:
        raise UnwelcomeError(413)
    try:
        async with asyncio.timeout(TIME_LIMIT):
            body = await request.read()
    except TimeoutError:
        raise UnwelcomeError(408) from None
    except web.HTTPRequestEntityTooLarge:
        raise UnwelcomeError(413) from None
    if len(body) > limit:
        raise UnwelcomeError(413)
    return body
