"""In front of everything that comes over HTTP: size, age, signature and replay, before anybody parses a byte."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.front import UnwelcomeError

SIZE_LIMIT = 1024 * 1024
"""Bytes: a window of 250 kB, percent-encoded."""

WINDOW = 300
"""Seconds that a request may be old, or early."""

REMEMBERED = 50_000
"""Marks at once: 160 requests a second for as long as each is fresh."""

TIMESTAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"


@dataclass(slots=True)
class Guard:
    """`now` is the wall clock in seconds. Only requests with a right signature are remembered: nobody else can fill
    the memory. What is forgotten because there were too many is refused ever after, with all that is no younger."""

    secret: str = field(repr=False)
    now: Callable[[], float]
    _seen: dict[str, int] = field(default_factory=dict, repr=False)
    _forgotten: int = 0
    """The youngest stamp that was forgotten too early."""

    def admit(self, headers: Mapping[str, str], body: bytes) -> str:
        """The request's mark, for `forget`. Raises UnwelcomeError: 401 unsigned, old or forged; 409 seen before."""
        stamp, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        if not self._is_fresh(stamp) or not self._is_right(stamp, signature, body):
            raise UnwelcomeError(401)
        self._drop_old()
        if signature in self._seen or int(stamp) <= self._forgotten:
            raise UnwelcomeError(409)
        self._seen[signature] = int(stamp)
        return signature

    def forget(self, mark: str) -> None:
        """It was not taken: the same request may come again."""
        self._seen.pop(mark, None)

    def _is_fresh(self, stamp: str) -> bool:
        return stamp.isascii() and stamp.isdecimal() and len(stamp) < 12 and abs(self.now() - int(stamp)) <= WINDOW

    def _is_right(self, stamp: str, signature: str, body: bytes) -> bool:
        base = b"v0:%b:%b" % (stamp.encode(), body)
        mac = hmac.digest(self.secret.encode(), base, "sha256").hex()
        return hmac.compare_digest(f"v0={mac}".encode(), signature.encode("utf-8", "replace"))

    def _drop_old(self) -> None:
        since = self.now() - WINDOW
        while self._seen and (next(iter(self._seen.values())) < since or len(self._seen) >= REMEMBERED):
            stamp = self._seen.pop(next(iter(self._seen)))
            if stamp >= since:
                self._forgotten = max(self._forgotten, stamp)
