"""Each thing that happens is answered once, however often a platform delivers it. Remembered in memory only."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

REMEMBERED = 20_000
KEPT = 3600.0
"""Seconds: Slack tries an event again for up to an hour."""

AGAIN = 30.0
"""Seconds for which the answer itself is held, for a delivery whose first answer was lost on the way."""

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Once(Generic[Answer]):
    """What fails is not remembered: the next delivery tries again."""

    monotonic: Callable[[], float]
    _seen: dict[str, float] = field(default_factory=dict, repr=False)
    _answers: dict[str, "asyncio.Future[Answer]"] = field(default_factory=dict, repr=False)

    async def answer(self, key: str, do: Callable[[], Awaitable[Answer]], late: Answer) -> Answer:
        """Deliveries at the same time wait for the first one's answer; after AGAIN seconds they get `late`. Without a
        key, nothing is remembered."""
        if not key:
            return await do()
        self._forget()
        if self._held(key):
            return await asyncio.shield(self._answers[key])
        if key in self._seen:
            return late
        return await self._first(key, do)

    def is_late(self, key: str) -> bool:
        """Whether `answer` would give `late` for it."""
        return key in self._seen and not self._held(key)

    def _held(self, key: str) -> bool:
        now = self.monotonic()
        return key in self._answers and now <= self._seen.get(key, now) + AGAIN

    async def _first(self, key: str, do: Callable[[], Awaitable[Answer]]) -> Answer:
        answer = self._answers[key] = asyncio.get_running_loop().create_future()
        try:
            response = await do()
        except BaseException as error:
            del self._answers[key]
            answer.set_exception(error if isinstance(error, Exception) else ConnectionAbortedError())
            answer.exception()  # nobody may be waiting
            raise
        answer.set_result(response)
        self._seen[key] = self.monotonic()
        asyncio.get_running_loop().call_later(AGAIN, self._answers.pop, key, None)
        return response

    def _forget(self) -> None:
        since = self.monotonic() - KEPT
        while self._seen:
            oldest = next(iter(self._seen))
            if self._seen[oldest] > since and len(self._seen) < REMEMBERED:
                return
            del self._seen[oldest]
            self._answers.pop(oldest, None)
