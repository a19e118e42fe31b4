"""Slows what is repeated too often, by account, in memory only: nothing of it is stored, nobody else is held up."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.person import Account

REMEMBERED = 10_000
"""Accounts held at once; the one that came first goes first."""


@dataclass(slots=True)
class Limit:
    """At most `times` in `seconds` for one account. Without an account nobody is held up: that would be everybody."""

    times: int
    seconds: float
    monotonic: Callable[[], float]
    _seen: dict[Account, deque[float]] = field(default_factory=dict, repr=False)

    def allows(self, account: Account | None) -> bool:
        if account is None:
            return True
        return len(self._recent(account)) < self.times

    def count(self, account: Account | None) -> None:
        if account is not None:
            self._recent(account).append(self.monotonic())

    def _recent(self, account: Account) -> deque[float]:
        if account not in self._seen and len(self._seen) >= REMEMBERED:
            del self._seen[next(iter(self._seen))]
        times = self._seen.setdefault(account, deque())
        while times and times[0] <= self.monotonic() - self.seconds:
            times.popleft()
        return times
