"""What the calendar owes: reminders to members, check-ins with reporters, and what ends by its day: walks, changes.

It runs as often as it likes and never owes twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bot import by_notice, check_ins
from bot.clock import Clock
from bot.reminders import Reminders
from bot.tally import Days, Tally
from bot.terms import Terms
from storage import asked, drafts, people, retention
from storage.database import Database
from storage.errors import RegisterError
from storage.register import Register

log = logging.getLogger(__name__)

APART = 20 * 3600.0
"""Seconds between two reminders of a member at least, whatever the calendar says meanwhile."""

EVERY = 900.0
"""Seconds between two looks at the calendar."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wake` tells the courier that something may be owed."""

    database: Database
    clock: Clock
    terms: Terms
    wake: Callable[[], None]
    tally: Tally = field(default_factory=Tally)
    _reminded: dict[str, float] = field(default_factory=dict, init=False, repr=False)
    """When each member was last reminded, in this process."""

    async def run(self) -> None:
        """Until cancelled; a round that fails is made up for by the next."""
        while True:
            try:
                await self.look()
            except RegisterError:
                log.error("clocks.failed")  # noqa: TRY400
            await self.clock.sleep(EVERY)

    async def look(self) -> int:
        """The number of messages owed by this look, or changes made."""
        today, now = self.clock.today(), self.clock.monotonic()
        changed, reminded = await self.database.run(lambda register: self._look(register, today, now))
        self._reminded.update(dict.fromkeys(reminded, now))
        await self.count(today)
        await self.database.empty_log()
        if changed or reminded:
            self.wake()
        return changed + len(reminded)

    async def count(self, before: date | None = None) -> None:
        """Writes down what was counted on the days before this one; without one, on stopping, today's as well."""
        today = self.clock.today()
        days = await self.database.run(lambda register: _counted(register, self.tally.over(before), today))
        self.tally.written(days)

    def _look(self, register: Register, today: date, now: float) -> tuple[int, tuple[str, ...]]:
        """How many changes of the Committee took effect and reporters were asked, and which members were reminded."""
        retention.advance(register, today)
        drafts.expire(register, today)
        changed = by_notice.look(register, today)
        serving = people.members(register)
        chair = next((member.id for member in serving if member.chair), "")
        waiting = (m for m in serving if now - self._reminded.get(m.id, -APART) >= APART)
        reminders = Reminders(register, self.terms, today, chair)
        changed += check_ins.look(register, self.terms, today)
        return changed, tuple(m.id for m in waiting if reminders.remind(m))


def _counted(register: Register, days: Days, today: date) -> tuple[date, ...]:
    for day, counts in days:
        asked.add(register, day, counts)
    asked.expire(register, today)
    return tuple(day for day, _ in days)
