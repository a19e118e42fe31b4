"""What the calendar owes: reminders of reports that nobody has acknowledged, and walks whose days are over.

It runs as often as it likes and never owes twice: each member gets one reminder a day at most, for all their cases
together, and it says nothing of any of them (requirements.md, "Clocks").
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import Clock
from bot.notices import reminder
from bot.terms import Terms
from storage import cases, drafts, marks, outbox, people
from storage.database import Database
from storage.errors import RegisterError
from storage.records import Member
from storage.register import Register

log = logging.getLogger(__name__)

EVERY = 900.0
"""Seconds between two looks at the calendar."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wake` tells the courier that something may be owed."""

    database: Database
    clock: Clock
    terms: Terms
    wake: Callable[[], None]

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
        today = self.clock.today()
        owed = await self.database.run(lambda register: self._look(register, today))
        if owed:
            self.wake()
        return owed

    def _look(self, register: Register, today: date) -> int:
        drafts.expire(register, today)
        waiting = cases.unacknowledged(register, today - timedelta(days=self.terms.unread_days))
        serving = people.members(register)
        mine = Counter(m for line in waiting for m in cases.handlers(register, line.case))
        late = [line for line in waiting if today > line.filed_on + timedelta(days=self.terms.acknowledge_latest)]
        heads = Counter(head for line in late if (head := self._head(register, line.case, serving)))
        return sum(self._remind(register, member.id, mine, heads, today) for member in serving)

    def _head(self, register: Register, case: str, serving: tuple[Member, ...]) -> str:
        """Whose task it is when nobody acknowledges: the Chair's, or the acting chair's where the Chair is kept out."""
        may_see = cases.handlers(register, case)
        return next((m.id for m in sorted(serving, key=lambda m: not m.chair) if _leads(m) and m.id in may_see), "")

    def _remind(self, register: Register, member: str, mine: Counter[str], heads: Counter[str], today: date) -> bool:
        name = f"reminded:{member}"
        if not mine[member] or marks.marked(register, name) == today.isoformat():
            return False
        marks.mark(register, name, today.isoformat())
        key = "notice.reminder_head" if heads[member] else "notice.reminder"
        outbox.owe(register, reminder(member, key, heads[member] or mine[member]))
        return True


def _leads(member: Member) -> bool:
    return member.chair or member.acting
