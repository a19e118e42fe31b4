"""What stands between the network and the page: where a request may come from, and what goes with every answer."""

from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.labels import Worded
from bot.web.requests import RefusedRequestError

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "Server": "askfirst",
}
"""With every answer, errors included. The trusted-types rule makes the browser refuse any HTML built from text."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_SENTENCES = {
    400: "web.bad_request", 403: "web.forbidden", 404: "web.not_found", 405: "web.not_found", 408: "web.slow",
    413: "web.too_large", 415: "web.bad_request", 421: "web.forbidden",
}  # fmt: skip


async def dress(_: web.Request, response: web.StreamResponse) -> None:
    """Puts the headers on; a signal, so that it also reaches what aiohttp answers by itself."""
    response.headers.update(HEADERS)


def speak_plainly(words: Worded, tell: Callable[[str], None]) -> Middleware:
    """Turns every failure into a sentence. `tell` gets the class name of what was not foreseen, never its text."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except RefusedRequestError as refusal:
            return sentence(words, refusal.status, refusal.key)
        except web.HTTPException as error:
            return sentence(words, error.status, _SENTENCES.get(error.status, "web.bad_request"))
        except Exception as error:  # noqa: BLE001 - a traceback would carry what people wrote
            tell(type(error).__name__)
            return sentence(words, 500, "web.failed")

    return middleware


def sentence(words: Worded, status: int, key: str) -> web.Response:
    facts: dict[str, Any] = {"error": words.text(key)}
    return web.json_response(facts, status=status)


def same_house(hosts: Collection[str], *, any_host: bool = False) -> Middleware:
    """Refuses a Host that is neither one of these nor loopback (DNS rebinding), and a POST from another Origin."""
    known = LOOPBACK | {_hostname(host) for host in hosts}

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not any_host and _hostname(request.host) not in known:
            raise RefusedRequestError(421, "web.forbidden")
        if request.method not in {"GET", "HEAD"} and not _same_origin(request):
            raise RefusedRequestError(403, "web.forbidden")
        return await handler(request)

    return middleware


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_origin(request: web.Request) -> bool:
    """Scheme apart: behind a proxy that ends TLS the page is https and we see http."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin.partition("://")[2] == request.host
