"""Slack as an operator sets it up: `init` with the members' accounts, `check`, and `serve` over either transport."""

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.slack.manifest import SCOPES
from tests.shell import Ran, Shell
from tests.slack_api import APP_TOKEN, BOT_TOKEN, SECRET, TEAM, SlackApi

CHAIR, SECOND = "Ada Quill", "Bo Winter"
ACCOUNTS = {CHAIR: "UADA", SECOND: "UBO"}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi() as slack:
        slack.hires("UDANA", "Dana Reyes")
        for name, account in ACCOUNTS.items():
            slack.hires(account, name)
        slack.makes_channel("CNOTES", "UADA", "UBO")
        slack.methods.scopes = set(SCOPES)
        yield slack


def init(shell: Shell, chair: str = "UADA", second: str = "UBO", *, development: bool = True) -> Ran:
    named = [part for n, id_ in ((CHAIR, chair), (SECOND, second)) for part in ("--member", f"{n}={id_}")]
    mode = ["--development"] if development else []
    return shell.run("init", *named, "--chair", CHAIR, "--acting", SECOND, "--slack-team", TEAM, *mode)


def variables(slack: SlackApi, **more: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.url,
        "ASKFIRST_SLACK__CHANNEL": "CNOTES",
        **more,
    }


async def found(shell: Shell, **environment: str) -> dict[str, dict[str, Any]]:
    """What `check` says, by key; blocking or not."""
    done = await asyncio.to_thread(shell.run, "check", "--json", **environment)
    return {row["what"]: row for row in json.loads(done.out)}


def of_slack(rows: dict[str, dict[str, Any]]) -> set[str]:
    return {what for what in rows if what.startswith(("slack.", "check.no_platform", "check.unreachable"))}


def test_init_seats_members_with_their_slack_accounts(shell: Shell) -> None:
    assert init(shell).code == 0
    assert f'team = "{TEAM}"' in (shell.folder / "askfirst.toml").read_text()


@pytest.mark.parametrize("account", ["nobody", "u123", "U 1", "C123"])
def test_init_takes_no_account_that_slack_would_not_give(shell: Shell, account: str) -> None:
    refused = init(shell, account)
    assert refused.code == 2
    assert "Copy member ID" in refused.err


def test_two_members_do_not_share_an_account(shell: Shell) -> None:
    assert init(shell, "UBO").code == 2


def test_accounts_need_a_workspace(shell: Shell) -> None:
    refused = shell.run("init", "--member", f"{CHAIR}=UADA", "--chair", CHAIR)
    assert refused.code == 2
    assert "--slack-team" in refused.err


async def test_check_asks_slack_and_finds_nothing_when_all_is_well(shell: Shell, slack: SlackApi) -> None:
    init(shell)
    assert of_slack(await found(shell, **variables(slack))) == set()
    asked = slack.methods_called()
    of_channel = {"conversations.info", "conversations.members"}
    assert {"auth.test", "apps.connections.open", "conversations.open", "users.info"} | of_channel == asked


async def test_who_sits_in_the_channel_and_not_on_the_committee_is_counted(shell: Shell, slack: SlackApi) -> None:
    init(shell)
    slack.workspace.conversations["CNOTES"].members.add("UDANA")
    rows = await found(shell, **variables(slack))
    assert of_slack(rows) == {"slack.check.others_in_channel"}
    assert rows["slack.check.others_in_channel"]["text"].startswith("One person")
    assert not rows["slack.check.others_in_channel"]["blocks"]


async def test_check_says_everything_that_slack_refuses_at_once(shell: Shell, slack: SlackApi) -> None:
    init(shell, second="UGONE")
    slack.workspace.people["UADA"].deactivated = True
    slack.methods.scopes -= {"im:write"}
    slack.workspace.conversations["CNOTES"].members.discard("UBOT")
    rows = of_slack(await found(shell, **variables(slack, ASKFIRST_SLACK__TEAM="T9")))
    expected = {"other_team", "scopes", "deactivated", "no_dm", "channel"}
    assert {f"slack.check.{what}" for what in expected} <= rows


@pytest.mark.parametrize(
    ("account", "what"),
    [({"guest": True}, "guest"), ({"bot": True}, "bot"), ({"workflow": True}, "bot"), ({"team": "T9"}, "stranger")],
)
async def test_a_member_whom_the_bot_would_refuse_is_named(
    shell: Shell, slack: SlackApi, account: dict[str, Any], what: str
) -> None:
    init(shell)
    slack.hires("UBO", SECOND, **account)
    rows = await found(shell, **variables(slack))
    assert rows[f"slack.check.member_{what}"]["blocks"]
    assert SECOND in rows[f"slack.check.member_{what}"]["text"]


async def test_a_guest_sits_on_the_committee_where_guests_are_served(shell: Shell, slack: SlackApi) -> None:
    init(shell)
    slack.hires("UBO", SECOND, guest=True)
    assert of_slack(await found(shell, **variables(slack, ASKFIRST_SLACK__GUESTS="true"))) == set()


async def test_check_says_what_is_missing_without_asking_slack(shell: Shell, slack: SlackApi) -> None:
    init(shell, development=False)
    rows = of_slack(await found(shell, SLACK_BOT_TOKEN="xapp-mistaken", ASKFIRST_SLACK__TEAM=""))
    assert {f"slack.check.{what}" for what in ("no_bot_token", "no_transport", "no_team", "no_channel")} <= rows
    elsewhere = of_slack(await found(shell, **variables(slack)))
    assert "slack.check.other_api" in elsewhere
    assert slack.calls == []


@pytest.mark.parametrize(("joined", "what"), [(False, "not_in_channel"), (True, "public_channel")])
async def test_a_channel_for_everybody_is_named(shell: Shell, slack: SlackApi, joined: bool, what: str) -> None:
    init(shell)
    slack.makes_channel("CNOTES", "UADA", kind="public", with_bot=joined)
    assert of_slack(await found(shell, **variables(slack))) == {f"slack.check.{what}"}


async def test_a_revoked_token_is_named_and_not_printed(shell: Shell, slack: SlackApi) -> None:
    init(shell)
    slack.api.revoked = "token_revoked"
    rows = await found(shell, **variables(slack))
    assert rows["slack.check.auth"]["blocks"]
    assert "token_revoked" in rows["slack.check.auth"]["text"]
    assert BOT_TOKEN not in str(rows)


async def test_check_can_send_every_member_a_drill(shell: Shell, slack: SlackApi) -> None:
    init(shell)
    done = await asyncio.to_thread(shell.run, "check", "--notify", **variables(slack))
    assert done.out.count("was delivered") == 2
    assert [len(slack.dm_of(account)) for account in ACCOUNTS.values()] == [1, 1]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def served(shell: Shell, **environment: str) -> AsyncIterator[None]:
    process = await asyncio.to_thread(shell.start, "serve", ASKFIRST_WEB__PORT=str(free_port()), **environment)
    try:
        assert process.stdout
        assert b"askfirst serves" in await asyncio.to_thread(process.stdout.readline)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = await asyncio.to_thread(process.communicate)
        assert process.returncode == 0, told.decode()
        assert b"Dana" not in told
        assert b"UDANA" not in told


async def test_serve_answers_over_its_sockets(shell: Shell, slack: SlackApi) -> None:
    init(shell)
    async with served(shell, **variables(slack)):
        await slack.sockets.there(2)
        await slack.command("UDANA", text="ask May I accept a gift?")
        assert "Section 7" in slack.seen("UDANA")


async def test_serve_answers_over_http(shell: Shell, slack: SlackApi) -> None:
    init(shell)
    port = str(free_port())
    given = variables(slack, SLACK_SIGNING_SECRET=SECRET, SLACK_APP_TOKEN="", ASKFIRST_HTTP__PORT=port)
    async with served(shell, **given):
        slack.calls_at(f"http://127.0.0.1:{port}/slack/events")
        await slack.command("UDANA", text="ask May I accept a gift?")
        assert "Section 7" in slack.seen("UDANA")


async def test_serve_refuses_while_something_is_missing(shell: Shell) -> None:
    init(shell, development=False)
    refused = await asyncio.to_thread(shell.run, "serve", SLACK_BOT_TOKEN=BOT_TOKEN)
    assert refused.code == 1
    assert "SLACK_APP_TOKEN" in refused.err
