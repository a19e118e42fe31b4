"""Teams as the settings and the environment have it. botbuilder is imported only where Teams is configured."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.check import Doubtful
from bot.clock import SystemClock
from bot.references import NoReferences, References
from bot.settings import Settings
from bot.teams.clouds import CLOUDS, Cloud, played_at
from bot.teams.login import login
from content.company import Company, open_company

if TYPE_CHECKING:
    from bot.teams.service import Service


def configured(settings: Settings) -> bool:
    """In part is enough: what is missing then keeps `serve` from starting."""
    return login(settings.teams).some


@asynccontextmanager
async def opened(settings: Settings, company: Company, references: References) -> AsyncIterator["Service | None"]:
    """What sends and listens; None where Teams is not configured."""
    if not configured(settings):
        yield None
        return
    from bot.teams.service import Tenant, open_service

    table, languages = settings.teams, company.wording(settings.language).languages
    tenant = Tenant(
        login(table),
        cloud_of(settings),
        table.channel,
        table.guests,
        table.forms,
        table.login,
        settings.language,
        languages,
    )
    async with open_service(tenant, company.wording, SystemClock(), references) as service:
        yield service


def cloud_of(settings: Settings) -> Cloud:
    """Microsoft's, or one that is played on this machine."""
    table = settings.teams
    return played_at(table.played_at) if table.played_at else CLOUDS[table.cloud]


def missing(settings: Settings) -> Iterator[Doubtful]:
    """Without asking Microsoft."""
    if configured(settings):
        from bot.teams.checks import of_login

        yield from of_login(login(settings.teams), settings.teams, other_channel=bool(settings.slack.channel))


def asked(settings: Settings, members: Sequence[tuple[str, str]]) -> tuple[Doubtful, ...]:
    """What Microsoft itself says; `members` are names and account ids of those who have an account there."""

    async def ask() -> tuple[Doubtful, ...]:
        async with opened(settings, open_company(settings.content), NoReferences()) as service:
            return tuple([one async for one in service.check(members)]) if service else ()

    return asyncio.run(ask()) if configured(settings) else ()


def app_id(settings: Settings) -> str:
    """Empty when it is not set."""
    return login(settings.teams).app_id


def package(settings: Settings, page: str) -> bytes:
    """The app, zipped, in the settings' language and every other; `page` is an https address of the company's."""
    from bot.teams.package import package

    company = open_company(settings.content)
    return package(app_id(settings), company.name, page, settings.language, company.wording)
