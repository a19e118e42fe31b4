"""After each turn: the courier looks whether a message is owed, and the operator hears when the register failed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation import DAMAGED, NOT_STORED, Talks
from bot.logs import Event, log
from bot.person import Person
from bot.turns import Reply, Shown
from dialogs.engine import Given

FAILURES = {NOT_STORED: Event.NOT_STORED, DAMAGED: Event.TURN_DAMAGED}


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
        for say in shown.said:
            if event := FAILURES.get(say.key):
                log(event, level=logging.ERROR)
        self.wake()
        return shown
