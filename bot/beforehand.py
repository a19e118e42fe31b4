"""A question's passages are found before its turn, beside the register's thread: no report waits for them.

The turn asks the same again, and the search remembers what it found. Nothing is stored or logged here.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from bot.person import Person
from bot.talk import House
from bot.turns import Reply
from dialogs.answers import clean, problems_with
from dialogs.question import ASK, FORM, Asked, told

SETTLED = 2.0
"""Seconds after the start in which the platforms' own connections come first."""

FIRST = "May I?"
"""What is asked when nobody has asked yet."""


@dataclass(frozen=True, slots=True)
class Beforehand:
    """One thread: the search takes one question at a time anyway."""

    house: House
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "questions"), repr=False)

    async def load(self) -> None:
        """What the first question needs is read now. Whoever asks meanwhile waits for it, and nobody else does."""
        await self._found(lambda: Asked(self.house.company, FIRST))

    async def find(self, person: Person, reply: Reply) -> None:
        """Returns at once for whatever is no question."""
        asked = clean(FORM, reply.answers) if (reply.dialog, reply.key) == ("question", ASK) else {}
        if asked and not problems_with(FORM, asked, asked, ""):
            await self._found(lambda: self._asked(person, str(asked["question"])))

    async def _found(self, asked: Callable[[], Asked]) -> None:
        """What fails here fails in the turn as well, where it is told."""
        with suppress(Exception):
            await asyncio.get_running_loop().run_in_executor(self._thread, lambda: told(asked()))

    def _asked(self, person: Person, text: str) -> Asked:
        house = self.house
        before = house.recent.before(person.account, house.clock.monotonic())
        return Asked(house.company, text, person.language, before=before)
