"""The start with both platforms: `askfirst serve` until /healthz is answered, beside a bare bot of either kind."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.environments import without_extra
from bench.processes import free_port
from bench.rounds import Measured, Rounds, Took, interleaved
from bench.servers import Servers
from bench.slack_far import slack_here
from bench.slack_house import MEMBERS as SLACK_MEMBERS
from bench.slack_house import TEAM
from bench.slack_peer import BOT_TOKEN, SECRET
from bench.teams_house import MEMBERS
from bot.clock import SystemClock
from tests.slack.workspace import Workspace
from tests.teams.chats import TENANT
from tests.teams.signing import APP_ID

SERVE: Final = "`askfirst serve`, Slack and Teams over HTTP"
BOLT: Final = "a bare app of slack_bolt's"
BOTBUILDER: Final = "botbuilder's echo"
ABSENT: Final = "http://127.0.0.1:9"
"""Nobody asks Microsoft anything at the start."""


@dataclass(frozen=True, slots=True)
class Started:
    """`resident` is the last figure of each, in bytes."""

    rounds: Rounds[str]
    resident: dict[str, int]

    @property
    def beside_both(self) -> float:
        """What `serve` takes, beside what both bare ones take one after the other; the median of the rounds."""
        took = self.rounds.took
        both = zip(took[BOLT], took[BOTBUILDER], strict=True)
        return statistics.median(
            serve.wall / (bolt.wall + botbuilder.wall)
            for serve, (bolt, botbuilder) in zip(took[SERVE], both, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Starts:
    """`api` is Slack's, as it is played here."""

    servers: Servers
    api: str

    async def serve(self) -> Took:
        port = free_port()
        slack = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": self.api}
        teams = {"MicrosoftAppId": APP_ID, "MicrosoftAppPassword": "invented", "ASKFIRST_TEAMS__PLAYED_AT": ABSENT}
        ports = {"ASKFIRST_HTTP__PORT": str(port), "ASKFIRST_WEB__PORT": str(free_port())}
        return await self.servers.served(SERVE, port, "-m", "bot", "serve", environment=slack | teams | ports)

    async def bolt(self) -> Took:
        port = free_port()
        return await self.servers.served(BOLT, port, "-m", "bench.slack_page", self.api, str(port))

    async def botbuilder(self) -> Took:
        port = free_port()
        return await self.servers.served(BOTBUILDER, port, "-m", "bench.teams_stock", ABSENT, str(port))


async def starts(rounds: int, folder: Path, say: Callable[[str], None]) -> Started:
    own = folder / "start"
    own.mkdir()
    async with slack_here(Workspace(SystemClock())) as slack:
        begun = Starts(Servers(own, without_extra(own / "environment")), slack.of("start").api)
        await begun.servers.ran("-m", "bot", *_init())
        measured: dict[str, Measured] = {BOLT: begun.bolt, BOTBUILDER: begun.botbuilder, SERVE: begun.serve}
        took = await interleaved(rounds, measured, lambda what: say(f"the start, {what}"))
        return Started(took, begun.servers.resident)


def _init() -> list[str]:
    """In development, which alone takes another Slack than Slack's, and another Microsoft."""
    accounts = zip(SLACK_MEMBERS.items(), MEMBERS, strict=True)
    named = [part for (slack, name), teams in accounts for part in ("--member", f"{name}={slack},{teams}")]
    chair, acting = list(MEMBERS.values())[:2]
    platforms = ("--slack-team", TEAM, "--teams-tenant", TENANT)
    return ["init", *named, "--chair", chair, "--acting", acting, *platforms, "--development"]
