"""When a platform may be asked again: so many seconds between two messages in one channel, and nothing before its
Retry-After."""

from dataclasses import dataclass, field

from bot.clock import Clock
from bot.messenger import LaterError

PACE = 1.0
"""Seconds between two messages in one channel, as Slack asks for."""


@dataclass(slots=True)
class Pacing:
    """`pace` in seconds; 0 where nothing need be slow. Kept in memory: after a restart the platform is asked once
    more."""

    clock: Clock
    pace: float = PACE
    _closed: dict[str, float] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)

    async def turn(self, channel: str) -> None:
        """Returns when this channel may take another message, and takes that place."""
        now = self.clock.monotonic()
        at = max(now, self._next.get(channel, now))
        self._next[channel] = at + self.pace
        if at > now:
            await self.clock.sleep(at - now)

    def ask(self, what: str) -> None:
        """Raises LaterError while a Retry-After of this method or conversation runs: nothing is sent."""
        left = self._closed.get(what, 0.0) - self.clock.monotonic()
        if left > 0:
            raise LaterError(left)

    def close(self, what: str, seconds: float | None) -> None:
        """The platform has named this many seconds."""
        if seconds:
            self._closed[what] = self.clock.monotonic() + seconds
