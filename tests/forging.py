"""What may be forged, on any platform: every dialog, whom it is refused to, every kind of button that can name it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from bot.carried import Carried
from bot.handles import Kind, Pressed
from bot.person import Account, Person
from storage import people
from storage.register import Register
from tests.house import World

TEXT = "The quarter's invoices were dated back."
REASON = "My brother keeps these books."
REPORT = {"category": "accounting", "danger": "no", "narrative": TEXT, "level": "anonymous"}
WRONG = ("", "ZZZZZZ", "7", "' OR 1=1 --", "x" * 1900, "|||", "\u202e")
"""Cases there are not."""


@dataclass(frozen=True)
class Row:
    """Who may not do it, with the case; and the answers of its form, when it has one."""

    refused: tuple[str, ...]
    form: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    in_case: bool = True


@dataclass(frozen=True)
class Cast:
    """Account ids. Dana has reported and Eli has not; Grace, Samuel and Mei were on the Committee: Samuel has stepped
    aside in the case, and Mei was removed."""

    platform: str
    workspace: str
    dana: str
    eli: str
    grace: str
    samuel: str
    mei: str
    strangers: tuple[str, ...]

    @property
    def not_members(self) -> tuple[str, ...]:
        return (*self.strangers, self.eli, self.mei)

    @property
    def not_in_the_case(self) -> tuple[str, ...]:
        return (*self.not_members, self.samuel)

    def person(self, account: str) -> Person:
        return Person(Account(self.platform, self.workspace, account))

    def rows(self) -> dict[str, Row]:
        everybody = Row(self.strangers, in_case=False)
        return {
            **dict.fromkeys(("menu", "contacts", "code", "pause", "forget", "receipt"), everybody),
            **self._for_employees(),
            **self._for_members(),
            **self._in_the_case(),
        }

    def _for_employees(self) -> dict[str, Row]:
        strangers, asked = self.strangers, (("question", "May I accept a gift?"),)
        receipt = ("receipt", "00000-00000-00000-00001-2")
        report = tuple({**REPORT, "narrative": "Mine."}.items())
        return {
            "question": Row(strangers, "question.ask", asked, in_case=False),
            "send_question": Row(strangers, "send_question.form", asked, in_case=False),
            "guidance": Row(strangers, "guidance.facts", (("answer", "yes"), ("note", "")), in_case=False),
            "report": Row(strangers, "report.form", report, in_case=False),
            "follow_up": Row((*strangers, self.eli), "follow_up.add", (receipt, ("text", "Mine."))),
            "own_case": Row((*self.not_in_the_case, self.grace), "own_case.add", (("text", "Mine."),)),
        }

    def _for_members(self) -> dict[str, Row]:
        somebody = (("kind", "add"), ("who", "new"), ("name", "Pat"), ("account", "U1"))
        return {
            "members": Row(self.not_members, in_case=False),
            "propose": Row(self.not_members, "propose", somebody, in_case=False),
            "purges": Row(self.not_members, in_case=False),
            "change": Row((*self.not_members, self.grace), "change.decide", (("decision", "agree"),)),
        }

    def _in_the_case(self) -> dict[str, Row]:
        forms = {
            "ask_reporter": ("ask_reporter", (("asked", "Who are you?"),)),
            "note": ("note", (("noted", "Seen."),)),
            "recuse": ("recuse", (("reason", "None."),)),
            "hold": ("hold", (("reason", "None."),)),
            "lift_hold": ("lift_propose", (("reason", "None."),)),
            "release_case": ("release_case", (("who", "0123456789ab"),)),
            "close": ("close", (("disposition", "outside"), ("told", "Nothing."))),
        }
        formless = dict.fromkeys(("cases", "case", "acknowledge", "purge"), Row(self.not_in_the_case))
        return {**formless, **{dialog: Row(self.not_in_the_case, *form) for dialog, form in forms.items()}}


@dataclass(kw_only=True)
class Scene(ABC):
    """One report, which Grace alone may see by now. `digests` are those of what she has before her, by dialog."""

    cast: Cast
    world: World
    case: str
    digests: dict[str, str]
    tried: int = 0

    async def state(self) -> bytes:
        return await self.world.database.run(lambda r: "\n".join(r.db.conn.iterdump()).encode())

    @abstractmethod
    async def press(self, user: str, what: Pressed) -> None:
        """With a value of their own making, by each way that the platform has."""

    @abstractmethod
    async def submit(self, user: str, carried: Carried, answers: dict[str, str]) -> None:
        """A window of their own making."""

    @abstractmethod
    def shown_to(self, user: str) -> str:
        """Everything that the bot has put before their eyes since this was asked last."""

    def presses_of(self, dialog: str, row: Row) -> Iterator[Pressed]:
        """Every kind of button that can name this dialog and the case."""
        name, value = row.answers[0] if row.answers else ("answer", "yes")
        for regarding in (self.case, f"{self.case}|x"):
            yield Pressed(Kind.OFFER, dialog, regarding)
            yield Pressed(Kind.FILL, dialog, regarding)
            yield Pressed(Kind.CHOOSE, dialog, regarding, row.form or dialog, name, value)
        yield Pressed(Kind.BACK, dialog, self.case)
        yield Pressed(Kind.PAGE, page=1)

    def carried_of(self, dialog: str, row: Row) -> Iterator[Carried]:
        """What a window of this dialog could carry: the right digest too, an altered one, another's nonce."""
        restates = ("follow_up.receipt",) if dialog == "follow_up" else ()
        for digest in (self.digests.get(dialog, ""), "0" * 32) if row.form else ():
            yield Carried(dialog, row.form, self.case, restates, digest, "0" * 32)


async def digests_of(world: World, member: Person, case: str) -> dict[str, str]:
    return {name: (await world.talks.begin(member, name, case)).digest for name in ("recuse", "close")}


async def without_mei(world: World) -> None:
    def remove(register: Register) -> None:
        member = next(m for m in people.members(register) if m.name == "Mei Tanaka")
        people.remove_member(register, member.id, world.clock.today())

    await world.database.run(remove)
