"""Who acts: somebody of the tenant that is served, a guest of it, or a stranger."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.teams.connector import Connector, LostError, NotSentError, RefusedError
from bot.teams.reading import account_of, locale_of, member_of, place_of, text_of
from bot.teams.received import JSON, Sender

FRESH = 900.0
"""Seconds for which what Teams said of a person is believed. Kept in memory only."""

REMEMBERED = 5_000
FORBIDDEN, NOT_FOUND = 403, 404
STRANGER, GUEST, UNKNOWN = "stranger", "guest", "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    name: str = field(repr=False)
    refused: str
    at: float


@dataclass(slots=True)
class Senders:
    """Nobody is taken at the word of the activity: the connector is asked for everybody, once in a while."""

    connector: Connector
    tenant: str
    monotonic: Callable[[], float]
    guests: bool = False
    _known: dict[str, Known] = field(default_factory=dict, repr=False)

    async def sender(self, activity: JSON) -> Sender:
        account = account_of(activity)
        known = await self._look_up(activity, account) if account else Known("", STRANGER, 0.0)
        return Sender(self.tenant, account, known.name, locale_of(activity), known.refused)

    async def _look_up(self, activity: JSON, account: str) -> Known:
        known = self._known.get(account)
        if known is None or known.at + FRESH < self.monotonic():
            known = await self._asked(activity, account)
            if known.refused != UNKNOWN:
                self._remember(account, known)
        return known

    async def _asked(self, activity: JSON, account: str) -> Known:
        """By the id of the conversation's own member, whose object id must then be the one that was named."""
        place, now = place_of(activity), self.monotonic()
        try:
            told = await self.connector.member(place.service_url, place.conversation_id, member_of(activity) or account)
        except RefusedError as refused:
            return Known("", STRANGER if refused.status in {FORBIDDEN, NOT_FOUND} else UNKNOWN, now)
        except (LostError, NotSentError):
            return Known("", UNKNOWN, now)
        return Known(text_of(told.get("name")), self._refused(told, account), now)

    def _refused(self, told: JSON, account: str) -> str:
        """Fails closed: what Teams does not say is not taken for granted."""
        named = text_of(told.get("aadObjectId") or told.get("objectId")).lower()
        if named != account or text_of(told.get("tenantId")).lower() != self.tenant:
            return STRANGER
        upn = text_of(told.get("userPrincipalName"))
        guest = text_of(told.get("userRole")).lower() == "guest" or "#EXT#" in upn.upper()
        return GUEST if guest and not self.guests else ""

    def _remember(self, account: str, known: Known) -> None:
        self._known.pop(account, None)
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[account] = known
