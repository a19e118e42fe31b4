"""The question that somebody has just asked, so that the next one can go on from it: in memory, for minutes."""

from dataclasses import dataclass, field
from threading import Lock

from bot.person import Account

SECONDS = 600.0
REMEMBERED = 2_000
"""People at once; whoever asked longest ago is forgotten first."""
LONGEST = 500
"""Characters of a question that a follow-up is read with."""


@dataclass(frozen=True, slots=True)
class Before:
    """`topic` is the last question that stood by itself, `latest` the follow-up after it."""

    at: float
    topic: str = field(repr=False)
    latest: str = field(default="", repr=False)


@dataclass(slots=True)
class Recent:
    """Never stored, never logged. `now` is the clock's monotonic seconds. Without an account nothing is remembered:
    it would be everybody's. Usable from any thread."""

    _before: dict[Account, Before] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def before(self, account: Account | None, now: float) -> str:
        """Empty when nothing was asked in the last ten minutes."""
        with self._lock:
            self._drop_old(now)
            found = self._before.get(account) if account else None
        return f"{found.topic} {found.latest}".strip() if found else ""

    def keep(self, account: Account | None, question: str, now: float, *, follows: bool) -> None:
        with self._lock:
            self._drop_old(now)
            if account is not None:
                self._keep(account, question, now, follows=follows)

    def _keep(self, account: Account, question: str, now: float, *, follows: bool) -> None:
        earlier, text = self._before.pop(account, None), question[:LONGEST]
        if len(self._before) >= REMEMBERED:
            del self._before[next(iter(self._before))]
        self._before[account] = Before(now, earlier.topic, text) if follows and earlier else Before(now, text)

    def forget(self, account: Account | None) -> None:
        """At once: when a report is begun."""
        with self._lock:
            if account is not None:
                self._before.pop(account, None)

    def _drop_old(self, now: float) -> None:
        """Everybody's, at every question: they stand in the order in which they were asked."""
        while self._before and next(iter(self._before.values())).at <= now - SECONDS:
            del self._before[next(iter(self._before))]
