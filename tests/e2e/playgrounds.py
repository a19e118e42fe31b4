"""Microsoft's local playground for Teams: a process for each person, all in one tenant and one team.

It comes from npm, as `playground/package-lock.json` has it, and works without a network.
"""

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.required import require

FOLDER = Path(__file__).with_name("playground")
CLI = FOLDER / "node_modules/@microsoft/m365agentsplayground/cli.js"
TENANT = FOLDER / "tenant.json"
"""The people of `tests/teams_house.py` and one more: the playground wants the one who sits at it and five others."""

TEAM, CHANNEL = "Greenfield", "Audit Committee"
LISTENING = re.compile(rb"Listening on (\d+)")
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Playground:
    """`page` is where a person sits; `connector` is what the bot calls."""

    page: str

    @property
    def connector(self) -> str:
        return f"{self.page}/_connector"


def require_playground() -> None:
    node = shutil.which("node")
    require(node is not None, "there is no node: the story in Microsoft's playground needs it")
    require(CLI.exists(), "Microsoft's playground is missing: npm ci --prefix tests/e2e/playground")


@asynccontextmanager
async def playgrounds(folder: Path, endpoint: str, people: Iterable[str]) -> AsyncIterator[dict[str, Playground]]:
    """By account; each calls the bot at `endpoint`."""
    async with AsyncExitStack() as stack:
        started = {who: await stack.enter_async_context(_playground(folder, endpoint, who)) for who in people}
        yield started


@asynccontextmanager
async def _playground(folder: Path, endpoint: str, account: str) -> AsyncIterator[Playground]:
    settings = folder / f"{account}.yml"
    settings.write_text(json.dumps(_tenant_as_seen_by(account)), "utf-8")
    process = await asyncio.create_subprocess_exec(
        *("node", str(CLI), "start", "-e", endpoint, "-c", "msteams", "-p", "0", "--disable-telemetry"),
        cwd=folder, env=_environment(settings), stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield Playground(f"http://127.0.0.1:{await _port(process, settings)}")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def _environment(settings: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(settings.parent),
        "TEAMSAPPTESTER_BROWSER": "none",
        "DEFAULT_CHANNEL_ID": "msteams",
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(settings),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(settings.with_suffix(".log")),
    }


async def _port(process: asyncio.subprocess.Process, settings: Path) -> int:
    """What is wrong with its settings, the playground says in its log alone."""
    assert process.stdout
    async with asyncio.timeout(PATIENCE):
        async for line in process.stdout:
            if found := LISTENING.search(line):
                return int(found[1])
    log = settings.with_suffix(".log")
    raise AssertionError(f"the playground ended: {log.read_text('utf-8') if log.exists() else 'it said nothing'}")


def _tenant_as_seen_by(account: str) -> dict[str, object]:
    tenant = json.loads(TENANT.read_text("utf-8"))
    people = {one["id"]: one for one in (tenant["currentUser"], *tenant["users"])}
    others = [one for id_, one in people.items() if id_ != account]
    return {**tenant, "currentUser": people[account], "users": others, "personalChat": {"id": f"chat-{account}"}}
