"""Time, as a port: tests bring their own."""

import asyncio
import time
from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    def today(self) -> date:
        """The date where the server runs: the only time that is ever written beside a reporter's act."""

    def now(self) -> datetime:
        """With its time zone. For hourly slots and clocks of the Committee; never stored beside a reporter's act."""

    def monotonic(self) -> float:
        """Seconds, for waiting."""

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    def today(self) -> date:
        return date.today()  # noqa: DTZ011  where the server runs: the port says so

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
