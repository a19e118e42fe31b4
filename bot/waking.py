"""After each turn: the courier looks whether a message is owed, and the operator hears when nothing could be stored."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation import Talks
from bot.logs import Event, log
from bot.person import Person
from bot.turns import Reply, Shown
from dialogs.engine import Given

NOT_STORED = "failed.not_stored"
"""What the conversation says when the register fails."""


@dataclass(frozen=True, slots=True)
class Waking:
    """The same port as what it stands in front of."""

    talks: Talks
    wake: Callable[[], None]

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        return self._then(await self.talks.begin(person, dialog, regarding))

    async def said(self, person: Person, text: str) -> Shown:
        return self._then(await self.talks.said(person, text))

    async def answer(self, person: Person, reply: Reply) -> Shown:
        return self._then(await self.talks.answer(person, reply))

    async def back(self, person: Person, dialog: str, given: Given = ()) -> Shown:
        return self._then(await self.talks.back(person, dialog, given))

    def _then(self, shown: Shown) -> Shown:
        if any(say.key == NOT_STORED for say in shown.said):
            log(Event.NOT_STORED, level=logging.ERROR)
        self.wake()
        return shown
