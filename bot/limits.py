"""Slows what is repeated too often, by account, in memory only: nothing of it is stored, nobody else is held up."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from bot.person import Account

REMEMBERED = 2_000
"""Accounts held at once, by a hash of each; the one that came first goes first."""


@dataclass(slots=True)
class Limit:
    """At most `times` in `seconds` for one account. Without an account nobody is held up: that would be everybody."""

    times: int
    seconds: float
    monotonic: Callable[[], float]
    _seen: dict[int, dict[Hashable, float]] = field(default_factory=dict, repr=False)

    def allows(self, account: Account | None, what: Hashable = None) -> bool:
        """`what` tells a second click, and a try that failed, from something new: the same counts once."""
        if account is None:
            return True
        recent = self._recent(account)
        return len(recent) < self.times or what in recent

    def count(self, account: Account | None, what: Hashable = None) -> None:
        if account is not None:
            self._recent(account).setdefault(object() if what is None else what, self.monotonic())

    def _recent(self, account: Account) -> dict[Hashable, float]:
        key = hash(account)
        if key not in self._seen and len(self._seen) >= REMEMBERED:
            del self._seen[next(iter(self._seen))]
        since = self.monotonic() - self.seconds
        self._seen[key] = {what: at for what, at in self._seen.get(key, {}).items() if at > since}
        return self._seen[key]
