"""Each thing that happens is answered once, however often a platform delivers it. Remembered in memory only."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.held import AGAIN, Held

REMEMBERED = 20_000
KEPT = 3600.0
"""Seconds: Slack tries an event again for up to an hour."""

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Once(Generic[Answer]):
    """What fails is not remembered: the next delivery tries again. `held` answers a second delivery."""

    monotonic: Callable[[], float]
    held: Held[Answer] = field(default_factory=lambda: Held(lambda _: 0))
    _seen: dict[str, float] = field(default_factory=dict, repr=False)
    _begun: dict[str, "asyncio.Future[Answer]"] = field(default_factory=dict, repr=False)

    async def answer(self, key: str, do: Callable[[], Awaitable[Answer]], late: Answer) -> Answer:
        """Deliveries at the same time wait for the first one's answer; after AGAIN seconds they get `late`. Without a
        key, nothing is remembered."""
        if not key:
            return await do()
        self._forget()
        if key in self._begun:
            return await asyncio.shield(self._begun[key])
        if key in self._seen:
            held = self._held(key)
            return held[0] if held else late
        return await self._first(key, do)

    def is_late(self, key: str) -> bool:
        """Whether `answer` would give `late` for it."""
        return key in self._seen and not self._held(key)

    def _held(self, key: str) -> tuple[Answer] | None:
        return self.held.get(key) if self.monotonic() <= self._seen[key] + AGAIN else None

    async def _first(self, key: str, do: Callable[[], Awaitable[Answer]]) -> Answer:
        answer = self._begun[key] = asyncio.get_running_loop().create_future()
        try:
            response = await do()
        except BaseException as error:
            answer.set_exception(error if isinstance(error, Exception) else ConnectionAbortedError())
            answer.exception()  # nobody may be waiting
            raise
        finally:
            del self._begun[key]
        answer.set_result(response)
        self._seen[key] = self.monotonic()
        self.held.hold(key, response)
        return response

    def _forget(self) -> None:
        since = self.monotonic() - KEPT
        while self._seen:
            oldest = next(iter(self._seen))
            if self._seen[oldest] > since and len(self._seen) < REMEMBERED:
                return
            del self._seen[oldest]
            self.held.drop(oldest)
