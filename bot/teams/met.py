"""Where a member can be written to: told to the register at most once in a while, for as long as nothing moves."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.person import Account
from bot.references import Reference, References
from bot.teams.reading import Happened
from bot.teams.received import PLATFORM

FRESH = 900.0
"""Seconds, as for what Teams says of a person. Who becomes a member meanwhile is found without a reference, too."""

REMEMBERED = 5_000


@dataclass(slots=True)
class Met:
    """In memory only. Asking the register at every activity who is a member would cost a turn of its own."""

    references: References
    monotonic: Callable[[], float]
    _told: dict[Account, tuple[Reference, float]] = field(default_factory=dict, repr=False)

    async def meets(self, happened: Happened) -> None:
        """Each place anew, because Microsoft moves people about."""
        sender, place = happened.sender, happened.place
        if not place.personal or not sender.account or sender.refused:
            return
        account = Account(PLATFORM, sender.tenant, sender.account)
        reference = Reference(place.service_url, place.conversation_id)
        known, at = self._told.get(account, (None, 0.0))
        if known == reference and self.monotonic() <= at + FRESH:
            return
        await self.references.remember(account, reference)
        self._remember(account, reference)

    def _remember(self, account: Account, reference: Reference) -> None:
        self._told.pop(account, None)
        if len(self._told) >= REMEMBERED:
            del self._told[next(iter(self._told))]
        self._told[account] = reference, self.monotonic()
