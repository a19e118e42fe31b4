"""Parts that live as long as the house, and the sign to stop it."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.logs import Event, log

AGAIN_AFTER = 5.0
"""Seconds until a part that failed in a way nobody foresaw is started again."""


@asynccontextmanager
async def lasting(name: str, run: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """A part that lives as long as the house. What it did not foresee is logged, and it begins again."""

    async def last() -> None:
        while True:
            try:
                await run()
            except Exception as error:  # noqa: BLE001  reports must still be taken
                log(Event.PART_FAILED, level=logging.ERROR, why=error, what=name)
            await asyncio.sleep(AGAIN_AFTER)

    task = asyncio.create_task(last(), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def after(released: asyncio.Event, run: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The same part, held until then."""

    async def when_released() -> None:
        await released.wait()
        await run()

    return when_released


def stopping_sign() -> asyncio.Event:
    """Set by SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopping.set)
    return stopping
