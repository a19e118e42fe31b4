"""What a platform's edge calls: each call is one turn in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.beforehand import Beforehand
from bot.elsewhere import Elsewhere
from bot.person import Person
from bot.talk import MENU, House, Talk, TurnedDownError
from bot.turns import Reply, Shown
from bot.typed import Typed, understood
from dialogs.engine import Given
from dialogs.question import ASK
from dialogs.report import struck_out
from dialogs.steps import Say
from storage.database import Database
from storage.errors import DamagedError, SealBrokenError, StorageFailedError
from storage.register import Register

NOT_STORED = "failed.not_stored"
DAMAGED = "failed.damaged"
"""What is said when the register fails."""


class Talks(Protocol):
    """The port of the platforms; what was written is synced before a call returns."""

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        """Begins a dialog, or resumes a walk. An unknown name, or what this person may not do, gets a Say, no error."""

    async def said(self, person: Person, text: str) -> Shown:
        """Takes typed words: a command's name (`help`, `guide`, `report`, `contacts`, `code 7` …), else a question."""

    async def answer(self, person: Person, reply: Reply) -> Shown:
        """Takes a form. The same nonce twice is one report."""

    async def back(self, person: Person, dialog: str, given: Given = ()) -> Shown:
        """Drops the last answer of a walk."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The one implementation of Talks. Turns run one after another on the register's own thread: no lock is needed."""

    database: Database
    house: House
    beforehand: Beforehand = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "beforehand", Beforehand(self.house))

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        return await self._turn(person, lambda talk: talk.begin(dialog, regarding))

    async def said(self, person: Person, text: str) -> Shown:
        asked = understood(text)
        if question := asked.question or self._unnamed(asked):
            reply = Reply("question", ASK, {"question": question})
            return await self.answer(person, reply)
        return await self.begin(person, asked.dialog, asked.regarding)

    def _unnamed(self, asked: Typed) -> str:
        """ "Code violation" names no section: it is a question. A number that there is not stays a name."""
        named = any(map(str.isdecimal, asked.regarding)) or self.house.company.code.section(asked.regarding)
        return "" if asked.dialog != "code" or not asked.regarding or named else f"code {asked.regarding}"

    async def answer(self, person: Person, reply: Reply) -> Shown:
        await self.beforehand.find(person, reply)
        shown = await self._turn(person, lambda talk: talk.answer(reply), struck_out(reply.answers))
        return replace(shown, nonce=reply.nonce) if shown.failed else shown

    async def back(self, person: Person, dialog: str, given: Given = ()) -> Shown:
        return await self._turn(person, lambda talk: talk.back(dialog, given))

    async def _turn(self, person: Person, take: Callable[[Talk], Shown], out: tuple[str, ...] = ()) -> Shown:
        """When the register cannot store or is damaged, the edge keeps the form open, and the person reads where else
        to turn: to nobody of those who are left `out`."""
        elsewhere = Elsewhere(self.house.company, out)

        def turn(register: Register) -> Shown:
            elsewhere.look(register)
            return take(Talk(self.house, register, person))

        try:
            return await self.database.run(turn)
        except TurnedDownError as refused:
            return refused.shown
        except StorageFailedError:
            return _failed(NOT_STORED, elsewhere)
        except (SealBrokenError, DamagedError):
            return _failed(DAMAGED, elsewhere)


def _failed(key: str, elsewhere: Elsewhere) -> Shown:
    return Shown(MENU, (Say(key, {"ways": elsewhere.ways()}),), failed=True)
