"""What the calendar owes: reminders of reports that nobody has acknowledged, and walks whose days are over.

It runs as often as it likes and never owes twice: each member gets one reminder a day at most, for all their cases
together, and it says nothing of any of them (requirements.md, "Clocks").
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot import membership
from bot.clock import Clock
from bot.notices import reminder
from bot.tally import Days, Tally
from bot.terms import Terms
from storage import asked, cases, drafts, marks, outbox, people, retention
from storage.database import Database
from storage.errors import RegisterError
from storage.records import Member
from storage.register import Register

log = logging.getLogger(__name__)

OF_ALL, OF_HEADS = REMINDERS = ("notice.reminder", "notice.reminder_head")
"""One that could not be delivered gives way to the next: nobody comes back to a month of them."""

REMEMBERED = 4
"""Days of reminders that are remembered: a clock that jumps and comes back reminds nobody twice."""

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
        """The number of reminders owed by this look."""
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
        """How many changes of the Committee took effect, and who was reminded."""
        retention.advance(register, today)
        drafts.expire(register, today)
        changed = membership.look(register, today)
        serving = people.members(register)
        chair = next((member.id for member in serving if member.chair), "")
        waiting = (m for m in serving if now - self._reminded.get(m.id, -APART) >= APART)
        return changed, tuple(m.id for m in waiting if self._remind(register, m, chair, today))

    def _remind(self, register: Register, member: Member, chair: str, today: date) -> bool:
        name = f"reminded:{member.id}"
        before = (marks.marked(register, name) or "").split()
        if _was_reminded(before, today):
            return False
        mine = cases.waiting(register, member.id, today - timedelta(days=self.terms.unread_days))
        if not mine:
            return False
        marks.mark(register, name, " ".join((*before[1 - REMEMBERED :], today.isoformat())))
        outbox.withdraw_loose(register, member.id, REMINDERS)
        heads = self._heads(register, member, chair, today)
        key = OF_HEADS if heads else OF_ALL
        return outbox.owe(register, reminder(member.id, key, heads or mine))

    def _heads(self, register: Register, member: Member, chair: str, today: date) -> int:
        """How many nobody has acknowledged in time: the Chair's task, or the acting chair's where the Chair is kept
        out."""
        late = today - timedelta(days=self.terms.acknowledge_latest + 1)
        if member.chair:
            return cases.waiting(register, member.id, late)
        return cases.waiting(register, member.id, late, hidden_from=chair) if member.acting else 0


def _was_reminded(days: Sequence[str], today: date) -> bool:
    """Today, or on a day just ahead: then the clock went back. A day far ahead was a wrong clock's."""
    return any(today <= date.fromisoformat(day) <= today + retention.JUMP for day in days)


def _counted(register: Register, days: Days, today: date) -> tuple[date, ...]:
    for day, counts in days:
        asked.add(register, day, counts)
    asked.expire(register, today)
    return tuple(day for day, _ in days)
