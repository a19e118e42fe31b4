"""The start with both platforms: `askfirst serve` until /healthz is answered, beside a bare bot of either kind."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.rounds import Measured, Rounds, Took, interleaved
from bench.slack_apps import plain_environment
from bench.slack_far import slack_here
from bench.slack_house import MEMBERS as SLACK_MEMBERS
from bench.slack_house import TEAM
from bench.slack_peer import BOT_TOKEN, SECRET
from bench.start import NotStartedError, answered, free_port, resident, stopped
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


@dataclass(slots=True)
class Starts:
    folder: Path
    api: str
    resident: dict[str, int] = field(default_factory=dict)

    async def serve(self) -> Took:
        port = free_port()
        slack = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": self.api}
        teams = {"MicrosoftAppId": APP_ID, "MicrosoftAppPassword": "invented", "ASKFIRST_TEAMS__PLAYED_AT": ABSENT}
        ports = {"ASKFIRST_HTTP__PORT": str(port), "ASKFIRST_WEB__PORT": str(free_port())}
        return await self._answered(SERVE, port, "-m", "bot", "serve", **slack, **teams, **ports)

    async def bolt(self) -> Took:
        port = free_port()
        return await self._answered(BOLT, port, "-m", "bench.slack_page", self.api, str(port))

    async def botbuilder(self) -> Took:
        port = free_port()
        return await self._answered(BOTBUILDER, port, "-m", "bench.teams_stock", ABSENT, str(port))

    async def _answered(self, name: str, port: int, *command: str, **more: str) -> Took:
        began = time.perf_counter()
        process = await self.process(*command, **more)
        try:
            await answered(process, port)
            took = 1000 * (time.perf_counter() - began)
            self.resident[name] = resident(process.pid)
        finally:
            await stopped(process)
        return Took(took)

    async def process(self, *command: str, **more: str) -> asyncio.subprocess.Process:
        quiet = asyncio.subprocess.DEVNULL
        return await asyncio.create_subprocess_exec(
            *(sys.executable, *command), cwd=self.folder, env=plain_environment(**more),
            stdin=quiet, stdout=quiet, stderr=quiet,
        )  # fmt: skip


async def starts(rounds: int, folder: Path, say: Callable[[str], None]) -> Started:
    own = folder / "start"
    own.mkdir()
    async with slack_here(Workspace(SystemClock())) as slack:
        begun = Starts(own, slack.of("start").api)
        initialised = await (await begun.process("-m", "bot", *_init())).wait()
        if initialised:
            raise NotStartedError(f"init ended with {initialised}")
        measured: dict[str, Measured] = {BOLT: begun.bolt, BOTBUILDER: begun.botbuilder, SERVE: begun.serve}
        took = await interleaved(rounds, measured, lambda what: say(f"the start, {what}"))
        return Started(took, begun.resident)


def _init() -> list[str]:
    """In development, which alone takes another Slack than Slack's, and another Microsoft."""
    accounts = zip(SLACK_MEMBERS.items(), MEMBERS, strict=True)
    named = [part for (slack, name), teams in accounts for part in ("--member", f"{name}={slack},{teams}")]
    chair, acting = list(MEMBERS.values())[:2]
    platforms = ("--slack-team", TEAM, "--teams-tenant", TENANT)
    return ["init", *named, "--chair", chair, "--acting", acting, *platforms, "--development"]
