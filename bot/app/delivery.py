"""The courier, with a messenger for every platform that is configured."""

import asyncio

from bot.app.parts import Parts, opened
from bot.bundling import Bundling
from bot.clock import SystemClock
from bot.courier import Courier
from bot.messenger import Channel, Messenger
from bot.settings import Settings
from bot.slack.tokens import SLACK
from bot.teams.received import PLATFORM as TEAMS
from bot.web.messenger import CHANNEL, WebMessenger
from bot.web.messenger import PLATFORM as WEB
from bot.web.server import Demo
from content.company import Company
from storage.database import Database


def deliver(settings: Settings, database: Database) -> None:
    """One round of the courier, for a command that holds the register itself."""

    async def once() -> None:
        async with opened(settings, database) as parts:
            await courier(settings, database, parts).deliver()

    asyncio.run(once())


def courier(settings: Settings, database: Database, parts: Parts) -> Courier:
    """In development everything leaves at once, by itself: an hour's wait would show nobody how it works."""
    clock, production = SystemClock(), settings.mode == "production"
    return Courier(
        database,
        clock,
        _messengers(parts),
        _channel(parts),
        hourly=production,
        language=settings.language,
        full=settings.committee.dm == "full",
        bundling=Bundling(clock) if production else None,
    )


def _messengers(parts: Parts) -> dict[str, Messenger]:
    messengers: dict[str, Messenger] = {}
    if parts.demo is not None:
        messengers[WEB] = _web(parts.demo, parts.company)
    if parts.teams is not None:
        messengers[TEAMS] = parts.teams.messenger
    if parts.slack is not None:
        messengers[SLACK] = parts.slack.messenger
    return messengers


def _web(demo: Demo, company: Company) -> WebMessenger:
    accounts = {p.person.account.id for p in demo.personas if p.person.account}
    return WebMessenger(demo.mailbox, company.wording, accounts)


def _channel(parts: Parts) -> Channel | None:
    """Where the Committee's notes go: one channel, Slack's where both are set."""
    slack = parts.slack and parts.slack.channel
    teams = parts.teams and parts.teams.channel
    return slack or teams or (CHANNEL if parts.demo else None)
