"""The start with Slack alone: `askfirst serve` until its first socket is greeted, beside an app of slack_bolt's."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.environments import without_extra
from bench.processes import PATIENCE, NotStartedError, free_port, quietly, resident, well
from bench.rounds import Measured, Rounds, Took, interleaved
from bench.slack_far import Far, Slack
from bench.slack_house import MEMBERS, TEAM
from bench.slack_peer import APP_TOKEN, BOT_TOKEN

SERVE: Final = "`askfirst serve`, Slack over Socket Mode"
BARE: Final = "an app of slack_bolt's, one empty command"


@dataclass(frozen=True, slots=True)
class Started:
    """`resident` is the last figure of each, in bytes."""

    rounds: Rounds[str]
    resident: dict[str, int]


@dataclass(slots=True)
class Starts:
    folder: Path
    python: str
    far: Far
    resident: dict[str, int] = field(default_factory=dict)

    async def serve(self) -> Took:
        return await self._connected(SERVE, "-m", "bot", "serve", SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_APP_TOKEN=APP_TOKEN)

    async def bare(self) -> Took:
        return await self._connected(BARE, "-m", "bench.slack_peer", "bare", self.far.api)

    async def _connected(self, name: str, *command: str, **more: str) -> Took:
        began, ready = time.perf_counter(), self.far.sockets.opened + 1
        process = await self.process(*command, **more)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._first(ready, process)
            took = 1000 * (time.perf_counter() - began)
            self.resident[name] = resident(process.pid)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
            await self._gone()
        return Took(took)

    async def _first(self, ready: int, process: asyncio.subprocess.Process) -> None:
        connected, ended = asyncio.ensure_future(self.far.sockets.ever(ready)), asyncio.ensure_future(process.wait())
        await asyncio.wait({connected, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not connected.done():
            connected.cancel()
            raise NotStartedError(f"ended with {process.returncode}")

    async def _gone(self) -> None:
        """No socket of the last one is taken for one of the next."""
        async with asyncio.timeout(PATIENCE):
            while self.far.sockets.open:  # noqa: ASYNC110  the simulator tells only of those that come
                await asyncio.sleep(0.01)

    async def process(self, *command: str, **more: str) -> asyncio.subprocess.Process:
        addresses = {"SLACK_API_URL": self.far.api, "ASKFIRST_WEB__PORT": str(free_port())}
        return await quietly(self.folder, self.python, *command, **addresses, **more)


async def starts(slack: Slack, rounds: int, folder: Path, say: Callable[[str], None]) -> Started:
    own = folder / "start"
    own.mkdir()
    begun = Starts(own, without_extra(own / "environment"), slack.of("start"))
    await well(await begun.process("-m", "bot", *_init()))
    measured: dict[str, Measured] = {BARE: begun.bare, SERVE: begun.serve}
    took = await interleaved(rounds, measured, lambda what: say(f"the start, {what}"))
    return Started(took, begun.resident)


def _init() -> list[str]:
    """In development, which alone takes another Slack than Slack's."""
    chair, acting = list(MEMBERS.values())[:2]
    named = [part for account, name in MEMBERS.items() for part in ("--member", f"{name}={account}")]
    return ["init", *named, "--chair", chair, "--acting", acting, "--slack-team", TEAM, "--development"]
