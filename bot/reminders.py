"""What members are reminded of: reports that nobody has acknowledged, reporters who should hear what came of theirs.

Each member gets one reminder a day at most, for all their cases together, and it says nothing of any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import notices
from bot.terms import Terms
from storage import dates, marks, outbox, retention, withdrawal
from storage.records import Member, Notice
from storage.register import Register

OF_ALL, OF_HEADS, OF_FEEDBACK = "notice.reminder", "notice.reminder_head", "notice.feedback"
REMINDERS = (OF_ALL, OF_HEADS, OF_FEEDBACK, f"{OF_ALL}_feedback", f"{OF_HEADS}_feedback")
"""One that could not be delivered gives way to the next: nobody comes back to a month of them."""

REMEMBERED = 4
"""Days of reminders that are remembered: a clock that jumps and comes back reminds nobody twice."""

FEEDBACK_EVERY = timedelta(7)
"""It waits for months: a word a week is enough."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Of one day. `chair` is the Chair's id."""

    register: Register
    terms: Terms
    today: date
    chair: str

    def remind(self, member: Member) -> bool:
        """False when nothing waits, or this member was reminded today."""
        name = f"reminded:{member.id}"
        before = (marks.marked(self.register, name) or "").split()
        if _was_reminded(before, self.today):
            return False
        waiting, feedback = self._waiting(member), self._feedback(member)
        if not waiting and not feedback:
            return False
        marks.mark(self.register, name, " ".join((*before[1 - REMEMBERED :], self.today.isoformat())))
        withdrawal.withdraw_loose(self.register, member.id, REMINDERS)
        return outbox.owe(self.register, self._reminder(member, waiting, feedback))

    def _reminder(self, member: Member, waiting: int, feedback: int) -> Notice:
        heads = self._heads(member)
        key = OF_HEADS if heads else OF_ALL
        if not waiting:
            return notices.reminder(member.id, OF_FEEDBACK, feedback)
        return notices.reminder(member.id, f"{key}_feedback" if feedback else key, heads or waiting, feedback)

    def _waiting(self, member: Member) -> int:
        filed_by = self.today - timedelta(days=self.terms.unread_days)
        return dates.unacknowledged(self.register, member.id, filed_by)

    def _heads(self, member: Member) -> int:
        """How many nobody has acknowledged in time: the Chair's task, or the acting chair's where the Chair is kept
        out."""
        late = self.today - timedelta(days=self.terms.acknowledge_latest + 1)
        if member.chair:
            return dates.unacknowledged(self.register, member.id, late)
        return dates.unacknowledged(self.register, member.id, late, hidden_from=self.chair) if member.acting else 0

    def _feedback(self, member: Member) -> int:
        """How many reporters should hear by now, or soon, what came of theirs; 0 when that was said this week."""
        name = f"feedback:{member.id}"
        said = marks.marked(self.register, name)
        if said and abs(self.today - date.fromisoformat(said)) < FEEDBACK_EVERY:
            return 0
        count = dates.unanswered(self.register, member.id, self.terms.feedback_near(self.today))
        if count:
            marks.mark(self.register, name, self.today.isoformat())
        return count


def _was_reminded(days: Sequence[str], today: date) -> bool:
    """Today, or on a day just ahead: then the clock went back. A day far ahead was a wrong clock's."""
    return any(today <= date.fromisoformat(day) <= today + retention.JUMP for day in days)
