"""The whole house behind Teams' seam: a register, invented people in an invented tenant."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.conversation import Talks
from bot.courier import Courier
from bot.labels import Worded
from bot.messenger import Channel
from bot.person import Account, Person
from bot.teams.buttons import Forms
from bot.teams.edge import Edge
from bot.teams.listeners import create_listener
from tests.house import World, build
from tests.teams.chats import COMPANY, TENANT, Chats, Sending

DANA, ELI, GRACE, SAMUEL, MEI = (f"0000000{n}-aaaa-bbbb-cccc-dddddddddddd" for n in range(1, 6))
NAMES = {DANA: "Dana Reyes", ELI: "Eli Novak", GRACE: "Grace Lindqvist", SAMUEL: "Samuel Osei", MEI: "Mei Tanaka"}
COMMITTEE_CHANNEL = "19:committee@thread.tacv2"
COMMITTEE = tuple(Person(Account("teams", TENANT, id_), NAMES[id_]) for id_ in (GRACE, SAMUEL, MEI))


@cache
def wording(language: str) -> Worded:
    return COMPANY.wording(language)


@dataclass(slots=True)
class TeamsHouse:
    """`teams` is what people do and see there; `delivered` runs the courier once."""

    teams: Chats
    world: World
    edge: Edge

    async def delivered(self) -> None:
        await self.world.courier.deliver()


@asynccontextmanager
async def teams_house(
    folder: Path, *, forms: Forms = "dialog", front: Callable[[Talks], Talks] = lambda talks: talks, login: bool = True
) -> AsyncIterator[TeamsHouse]:
    """`front` puts something in front of the conversation."""
    teams = Chats(forms=forms)
    for id_, name in NAMES.items():
        teams.hires(id_, name)
    sending = Sending(teams)
    world = build(folder, sending, committee=COMMITTEE)
    channel = Channel("teams", TENANT, COMMITTEE_CHANNEL)
    world.courier = Courier(world.database, world.clock, {"teams": sending}, channel, hourly=False)
    languages = COMPANY.wording("en").languages
    edge = Edge(front(world.talks), teams, wording, "en", languages, forms, login)
    teams.listener = create_listener(edge)
    try:
        yield TeamsHouse(teams, world, edge)
        assert teams.invalid == []
    finally:
        world.close()
