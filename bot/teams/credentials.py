"""Our own token for the connector: kept, renewed before it expires, by one request for all that wait."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from bot.teams.clouds import Cloud
from bot.teams.login import Login
from bot.teams.received import NoAnswerError, object_of
from bot.teams.retry_after import retry_after

PATIENCE = 10.0
"""Seconds for one request."""

EARLY = 300.0
"""Seconds before the end at which a token is renewed."""

LEAST = 60.0
"""Seconds for which any token is kept."""

IMDS = "http://169.254.169.254/metadata/identity/oauth2/token"
"""Azure's own address for the identity of a virtual machine; App Service names another in the environment."""

TOO_MANY, BROKEN = 429, 500


@dataclass(frozen=True, slots=True)
class Token:
    text: str = field(repr=False)
    until: float
    """By the monotonic clock."""


class Credentials(Protocol):
    async def token(self) -> str:
        """ "" where none is asked for. Raises NoAnswerError, passing when it may succeed later."""

    def refused(self, token: str) -> None:
        """The connector does not take this one: the next is a new one."""


class NoCredentials:
    """For the playground, which asks for none."""

    async def token(self) -> str:
        return ""

    def refused(self, token: str) -> None:
        pass


@dataclass(slots=True)
class Kept:
    """`ask` fetches a new one: the token, and the seconds it lives."""

    ask: Callable[[], Awaitable[tuple[str, float]]] = field(repr=False)
    monotonic: Callable[[], float]
    _token: Token | None = field(default=None, repr=False)
    _not_before: float = 0.0
    _one: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def token(self) -> str:
        async with self._one:
            if self._token is None or self._token.until <= self.monotonic():
                self._token = await self._new()
            return self._token.text

    async def _new(self) -> Token:
        """Not before a Retry-After is over: everything that waits to be sent would ask for one."""
        left = self._not_before - self.monotonic()
        if left > 0:
            raise NoAnswerError("no_token", passing=True, after=left)
        try:
            text, lives = await self.ask()
        except NoAnswerError as error:
            self._not_before = self.monotonic() + (error.after or 0.0)
            raise
        return Token(text, self.monotonic() + max(lives - EARLY, LEAST))

    def refused(self, token: str) -> None:
        if self._token is not None and self._token.text == token:
            self._token = None


def credentials(
    session: ClientSession,
    login: Login,
    cloud: Cloud,
    monotonic: Callable[[], float],
    environ: Mapping[str, str] = os.environ,
) -> Credentials:
    """A managed identity's, else those of the client and its secret."""

    async def by_secret() -> tuple[str, float]:
        return await _by_secret(session, login, cloud)

    async def by_identity() -> tuple[str, float]:
        return await _by_identity(session, login, cloud, environ)

    return Kept(by_identity if login.managed else by_secret, monotonic)


async def _by_secret(session: ClientSession, login: Login, cloud: Cloud) -> tuple[str, float]:
    asked = {
        "grant_type": "client_credentials",
        "client_id": login.app_id,
        "client_secret": login.password,
        "scope": cloud.scope,
    }
    return await _asked(session, "POST", f"{cloud.login}/{login.tenant}/oauth2/v2.0/token", data=asked)


async def _by_identity(
    session: ClientSession, login: Login, cloud: Cloud, environ: Mapping[str, str]
) -> tuple[str, float]:
    asked = {"resource": cloud.scope.removesuffix("/.default"), "client_id": login.app_id}
    endpoint, secret = environ.get("IDENTITY_ENDPOINT"), environ.get("IDENTITY_HEADER")
    if endpoint and secret:
        params, headers = asked | {"api-version": "2019-08-01"}, {"X-IDENTITY-HEADER": secret}
        return await _asked(session, "GET", endpoint, params=params, headers=headers)
    params = asked | {"api-version": "2018-02-01"}
    return await _asked(session, "GET", IMDS, params=params, headers={"Metadata": "true"})


async def _asked(session: ClientSession, method: str, url: str, **how: Any) -> tuple[str, float]:
    timeout = ClientTimeout(total=PATIENCE)
    try:
        async with session.request(method, url, timeout=timeout, allow_redirects=False, **how) as answer:
            told = object_of(await answer.json(content_type=None)) if answer.content_type != "text/html" else {}
            status, after = answer.status, retry_after(answer)
    except (ClientConnectorError, ClientError, TimeoutError, OSError, ValueError):
        raise NoAnswerError("no_token", passing=True) from None
    if status != 200:
        raise NoAnswerError(_code(told), passing=status == TOO_MANY or status >= BROKEN, after=after)
    return _token(told)


def _token(told: Mapping[str, Any]) -> tuple[str, float]:
    token = told.get("access_token")
    if not isinstance(token, str) or not token:
        raise NoAnswerError("no_token", passing=True)
    try:
        return token, float(told.get("expires_in", LEAST))
    except (TypeError, ValueError):
        return token, LEAST


def _code(told: Mapping[str, Any]) -> str:
    """`invalid_client` and the like: an identifier of theirs, or one of ours."""
    code = told.get("error")
    return code if isinstance(code, str) and code.isidentifier() else "token_refused"
