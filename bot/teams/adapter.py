"""botbuilder's adapter over our own guard and connector: its successor takes this file's place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ActivityTypes, ResourceResponse
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory
from msrest.exceptions import DeserializationError  # type: ignore[attr-defined]

from bot.front import UnwelcomeError
from bot.teams.connector import Connector
from bot.teams.received import JSON, Answered

Turn = Callable[[Any], Awaitable[Answered | None]]
"""Of a `botbuilder.schema.Activity`. None where Teams waits for no answer."""


@dataclass(slots=True)
class Conversations:
    """What the adapter sends through, for whoever says something by the turn's own context."""

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
        """What an invoke is answered, None for everything else. Raises UnwelcomeError 400 for what is no activity."""
        try:
            received = Activity().deserialize(activity)
        except (DeserializationError, AttributeError, TypeError, ValueError):
            raise UnwelcomeError(HTTPStatus.BAD_REQUEST) from None

        async def logic(context: TurnContext) -> None:
            answered = await turn(context.activity)
            if answered is not None:
                said = Activity(type=ActivityTypes.invoke_response)
                said.value = InvokeResponse(status=answered.status, body=answered.body)
                await context.send_activity(said)

        response = await self.process_activity(self._login.admitted(), received, logic)
        return Answered(response.status, response.body) if response is not None else None
