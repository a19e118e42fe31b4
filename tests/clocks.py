"""A clock that stands still until it is told."""

import asyncio
from datetime import UTC, date, datetime, timedelta

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class StoppedClock:
    """`sleep` returns once the clock was moved that far."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now
        self._moved = asyncio.Event()

    def today(self) -> date:
        return self._now.date()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    async def sleep(self, seconds: float) -> None:
        until = self._now + timedelta(seconds=seconds)
        while self._now < until:
            self._moved.clear()
            await self._moved.wait()

    def move(self, by: timedelta) -> None:
        self._now += by
        self._moved.set()
