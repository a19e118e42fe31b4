"""Says in a conversation what the listener wants said."""

from contextlib import suppress
from dataclasses import dataclass

from bot.teams.connector import Connector, LostError, NotSentError, RefusedError
from bot.teams.received import JSON, NoAnswerError, Place

TOO_MANY, BROKEN = 429, 500


@dataclass(frozen=True, slots=True)
class ConnectorPosting:
    """The port over the connector; its errors become the port's."""

    connector: Connector

    async def post(self, place: Place, activity: JSON) -> str:
        try:
            return await self.connector.send(place.service_url, place.conversation_id, activity)
        except (RefusedError, NotSentError, LostError) as error:
            raise _no_answer(error) from None

    async def update(self, place: Place, activity_id: str, activity: JSON) -> None:
        try:
            await self.connector.update(place.service_url, place.conversation_id, activity_id, activity)
        except (RefusedError, NotSentError, LostError) as error:
            raise _no_answer(error) from None

    async def typing(self, place: Place) -> None:
        with suppress(RefusedError, NotSentError, LostError):
            await self.connector.send(place.service_url, place.conversation_id, {"type": "typing"})


def _no_answer(error: RefusedError | NotSentError | LostError) -> NoAnswerError:
    match error:
        case RefusedError():
            passing = error.status == TOO_MANY or error.status >= BROKEN
            return NoAnswerError(error.code or f"http_{error.status}", passing=passing)
        case NotSentError():
            return NoAnswerError(error.reason, passing=not error.ours)
        case LostError():
            return NoAnswerError("no_answer", passing=True)
