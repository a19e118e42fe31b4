"""Notices a full or read-only disk before a reporter does: the alarm is raised once, and it recovers by itself."""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.logs import Event, log
from storage import room
from storage.database import Database
from storage.errors import StorageFailedError

EVERY = 60.0
"""Seconds between two looks."""


@dataclass(slots=True)
class Disk:
    database: Database
    clock: Clock
    _told: str = field(default="", init=False)

    @property
    def trouble(self) -> str:
        """Empty while it is well; else why the last look, or a commit since then, has failed."""
        return self.database.trouble or self._told

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await self.clock.sleep(EVERY)

    async def look(self) -> None:
        found = await asyncio.to_thread(room.probe, self.database.path)
        if not found and self.database.trouble:
            found = await self._tried()
        if found and not self._told:
            log(Event.DISK_FAILED, level=logging.ERROR, reason=found)
        if self._told and not found:
            log(Event.DISK_WELL)
        self._told = found

    async def _tried(self) -> str:
        """Whether the register itself takes something again."""
        try:
            await self.database.run(room.touch)
        except StorageFailedError as error:
            return error.reason
        return ""
