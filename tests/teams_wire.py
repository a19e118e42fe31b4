"""The whole house behind Teams' wire: the service as it is served, a register, the people of `teams_house`."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import aiohttp

from bot.conversation import Talks
from bot.courier import Courier
from bot.front import create_front, create_runner
from bot.labels import Worded
from bot.messenger import Channel
from bot.references import RegisterReferences
from bot.teams.login import Login
from bot.teams.service import Service, Tenant, open_service
from tests.house import World, build
from tests.teams.chats import COMPANY, Sending
from tests.teams.microsoft import SECRET
from tests.teams_api import APP_ID, TENANT, TeamsApi
from tests.teams_house import COMMITTEE, COMMITTEE_CHANNEL, NAMES

LOGIN = Login(APP_ID, SECRET, tenant=TENANT)


@cache
def wording(language: str) -> Worded:
    return COMPANY.wording(language)


@dataclass(slots=True)
class WiredHouse:
    """`delivered` runs the courier once."""

    teams: TeamsApi
    world: World
    service: Service

    async def delivered(self) -> None:
        await self.world.courier.deliver()


def tenant_of(teams: TeamsApi, **changed: object) -> Tenant:
    languages = COMPANY.wording("en").languages
    return replace(Tenant(LOGIN, teams.cloud, COMMITTEE_CHANNEL, languages=languages), **changed)  # type: ignore[arg-type]


@asynccontextmanager
async def wired_house(
    folder: Path, *, front: Callable[[Talks], Talks] = lambda talks: talks, **changed: object
) -> AsyncIterator[WiredHouse]:
    """`front` puts something in front of the conversation; `changed` are settings of the tenant."""
    async with TeamsApi() as teams:
        for id_, name in NAMES.items():
            teams.hires(id_, name)
        teams.makes_channel(COMMITTEE_CHANNEL)
        world = build(folder, Sending(teams), committee=COMMITTEE)
        references = RegisterReferences(world.database)
        try:
            async with open_service(tenant_of(teams, **changed), wording, teams.clock, references) as service:
                channel = Channel("teams", TENANT, COMMITTEE_CHANNEL)
                messengers = {"teams": service.messenger}
                world.courier = Courier(world.database, world.clock, messengers, channel, hourly=False)
                async with served(teams, service, front(world.talks)):
                    yield WiredHouse(teams, world, service)
        finally:
            world.close()


@asynccontextmanager
async def served(teams: TeamsApi, service: Service, talks: Talks) -> AsyncIterator[None]:
    runner = create_runner(create_front(service.routes(talks)))
    await runner.setup()
    try:
        await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
        teams.calls_at(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages")
        yield
    finally:
        await runner.cleanup()
