"""One turn: what a person did, the dialog it belongs to, what comes of it, what is shown."""

from typing import Protocol

from bot.person import Person
from bot.turns import Reply, Shown


class Talks(Protocol):
    """What a platform's edge calls; each call is one turn in one transaction, synced before it returns."""

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        """Begins a dialog (or resumes a walk). Unknown names and what this person may not do get a Say, never an error."""

    async def said(self, person: Person, text: str) -> Shown:
        """Takes typed words: a command's name (`help`, `guide`, `report`, `inbox`, `contacts`, `code 7`), else a question."""

    async def answer(self, person: Person, reply: Reply) -> Shown:
        """Takes a form. The same nonce twice is one report."""

    async def back(self, person: Person, dialog: str) -> Shown:
        """Drops the last answer of a kept walk."""
