"""Many messages at once become one: a flood of reports buries no member, and nothing of it is lost.

What tells the acting chair that a case is theirs to lead comes by itself, always: a bundle could not say so.
Whoever gets a bundle finds each case in their list. It names no case, and so tells nobody of one that is hidden from
them; what it stands for is withdrawn in the transaction that owes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.clock import Clock
from bot.notices import CHANNEL
from storage import outbox, withdrawal
from storage.database import Database
from storage.records import Act, Notice
from storage.register import Register

MOST = 5
LATELY = 600.0
"""So many messages in so many seconds come by themselves; from then on, there is one a minute."""

MINUTE = 60.0
OF_ALL, OF_URGENT, OF_CHANNEL = "notice.many", "notice.many_urgent", "notice.many_channel"
BUNDLED = frozenset({"notice.filed", "notice.filed_urgent", "notice.danger", "notice.added", "notice.channel"})


@dataclass(slots=True)
class Bundling:
    """Kept in memory: after a restart, a minute begins anew."""

    clock: Clock
    _sent: dict[str, list[float]] = field(default_factory=dict)
    _held: dict[str, float] = field(default_factory=dict)

    async def bundled(
        self, database: Database, due: Sequence[Notice], *, hourly: bool
    ) -> tuple[set[str], tuple[Notice, ...]]:
        """The ids of those that are not to be sent by themselves, and what is sent instead.

        What comes within a minute is held back. With `hourly`, only what leaves at once is: another hour would be too
        long.
        """
        left_out, bundles = set[str](), list[Notice]()
        for to, crowd in self._crowds(due):
            may_wait = not hourly or all(notice.at_once for notice in crowd)
            held = may_wait and self._waits(to)
            if held or len(crowd) > 1:
                left_out |= {notice.id for notice in crowd}
            if not held:
                bundles += await database.run(partial(_in_one, to, crowd)) if len(crowd) > 1 else ()
                self._count(to, 1)
        return left_out, tuple(bundles)

    def seconds(self) -> float:
        """Until the next bundle may be sent; infinite when none is held back."""
        now = self.clock.monotonic()
        self._held = {to: at for to, at in self._held.items() if at > now}
        return min((at - now for at in self._held.values()), default=float("inf"))

    def _crowds(self, notices: Iterable[Notice]) -> Iterable[tuple[str, tuple[Notice, ...]]]:
        """Those who would get more than may come by themselves; the others' messages count as sent."""
        by_recipient: dict[str, list[Notice]] = defaultdict(list)
        for notice in filter(_may_be_bundled, notices):
            by_recipient[notice.to].append(notice)
        for to, theirs in by_recipient.items():
            if len(self._recent(to)) + len(theirs) > MOST:
                yield to, tuple(theirs)
            else:
                self._count(to, len(theirs))

    def _waits(self, to: str) -> bool:
        """Whether the minute since the last message is not over yet."""
        until = max(self._recent(to), default=float("-inf")) + MINUTE
        held = until > self.clock.monotonic()
        if held:
            self._held[to] = until
        return held

    def _count(self, to: str, times: int) -> None:
        self._sent[to] = [*self._recent(to), *[self.clock.monotonic()] * times]

    def _recent(self, to: str) -> list[float]:
        since = self.clock.monotonic() - LATELY
        return [at for at in self._sent.get(to, []) if at > since]


def _may_be_bundled(notice: Notice) -> bool:
    """What was tried may have arrived; what was parked has its own hours."""
    return notice.key in BUNDLED and notice.act is Act.SEND and not notice.tries and not notice.reason


def _in_one(to: str, crowd: tuple[Notice, ...], register: Register) -> tuple[Notice, ...]:
    """The bundle; none when all of the crowd was withdrawn meanwhile. An earlier one that is still unsent gives way."""
    if not sum(withdrawal.withdraw_one(register, notice.id, notice.case) for notice in crowd):
        return ()
    urgent = any(notice.at_once for notice in crowd)
    urgent |= withdrawal.withdraw_loose(register, to, (OF_URGENT,)) > 0
    withdrawal.withdraw_loose(register, to, (OF_ALL, OF_CHANNEL))
    bundle = _bundle(to, urgent=urgent)
    outbox.owe(register, bundle)
    return (bundle,)


def _bundle(to: str, *, urgent: bool) -> Notice:
    if to == CHANNEL:
        return Notice(outbox.new_id(), to, OF_CHANNEL, at_once=urgent)
    return Notice(outbox.new_id(), to, OF_URGENT if urgent else OF_ALL, offers=(("cases", ""),), at_once=urgent)
