"""What Teams may send, and who answers it."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime

from bot.logs import Event, log
from bot.teams.edge import Edge
from bot.teams.messages import written
from bot.teams.presses import already, invoked
from bot.teams.received import Answered, Installed, Invoke, Listener, Message, NoAnswerError
from bot.teams.welcome import Welcome


@dataclass(frozen=True, slots=True)
class Listening:
    """The one Listener. What Teams refuses for good is taken all the same: it would be delivered again in vain."""

    edge: Edge
    welcome: Welcome

    async def message(self, message: Message) -> None:
        await _taken(written(self.edge, message))

    async def invoke(self, invoke: Invoke) -> Answered:
        return await invoked(self.edge, invoke)

    async def installed(self, installed: Installed) -> None:
        await _taken(self.welcome.installed(installed))

    def already(self, invoke: Invoke) -> Answered:
        return already(self.edge, invoke)


def create_listener(edge: Edge, since: datetime | None = None) -> Listener:
    """`since`: when the house was opened."""
    return Listening(edge, Welcome(edge, since))


async def _taken(work: Awaitable[None]) -> None:
    try:
        await work
    except NoAnswerError as error:
        if error.passing:
            raise
        log(Event.PART_FAILED, level=logging.WARNING, what="teams", reason=error.reason)
