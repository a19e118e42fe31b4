"""Teams as an operator sets it up: `init` with the members' accounts, `check`, and `serve` at one address for all."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import SystemClock
from tests.shell import Ran, Shell
from tests.slack_api import SECRET as SLACK_SECRET
from tests.slack_api import TEAM, SlackApi
from tests.teams.microsoft import SECRET
from tests.teams_api import APP_ID, TENANT, TeamsApi
from tests.test_slack_serving import free_port

CHAIR, SECOND = "Ada Quill", "Bo Winter"
ADA, BO, DANA = (f"0000000{n}-aaaa-bbbb-cccc-dddddddddddd" for n in range(1, 4))
NOTES = "19:notes@thread.tacv2"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
async def teams() -> AsyncIterator[TeamsApi]:
    async with TeamsApi(clock=SystemClock()) as teams:
        for id_, name in ((ADA, CHAIR), (BO, SECOND), (DANA, "Dana Reyes")):
            teams.hires(id_, name)
        teams.makes_channel(NOTES)
        yield teams


def init(shell: Shell, chair: str = ADA, second: str = BO, *more: str, development: bool = True) -> Ran:
    named = [part for n, id_ in ((CHAIR, chair), (SECOND, second)) for part in ("--member", f"{n}={id_}")]
    mode = ["--development"] if development else []
    return shell.run("init", *named, "--chair", CHAIR, "--acting", SECOND, "--teams-tenant", TENANT, *more, *mode)


def variables(teams: TeamsApi, **more: str) -> dict[str, str]:
    return {
        "MicrosoftAppId": APP_ID,
        "MicrosoftAppPassword": SECRET,
        "MicrosoftAppType": "SingleTenant",
        "MicrosoftAppTenantId": TENANT,
        "ASKFIRST_TEAMS__PLAYED_AT": teams.url,
        "ASKFIRST_TEAMS__CHANNEL": NOTES,
        **more,
    }


async def found(shell: Shell, **environment: str) -> dict[str, dict[str, Any]]:
    """What `check` says of Teams and of members, by key."""
    done = await asyncio.to_thread(shell.run, "check", "--json", **environment)
    ours = ("teams.", "check.no_platform", "check.unreachable", "cli.")
    return {row["what"]: row for row in json.loads(done.out) if row["what"].startswith(ours)}


def test_init_seats_members_with_their_accounts(shell: Shell) -> None:
    assert init(shell).code == 0
    assert f'tenant = "{TENANT}"' in (shell.folder / "askfirst.toml").read_text()


def test_a_member_may_have_both(shell: Shell) -> None:
    assert init(shell, f"UADA,{ADA}", BO, "--slack-team", TEAM).code == 0


def test_accounts_need_a_tenant_and_are_nobody_elses(shell: Shell) -> None:
    refused = shell.run("init", "--member", f"{CHAIR}={ADA}", "--chair", CHAIR)
    assert (refused.code, "--teams-tenant" in refused.err) == (2, True)
    assert init(shell, ADA, ADA.upper()).code == 2
    assert init(shell, "ada@greenfield.example").code == 2


async def test_check_asks_microsoft_and_finds_nothing_when_all_is_well(shell: Shell, teams: TeamsApi) -> None:
    init(shell)
    assert await found(shell, **variables(teams)) == {}
    assert [call.method for call in teams.microsoft.calls] == ["token", "create", "create", "members"]
    assert teams.posts == {}


async def test_check_says_who_has_no_conversation_and_how_they_get_one(shell: Shell, teams: TeamsApi) -> None:
    init(shell)
    teams.microsoft.people[BO].app = False
    teams.microsoft.channels[NOTES] = False
    rows = await found(shell, **variables(teams))
    assert set(rows) == {"teams.check.no_app", "teams.check.channel"}
    told = rows["teams.check.no_app"]
    assert told["blocks"]
    assert SECOND in told["text"]
    assert "Setup policies" in told["text"]


async def test_a_wrong_password_is_named_and_not_printed(shell: Shell, teams: TeamsApi) -> None:
    init(shell)
    rows = await found(shell, **variables(teams, MicrosoftAppPassword="mistaken-password"))
    assert rows["teams.check.token"]["blocks"]
    assert "invalid_client" in rows["teams.check.token"]["text"]
    assert "mistaken-password" not in str(rows)


async def test_check_says_what_is_missing_without_asking(shell: Shell, teams: TeamsApi) -> None:
    init(shell, development=False)
    rows = await found(shell, MicrosoftAppType="MultiTenant", MicrosoftAppTenantId="")
    assert {f"teams.check.{what}" for what in ("no_app_id", "other_type", "no_channel")} <= set(rows)
    assert teams.microsoft.calls == []


@pytest.mark.parametrize(
    "setting",
    [
        {"ASKFIRST_TEAMS__LOGIN": "false"},
        {"ASKFIRST_TEAMS__FORMS": "card"},
        {"ASKFIRST_TEAMS__PLAYED_AT": "http://127.0.0.1:1"},
    ],
)
async def test_what_is_for_development_is_refused_elsewhere(shell: Shell, setting: dict[str, str]) -> None:
    init(shell, development=False)
    assert "cli.setting_problem.development_only" in await found(shell, **setting)


async def test_what_is_for_development_binds_this_machine(shell: Shell) -> None:
    init(shell)
    rows = await found(shell, ASKFIRST_TEAMS__LOGIN="false", ASKFIRST_HTTP__HOST="0.0.0.0")  # noqa: S104
    assert "cli.setting_problem.loopback_only" in rows
    elsewhere = await found(shell, ASKFIRST_TEAMS__PLAYED_AT="http://192.0.2.1:1")
    assert "cli.setting_problem.played_elsewhere" in elsewhere


@asynccontextmanager
async def served(shell: Shell, **environment: str) -> AsyncIterator[str]:
    """Yields the address; what the log says must name nobody."""
    port = str(free_port())
    process = await asyncio.to_thread(
        shell.start, "serve", ASKFIRST_WEB__PORT=str(free_port()), ASKFIRST_HTTP__PORT=port, **environment
    )
    try:
        assert process.stdout
        assert b"askfirst serves" in await asyncio.to_thread(process.stdout.readline)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = await asyncio.to_thread(process.communicate)
        assert process.returncode == 0, told.decode()
        assert not [word for word in (b"Dana", DANA.encode(), SECRET.encode()) if word in told]


async def test_serve_answers_teams_and_slack_at_one_address(shell: Shell, teams: TeamsApi) -> None:
    init(shell)
    async with SlackApi() as slack, aiohttp.ClientSession() as session:
        slack.hires("UDANA", "Dana Reyes")
        of_slack = {
            "SLACK_BOT_TOKEN": "xoxb-invented",
            "SLACK_API_URL": slack.url,
            "SLACK_SIGNING_SECRET": SLACK_SECRET,
            "ASKFIRST_SLACK__TEAM": TEAM,
        }
        async with served(shell, **variables(teams, **of_slack)) as address:
            teams.calls_at(f"{address}/api/messages")
            await teams.types(DANA, "May I accept a gift?")
            assert "Section 7" in teams.seen(DANA)
            slack.calls_at(f"{address}/slack/events")
            await slack.command("UDANA", text="ask May I accept a gift?")
            assert "Section 7" in slack.seen("UDANA")
            async with session.get(f"{address}/healthz") as healthy:
                assert (healthy.status, await healthy.text()) == (200, "ok")


async def test_serve_without_login_says_so_in_every_welcome(shell: Shell, teams: TeamsApi) -> None:
    init(shell)
    async with served(shell, **variables(teams, ASKFIRST_TEAMS__LOGIN="false")) as address:
        teams.calls_at(f"{address}/api/messages")
        teams.microsoft.asks_for_tokens = False
        await teams.installs(DANA)
        assert "For trials only" in teams.everything(DANA)


@pytest.mark.parametrize("app_id", ["", "  "])
async def test_a_blank_app_id_stops_the_start(shell: Shell, teams: TeamsApi, app_id: str) -> None:
    init(shell)
    done = await asyncio.to_thread(shell.run, "serve", **variables(teams, MicrosoftAppId=app_id))
    assert done.code == 1
    assert "MicrosoftAppId is missing" in done.err
