"""botbuilder's adapter over our own guard and connector: its successor takes this file's place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ResourceResponse
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.front import UnwelcomeError
from bot.teams.clouds import CHANNEL
from bot.teams.connector import Connector
from bot.teams.reading import locale_of, member_of, place_of, text_of
from bot.teams.received import JSON, Answered

Turn = Callable[[JSON], Awaitable[Answered | None]]
"""Of an activity as it came. None where Teams waits for no answer."""


@dataclass(slots=True)
class Conversations:
    """What botbuilder sends through when something is said by the turn's own context. We say nothing that way; but it
    makes this client for every turn, and its own would send past our guard and our connector."""

    connector: Connector
    service_url: str

    async def send_to_conversation(self, conversation: str, activity: Any) -> Any:
        return ResourceResponse(id=await self.connector.send(self.service_url, conversation, activity.serialize()))

    async def reply_to_activity(self, conversation: str, to: str, activity: Any) -> Any:
        said = await self.connector.reply(self.service_url, conversation, to, activity.serialize())
        return ResourceResponse(id=said)

    async def update_activity(self, conversation: str, activity_id: str, activity: Any) -> Any:
        await self.connector.update(self.service_url, conversation, activity_id, activity.serialize())
        return ResourceResponse(id=activity_id)

    async def delete_activity(self, conversation: str, activity_id: str) -> None:
        await self.connector.delete(self.service_url, conversation, activity_id)


@dataclass(slots=True)
class Client:
    conversations: Conversations


class Factory(ConnectorFactory):  # type: ignore[misc]
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str) -> Client:
        return Client(Conversations(self._connector, service_url))


class OurAuthentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """What the guard has admitted is admitted: nothing that botbuilder checks itself is relied on."""

    def __init__(self, connector: Connector, app_id: str) -> None:
        self._factory = Factory(connector)
        self._identity = ClaimsIdentity({"aud": app_id, "appid": app_id}, True, "Bearer")

    def admitted(self) -> Any:
        result = AuthenticateRequestResult()
        result.claims_identity, result.connector_factory = self._identity, self._factory
        return result

    async def authenticate_request(self, activity: Any, auth_header: str) -> Any:
        """Never by a header: only the guard lets anything in."""
        raise UnwelcomeError(HTTPStatus.UNAUTHORIZED)

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        raise UnwelcomeError(HTTPStatus.UNAUTHORIZED)

    def create_connector_factory(self, claims_identity: Any) -> Factory:
        return self._factory

    async def create_user_token_client(self, claims_identity: Any) -> None:
        """Nobody signs in to anything through this bot."""


class Adapter(CloudAdapterBase):  # type: ignore[misc]
    """Runs one turn of botbuilder for an activity that the guard has admitted."""

    def __init__(self, connector: Connector, app_id: str) -> None:
        self._login = OurAuthentication(connector, app_id)
        super().__init__(self._login)

    async def run(self, activity: JSON, turn: Turn) -> Answered | None:
        """What the turn answers, which is given the activity as it came. botbuilder gets of it what a context needs to
        reply: its own reader costs as much as the rest of the door, and an invoke's answer sent by it a deep copy."""
        answered: Answered | None = None

        async def logic(_: TurnContext) -> None:
            nonlocal answered
            answered = await turn(activity)

        await self.process_activity(self._login.admitted(), envelope_of(activity), logic)
        return answered


def envelope_of(activity: JSON) -> Any:
    """Who says it, to whom, where: without what."""
    place = place_of(activity)
    return Activity(
        type=activity["type"],
        id=text_of(activity.get("id")),
        channel_id=CHANNEL,
        service_url=place.service_url,
        conversation=ConversationAccount(id=place.conversation_id),
        recipient=ChannelAccount(id=place.bot_id),
        from_property=ChannelAccount(id=member_of(activity)),
        locale=locale_of(activity),
    )
