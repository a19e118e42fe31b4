"""A conversation whose register fails when a test says so."""

from dataclasses import dataclass

from bot.conversation import Talks
from bot.person import Person
from bot.turns import Reply, Shown
from dialogs.engine import Given
from dialogs.steps import Say


@dataclass
class Failing:
    """Stands in front of the conversation; while `fails`, nothing can be stored."""

    talks: Talks
    fails: bool = False

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        return await self.talks.begin(person, dialog, regarding)

    async def said(self, person: Person, text: str) -> Shown:
        if self.fails:
            raise ZeroDivisionError
        return await self.talks.said(person, text)

    async def answer(self, person: Person, reply: Reply) -> Shown:
        if self.fails:
            return Shown("menu", (Say("failed.not_stored", {"ways": ("Post: 1 Main Street",)}),), failed=True)
        return await self.talks.answer(person, reply)

    async def back(self, person: Person, dialog: str, given: Given = ()) -> Shown:
        return await self.talks.back(person, dialog, given)
