"""The demo's adapter of the Messenger port: it delivers into the mailbox, or fails as a message server may."""

import asyncio
import json
from collections.abc import Callable, Collection

from bot.labels import Worded
from bot.messenger import Channel, LaterError, Message, UndeliverableError, UnsureError
from bot.person import Account
from bot.web.faults import Fault, NextFault, fair_weather
from bot.web.mailbox import Mailbox
from bot.web.render import say_json

PLATFORM = "web"
WORKSPACE = "demo"
CHANNEL = Channel(PLATFORM, WORKSPACE, "committee")


def place_of(to: Account | Channel) -> str:
    """Where in the mailbox this recipient's messages lie."""
    return f"channel {to.id}" if isinstance(to, Channel) else f"person {to.id}"


class WebMessenger:
    """`recipients` are the ids of the accounts that exist; `late` is how many seconds a late acceptance takes."""

    platform = PLATFORM
    can_find = True

    def __init__(
        self,
        mailbox: Mailbox,
        wording: Callable[[str], Worded],
        recipients: Collection[str],
        faults: NextFault = fair_weather,
        retry_after: float = 1.0,
        late: float = 0.05,
    ) -> None:
        self._mailbox, self._wording, self._recipients = mailbox, wording, frozenset(recipients)
        self._faults, self._retry_after, self._late = faults, retry_after, late

    async def send(self, message: Message) -> str:
        place, body, fault = self._place(message.to), self._body(message), self._refuse_at_the_door()
        if fault is Fault.CLOSED:
            raise UndeliverableError("account_closed")
        if fault is Fault.LATE:
            await asyncio.sleep(self._late)
        ref = await self._mailbox.put(message.id, place, body)
        if fault is not Fault.NONE:
            raise UnsureError
        return ref

    async def find(self, message: Message) -> str | None:
        self._refuse_at_the_door()
        return await self._mailbox.ref_of(message.id, self._place(message.to))

    async def update(self, ref: str, message: Message) -> None:
        place, body, fault = self._place(message.to), self._body(message), self._refuse_at_the_door()
        if fault is Fault.CLOSED:
            raise UndeliverableError("account_closed")
        if not any(delivered.ref == ref for delivered in await self._mailbox.read(place)):
            raise UndeliverableError("no_such_message")
        await self._mailbox.replace(ref, body)
        if fault is not Fault.NONE:
            raise UnsureError

    def _refuse_at_the_door(self) -> Fault:
        """Raises when the server takes no request now; what goes wrong later is returned."""
        match fault := self._faults():
            case Fault.ASKED_TO_WAIT:
                raise LaterError(self._retry_after)
            case Fault.DOWN:
                raise LaterError
        return fault

    def _place(self, to: Account | Channel) -> str:
        known = {CHANNEL.id} if isinstance(to, Channel) else self._recipients
        if (to.platform, to.workspace) != (PLATFORM, WORKSPACE) or to.id not in known:
            raise UndeliverableError("no_such_channel" if isinstance(to, Channel) else "no_such_account")
        return place_of(to)

    def _body(self, message: Message) -> str:
        words = self._wording(message.language)
        repeat = words.text("notice.repeat", {"text": ""}).strip() if message.repeat else ""
        return json.dumps({**say_json(words, message.say), "repeat": repeat}, ensure_ascii=False)
