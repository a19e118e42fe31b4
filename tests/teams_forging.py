"""Teams, where everything is forged that Teams lets people send: at the seam, and over the wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.carried import Carried, packed
from bot.handles import Pressed
from bot.teams.answers import CARD_ACTION, FETCH, SUBMIT
from bot.teams.buttons import ACT, FORM, SEND, WHAT
from bot.teams.received import JSON, Invoke, Message, Sender
from tests.forging import REASON, REPORT, Cast, Scene, digests_of, without_mei
from tests.teams.chats import TENANT
from tests.teams.seen import actions_of
from tests.teams_house import DANA, ELI, GRACE, MEI, SAMUEL, TeamsHouse, teams_house
from tests.teams_wire import WiredHouse, wired_house

CHOSEN = frozenset({"category", "danger", "level", "answer", "disposition", "decision"})
OUTSIDER, GUEST, NOT_KNOWN, NAMELESS = "outsider", "guest", "unknown", ""
STRANGERS = {
    OUTSIDER: Sender(TENANT, OUTSIDER, "Pat Doe", "en-US", "stranger"),
    GUEST: Sender(TENANT, GUEST, "Pat Doe", "en-US", "guest"),
    NOT_KNOWN: Sender(TENANT, NOT_KNOWN, "Pat Doe", "en-US", "unknown"),
    NAMELESS: Sender(TENANT, "", "Pat Doe", "en-US"),
}
"""Another tenant's person, a guest, and two of whom Teams does not say who they are."""

CAST = Cast("teams", TENANT, DANA, ELI, GRACE, SAMUEL, MEI, tuple(STRANGERS))
INVOKES = (CARD_ACTION, FETCH, SUBMIT)
CHANNEL = "19:everybody@thread.tacv2"


@dataclass(kw_only=True)
class TeamsScene(Scene):
    """`team` is where people act; nowhere but in their own chat when it is empty."""

    house: TeamsHouse | WiredHouse
    team: str = ""
    earlier: set[str] = field(default_factory=set)

    async def invoke(self, user: str, name: str, data: JSON) -> None:
        """With data of their own making, on somebody else's message."""
        teams = self.house.teams
        place = teams.place(user, teams.chat(GRACE)[0].id, team=self.team)
        await teams.deliver(Invoke(self._sender(user), place, name, str(data.get(ACT, "")), data))
        self.tried += 1

    async def press(self, user: str, what: Pressed) -> None:
        """By the way of older clients too."""
        data = {ACT: str(what.kind), WHAT: what.value}
        for name in INVOKES:
            await self.invoke(user, name, data)
        teams = self.house.teams
        await teams.deliver_written(Message(self._sender(user), teams.place(user, "m1", team=self.team), value=data))

    async def submit(self, user: str, carried: Carried, answers: dict[str, str]) -> None:
        inputs = {f"{'one' if name in CHOSEN else 'text'}:{name}": value for name, value in answers.items()}
        for name in INVOKES:
            await self.invoke(user, name, {**inputs, ACT: SEND, FORM: packed(carried)})

    def _sender(self, user: str) -> Sender:
        return STRANGERS.get(user) or self.house.teams.people[user]

    def forget(self) -> None:
        """What was on the screens before anything was forged."""
        teams = self.house.teams
        teams.answers.clear()
        teams.windows.clear()
        self.earlier = {one.id for posts in teams.posts.values() for one in posts}

    def shown_to(self, user: str) -> str:
        """An answer is shown to whoever acted: nobody else has acted in between."""
        teams = self.house.teams
        posted = [str(one.card) for one in teams.chat(user) if one.id not in self.earlier]
        answered = [str(answer.body) for answer in teams.answers]
        teams.answers.clear()
        return "\n".join([*posted, *answered])


@asynccontextmanager
async def seam_scene(folder: Path) -> AsyncIterator[TeamsScene]:
    async with teams_house(folder) as house:
        yield await _played(house)


@asynccontextmanager
async def wire_scene(folder: Path) -> AsyncIterator[TeamsScene]:
    """As Teams posts it, through the guard and the adapter."""
    async with wired_house(folder) as house:
        for account in (OUTSIDER, GUEST):
            house.teams.hires(account, "Pat Doe")
        house.teams.microsoft.people[OUTSIDER].tenant = "22222222-2222-2222-2222-222222222222"
        house.teams.microsoft.people[GUEST].role = "guest"
        house.teams.makes_channel(CHANNEL)
        yield await _played(house)


async def _played(house: TeamsHouse | WiredHouse) -> TeamsScene:
    teams, world = house.teams, house.world
    await teams.types(DANA, "report")
    await teams.presses(DANA, "Report a concern")
    await teams.submits(DANA, REPORT)
    await teams.submits(DANA, {})
    await house.delivered()
    case = str(next(actions_of(teams.chat(GRACE)[0].card))["data"][WHAT]).split("|")[1]
    await teams.presses(SAMUEL, "I must step aside")
    await teams.submits(SAMUEL, {"reason": REASON})
    await house.delivered()
    await without_mei(world)
    digests = await digests_of(world, CAST.person(GRACE), case)
    await teams.types(GRACE, "help")  # from now on it is known where she can be written to
    scene = TeamsScene(cast=CAST, world=world, case=case, digests=digests, house=house)
    scene.forget()
    return scene
