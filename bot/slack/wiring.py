"""Slack as the settings and the environment have it. Bolt and its SDK are imported only where Slack is configured."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.check import Doubtful
from bot.clock import SystemClock
from bot.settings import Settings
from bot.slack.sheet import Json
from bot.slack.tokens import tokens
from content.company import Company, open_company

if TYPE_CHECKING:
    from bot.slack.service import Service


def configured(settings: Settings) -> bool:
    """In part is enough: what is missing then keeps `serve` from starting."""
    return tokens().some or bool(settings.slack.team)


@asynccontextmanager
async def opened(settings: Settings, company: Company) -> AsyncIterator["Service | None"]:
    """What sends and listens; None where Slack is not configured."""
    if not configured(settings):
        yield None
        return
    from bot.slack.service import Workspace, open_service

    table, languages = settings.slack, company.wording(settings.language).languages
    here = Workspace(tokens(), table.team, table.channel, table.guests, settings.language, languages)
    async with open_service(here, company.wording, SystemClock()) as service:
        yield service


def missing(settings: Settings) -> Iterator[Doubtful]:
    """Without asking Slack."""
    if configured(settings):
        from bot.slack.checks import of_tokens

        development = settings.mode == "development"
        yield from of_tokens(tokens(), settings.slack.team, settings.slack.channel, development=development)


def asked(settings: Settings, members: Sequence[tuple[str, str]]) -> tuple[Doubtful, ...]:
    """What Slack itself says; `members` are names and account ids of those who have an account there."""

    async def ask() -> tuple[Doubtful, ...]:
        async with opened(settings, open_company(settings.content)) as service:
            return tuple([one async for one in service.check(members)]) if service else ()

    return asyncio.run(ask()) if configured(settings) else ()


def manifest(settings: Settings, url: str = "") -> Json:
    """What Slack is told of the app, in the settings' language."""
    from bot.slack.manifest import manifest

    words = open_company(settings.content).wording(settings.language)
    return manifest(words, url, enterprise=settings.slack.team.startswith("E"))
