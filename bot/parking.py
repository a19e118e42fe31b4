"""When a message that could not be delivered is tried again, and whom that is told: by recipient, at growing intervals.

The intervals are kept in memory: after a restart everything that is parked is tried once more.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot import notices
from bot.clock import Clock
from bot.notices import CHANNEL, REPORTER
from storage import cases, marks, outbox, people
from storage.records import Notice
from storage.register import Register

HOUR = 3600.0
WAITS = (HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR)
"""Seconds before the second try, the third …; the last of them goes on."""

SOON = 1.0
"""Seconds between two rounds at least."""

TOLD_AGAIN = timedelta(days=30)
"""A recipient who cannot be reached is told to the same member no sooner than this."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """`reasons` are those that the alarm was raised for."""

    tries: int = 0
    not_before: float = 0.0
    reasons: frozenset[str] = frozenset()


@dataclass(slots=True)
class Parking:
    """The recipients whom something could not be delivered to."""

    clock: Clock
    _unreached: dict[str, Unreached] = field(default_factory=dict)
    _look_at: float = 0.0
    """When the parked rows are read again; at once in a new process."""

    def looks(self) -> bool:
        """Whether parked rows are worth reading now."""
        return self._look_at <= self.clock.monotonic()

    def is_due(self, recipient: str) -> bool:
        return self._unreached.get(recipient, Unreached()).not_before <= self.clock.monotonic()

    def looked(self, recipients: Collection[str]) -> None:
        """After a round in which the parked rows were read: whose they were."""
        now = self.clock.monotonic()
        kept = {who: one for who, one in self._unreached.items() if who in recipients or one.not_before > now}
        self._unreached = kept
        self._look_at = min((one.not_before for one in kept.values()), default=float("inf"))

    def failed(self, recipient: str, reason: str) -> bool:
        """True when that is news. A second message that fails in the same round does not lengthen the wait."""
        before, now = self._unreached.get(recipient, Unreached()), self.clock.monotonic()
        news = reason not in before.reasons
        if before.not_before <= now:
            wait = WAITS[min(before.tries, len(WAITS) - 1)]
            before = Unreached(before.tries + 1, now + wait, before.reasons)
        self._unreached[recipient] = replace(before, reasons=before.reasons | {reason})
        self._look_at = min(self._look_at, before.not_before)
        return news

    def waits(self, recipient: str, seconds: float) -> None:
        """The platform asks to wait: no try, so the interval does not grow."""
        at = self.clock.monotonic() + seconds
        self._unreached[recipient] = replace(self._unreached.get(recipient, Unreached()), not_before=at)
        self._look_at = min(self._look_at, at)

    def reached(self, recipient: str) -> bool:
        """Something has arrived: what else is parked for them is tried at once. True when that is news."""
        if recipient not in self._unreached:
            return False
        now = self.clock.monotonic()
        self._unreached[recipient] = replace(self._unreached[recipient], tries=0, not_before=now)
        self._look_at = now
        return True

    def seconds(self) -> float:
        """Until the parked rows are worth reading."""
        return max(SOON, self._look_at - self.clock.monotonic())


def recipient_of(notice: Notice) -> str:
    return notice.account.id if notice.account else notice.to


def tell_others(register: Register, notice: Notice, on: date) -> bool:
    """That a member, or the channel, cannot be reached: once, to those who may see the case that the message is about.
    To nobody else: whom the case is hidden from must not notice that there was a message. False when nobody is told."""
    lost = people.member(register, notice.to)
    if not notice.case or notice.to == REPORTER or (lost is None and notice.to != CHANNEL):
        return False
    others = [one for one in cases.handlers(register, notice.case) if one != notice.to]
    untold = [one for one in others if _not_told(register, notice.to, one, on)]
    for member in untold:
        marks.mark(register, _mark(notice.to, member), on.isoformat())
        outbox.owe(register, notices.unreachable(member, lost.name if lost else "", at_once=notice.at_once))
    return bool(untold)


def forget_told(register: Register, notice: Notice) -> None:
    """It has arrived: the next time that its recipient cannot be reached is told anew."""
    if notice.case and notice.to != REPORTER:
        for member in cases.handlers(register, notice.case):
            marks.mark(register, _mark(notice.to, member), "")


def _not_told(register: Register, lost: str, member: str, on: date) -> bool:
    told = marks.marked(register, _mark(lost, member))
    return told is None or date.fromisoformat(told) + TOLD_AGAIN <= on


def _mark(lost: str, member: str) -> str:
    return f"unreachable:{lost}:{member}"
