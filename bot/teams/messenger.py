"""Sends the courier's messages to Teams. What was sent cannot be looked for: a repeat says that it may be one."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.clock import Clock
from bot.labels import Worded
from bot.messenger import Channel, LaterError, Message, UndeliverableError, UnsureError
from bot.pacing import Pacing
from bot.person import Account
from bot.references import Reference, References
from bot.teams.buttons import Forms
from bot.teams.cards import said_activity
from bot.teams.connector import Connector, LostError, NotSentError, RefusedError
from bot.teams.received import JSON, PLATFORM
from bot.teams.refusals import meaning, ours
from dialogs.steps import Say

T = TypeVar("T")

NOT_FOUND = 404
CREATING = "create"
"""Stands for every conversation that is begun, where Teams asks to wait before beginning another."""


class TeamsMessenger:
    """`workspace` is the tenant's id: other tenants' accounts are not written to. `app_id` is the bot's own,
    `forms` is where a button leads: "card" for development."""

    platform = PLATFORM
    can_find = False

    def __init__(
        self,
        connector: Connector,
        references: References,
        wording: Callable[[str], Worded],
        clock: Clock,
        workspace: str,
        app_id: str,
        forms: Forms = "dialog",
    ) -> None:
        self._connector, self._references, self._wording = connector, references, wording
        self._workspace, self._app_id, self._forms = workspace, app_id, forms
        self._pacing = Pacing(clock, 0.0)
        self._begun: dict[str, Reference] = {}

    async def send(self, message: Message) -> str:
        """The ref names the service and the conversation as well: both may be others by the time of an update."""
        self._of_ours(message.to)
        activity = self._activity(message)
        if isinstance(message.to, Channel):
            return await self._post_in_channel(message.to, activity)
        known = await self._references.reference(message.to)
        if known is not None:
            try:
                return await self._post(known, activity)
            except _GoneError:
                self._begun.pop(message.to.id, None)
        where = await self.conversation(message.to)
        try:
            return await self._post(where, activity)
        except _GoneError:
            self._begun.pop(message.to.id, None)
            raise UndeliverableError("not_found") from None

    async def find(self, message: Message) -> str | None:
        """Teams shows a bot nothing of what it has said."""
        return None

    async def update(self, ref: str, message: Message) -> None:
        self._of_ours(message.to)
        service, _, rest = ref.partition(" ")
        conversation, _, activity_id = rest.partition(" ")
        activity = self._activity(message)
        try:
            await self._asked(
                conversation, lambda: self._connector.update(service, conversation, activity_id, activity)
            )
        except _GoneError:
            raise UndeliverableError("not_found") from None

    async def conversation(self, to: Account) -> Reference:
        """The personal chat with somebody who has never written: nothing is said in it. Begun once."""
        if to.id not in self._begun:
            parameters = {
                "bot": {"id": f"28:{self._app_id}"},
                "isGroup": False,
                "members": [{"id": to.id}],
                "tenantId": self._workspace,
                "channelData": {"tenant": {"id": self._workspace}},
            }
            service = self._connector.cloud.service
            try:
                created = await self._asked(CREATING, lambda: self._connector.create(service, parameters))
            except UnsureError:
                raise LaterError from None
            except _GoneError:
                raise UndeliverableError("not_found") from None
            self._begun[to.id] = Reference(service, created.conversation)
        return self._begun[to.id]

    async def _post(self, where: Reference, activity: JSON) -> str:
        service, conversation = where.service_url, where.conversation_id
        id_ = await self._asked(conversation, lambda: self._connector.send(service, conversation, activity))
        return f"{service} {conversation} {id_}"

    async def _post_in_channel(self, to: Channel, activity: JSON) -> str:
        """A thread of its own in the channel, which is how Microsoft has a bot begin one."""
        service = self._connector.cloud.service
        parameters = {
            "bot": {"id": f"28:{self._app_id}"},
            "isGroup": True,
            "tenantId": self._workspace,
            "channelData": {"channel": {"id": to.id}, "tenant": {"id": self._workspace}},
            "activity": activity,
        }
        try:
            created = await self._asked(to.id, lambda: self._connector.create(service, parameters))
        except _GoneError:
            raise UndeliverableError("not_found") from None
        return f"{service} {created.conversation} {created.activity_id}"

    def _activity(self, message: Message) -> JSON:
        said = (Say("notice.repeat"), message.say) if message.repeat else (message.say,)
        return said_activity(self._wording(message.language), said, self._forms)

    def _of_ours(self, to: Account | Channel) -> None:
        if (to.platform, to.workspace) != (PLATFORM, self._workspace):
            raise UndeliverableError("other_workspace")

    async def _asked(self, where: str, call: Callable[[], Awaitable[T]]) -> T:
        """Raises LaterError, UnsureError, UndeliverableError, or _GoneError for a conversation that is not there."""
        self._pacing.ask(where)
        try:
            return await call()
        except RefusedError as refused:
            raise self._meant(where, refused) from None
        except NotSentError as error:
            if error.ours:
                ours(error.reason)
            raise LaterError(error.after) from None
        except LostError:
            raise UnsureError from None

    def _meant(self, where: str, refused: RefusedError) -> Exception:
        if refused.status == NOT_FOUND:
            return _GoneError()
        meant = meaning(refused)
        if isinstance(meant, LaterError):
            self._pacing.close(where, meant.seconds)
        return meant


class _GoneError(Exception):
    """Teams knows no such conversation, or no such message in it."""
