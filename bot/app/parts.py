"""The company, and the platforms that its settings name, opened."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app.demo import seated
from bot.references import RegisterReferences
from bot.settings import Settings
from bot.slack import wiring as slack_wiring
from bot.slack.tokens import SLACK
from bot.teams import wiring as teams_wiring
from bot.teams.received import PLATFORM as TEAMS
from bot.web.messenger import PLATFORM as WEB
from bot.web.server import Demo
from content.company import Company, open_company
from storage.database import Database

if TYPE_CHECKING:
    from bot.slack.service import Service
    from bot.teams.service import Service as TeamsService


@dataclass(frozen=True, slots=True)
class Parts:
    """`demo` is None in production, `slack` and `teams` where they are not configured."""

    company: Company
    demo: Demo | None
    slack: "Service | None"
    teams: "TeamsService | None"


@asynccontextmanager
async def opened(settings: Settings, database: Database) -> AsyncIterator[Parts]:
    company = open_company(settings.content, semantic=settings.semantic)
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(seated(database)) if settings.mode == "development" else None
        slack = await stack.enter_async_context(slack_wiring.opened(settings, company))
        teams = await stack.enter_async_context(teams_wiring.opened(settings, company, RegisterReferences(database)))
        yield Parts(company, demo, slack, teams)


def platforms(settings: Settings) -> frozenset[str]:
    """On which a member can be reached."""
    served = {
        WEB: settings.mode == "development",
        SLACK: slack_wiring.configured(settings),
        TEAMS: teams_wiring.configured(settings),
    }
    return frozenset(platform for platform, is_served in served.items() if is_served)
