"""The keys with which Teams signs: fetched once, kept, fetched again when one is unknown or all are a day old."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from bot.logs import Event, log
from bot.settings import is_loopback
from bot.teams.received import object_of

PATIENCE = 5.0
"""Seconds for one fetch, both documents together."""

WAITS = 3.0
"""Seconds that a request waits for a fetch: Teams itself waits fifteen for us."""

OLD = 86_400.0
"""Seconds after which the keys are fetched again, while those at hand go on being used."""

PAUSE = 15.0
"""Seconds between two fetches for a key that is unknown: whoever invents key ids makes nobody fetch."""

LARGEST = 256 * 1024
"""Bytes of one document."""


class NoKeysError(Exception):
    """The key server does not answer: nobody can say whether the token is right."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`endorsements` are the channels that may sign with it."""

    key: Any = field(repr=False)
    endorsements: frozenset[str]


@dataclass(slots=True)
class KeySet:
    """`metadata` is the address of the OpenID document, which names that of the keys."""

    session: ClientSession = field(repr=False)
    metadata: str
    monotonic: Callable[[], float]
    _keys: dict[str, SigningKey] = field(default_factory=dict, repr=False)
    _asked: float | None = None
    _fetched: float | None = None
    _fetching: asyncio.Task[None] | None = None
    _answers: bool = True

    async def key(self, id_: str) -> SigningKey | None:
        """None when nobody signs with it. A key that is known never waits. Raises NoKeysError."""
        found = self._keys.get(id_)
        if found is not None:
            if self._old():
                self._begin()
            return found
        await self._fetched_anew()
        return self._keys.get(id_)

    def prepare(self) -> None:
        """Begins to fetch them before the first request comes; nobody waits for it."""
        self._begin()

    async def close(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _fetched_anew(self) -> None:
        """By one fetch for all that wait. Raises NoKeysError while the server does not answer."""
        if self._may_ask():
            try:
                await asyncio.wait_for(asyncio.shield(self._begin()), WAITS)
            except TimeoutError:
                raise NoKeysError from None
        if not self._answers:
            raise NoKeysError

    def _may_ask(self) -> bool:
        under_way = self._fetching is not None and not self._fetching.done()
        return under_way or self._asked is None or self.monotonic() - self._asked >= PAUSE

    def _begin(self) -> asyncio.Task[None]:
        if self._fetching is None or self._fetching.done():
            self._asked = self.monotonic()
            self._fetching = asyncio.create_task(self._fetch(), name="teams.keys")
        return self._fetching

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                address = object_of(await self._document(self.metadata)).get("jwks_uri")
                keys = keys_of(await self._document(self._trusted(address)))
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            log(Event.PART_FAILED, level=logging.WARNING, what="teams.keys", kind=type(error).__name__)
            self._answers = False
        else:
            self._keys, self._fetched, self._answers = keys, self.monotonic(), True

    async def _document(self, address: str) -> Any:
        """Without redirects: what signs is named by Microsoft's own address alone."""
        timeout = ClientTimeout(total=PATIENCE)
        async with self.session.get(address, timeout=timeout, allow_redirects=False) as answer:
            if not answer.ok or answer.status >= 300:
                raise ValueError(answer.status)
            return json.loads(await _read(answer.content))

    def _trusted(self, address: object) -> str:
        """Over TLS, unless all of it is played on this machine."""
        if not isinstance(address, str):
            raise ValueError("no_keys_address")  # noqa: TRY004  the document's fault, like any other of its flaws
        asked, ours = urlsplit(address), urlsplit(self.metadata)
        if asked.scheme == "https" or (asked.hostname == ours.hostname and is_loopback(ours.hostname or "")):
            return address
        raise ValueError("keys_in_the_open")

    def _old(self) -> bool:
        """At most one fetch an hour is begun for age alone."""
        now = self.monotonic()
        fetched, asked = self._fetched or 0.0, self._asked or 0.0
        return now - fetched > OLD and now - asked > OLD / 24


async def _read(content: Any) -> bytes:
    body = bytearray()
    async for piece in content.iter_chunked(16_384):
        body += piece
        if len(body) > LARGEST:
            raise ValueError("too_large")
    return bytes(body)


def keys_of(document: Any) -> dict[str, SigningKey]:
    """The RSA keys by their id. What is none is left out. Raises ValueError when nothing is left."""
    listed = object_of(document).get("keys")
    found = {}
    for one in map(object_of, listed if isinstance(listed, list) else ()):
        id_, endorsed = one.get("kid"), one.get("endorsements")
        if one.get("kty") != "RSA" or not isinstance(id_, str):
            continue
        try:
            key = PyJWK(one, algorithm="RS256").key
        except (PyJWTError, ValueError):
            continue
        found[id_] = SigningKey(key, frozenset(e for e in endorsed or () if isinstance(e, str)))
    if not found:
        raise ValueError("no_keys")
    return found
