"""The house without a page: turns are taken, messages leave."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.app import delivery, parts
from bot.app.house import house, terms
from bot.app.parts import Parts
from bot.beforehand import Beforehand
from bot.clock import SystemClock
from bot.clocks import Clocks
from bot.condition import Condition
from bot.conversation import Conversation, Talks
from bot.courier import Courier
from bot.desk import HELD
from bot.disk import Disk
from bot.health import condition
from bot.lasting import after, lasting
from bot.logs import Event, log
from bot.settings import Settings
from bot.waking import Waking
from storage import marks
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Running:
    parts: Parts
    talks: Talks
    courier: Courier
    released: asyncio.Event
    """Unset while a restored register is held: turns are taken, and nothing leaves before this is set."""
    disk: Disk
    beforehand: Beforehand

    def release(self) -> None:
        if not self.released.is_set():
            self.released.set()
            log(Event.RELEASED)

    async def healthy(self) -> Condition:
        return await condition(self.disk, self.released)


@asynccontextmanager
async def running(settings: Settings, database: Database) -> AsyncIterator[Running]:
    """Everything but the page, for `serve` and for `chat`."""
    async with AsyncExitStack() as stack:
        opened = await stack.enter_async_context(parts.opened(settings, database))
        courier = delivery.courier(settings, database, opened)
        told = house(settings, opened.company, channel=courier.committee is not None)
        talks, disk = Conversation(database, told), Disk(database, SystemClock())
        clocks = Clocks(database, SystemClock(), terms(settings), courier.wake, told.tally)
        stack.push_async_callback(clocks.count)
        released = await _released(database)
        await stack.enter_async_context(lasting("disk", disk.run))
        await stack.enter_async_context(lasting("courier", after(released, courier.run)))
        await stack.enter_async_context(lasting("clocks", after(released, clocks.run)))
        yield Running(opened, Waking(talks, courier.wake), courier, released, disk, talks.beforehand)


async def _released(database: Database) -> asyncio.Event:
    """Set unless the register was restored and is held; the log says which."""
    released = asyncio.Event()
    if await database.run(lambda r: marks.marked(r, HELD)) is None:
        released.set()
        log(Event.STARTED)
    else:
        log(Event.HELD, level=logging.WARNING)
    return released
