"""G8: what Slack alone lets people send, forged: commands, events, shortcuts, payloads of another workspace."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.listeners import LISTENERS
from tests.forging import TEXT
from tests.slack_api import TEAM
from tests.slack_forging import OUTSIDER, STRANGERS, SlackScene, slack_scene
from tests.slack_house import ELI, GRACE, MEI, SAMUEL


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[SlackScene]:
    async with slack_scene(tmp_path) as played:
        yield played


def test_everything_listened_for_is_played() -> None:
    assert set(LISTENERS) == {"command", "message", "home", "press", "submit", "ask_about", "report"}


async def test_g8_commands_events_and_shortcuts_show_a_stranger_nothing(scene: SlackScene) -> None:
    before = await scene.state()
    for user in STRANGERS:
        for text in ("", "cases", f"case {scene.case}", "inbox", "guide", "report", "ask May I?"):
            await scene.house.slack.command(user, text=text)
            await scene.house.slack.types(user, text or "hello")
        await scene.house.slack.opens_home(user)
        await scene.house.slack.shortcut(user, "report_concern")
        await scene.house.slack.shortcut(user, "ask_about", scene.notice)
        assert "Section" not in scene.shown_to(user)
        assert scene.case not in scene.shown_to(user)
    assert await scene.state() == before


async def test_g8_who_may_not_see_the_case_does_not_see_it_by_command(scene: SlackScene) -> None:
    before = await scene.state()
    for user in (ELI, MEI, SAMUEL):
        for text in ("cases", f"case {scene.case}"):
            await scene.house.slack.command(user, text=text)
        assert TEXT not in scene.shown_to(user)
        assert "accounting" not in scene.shown_to(user).lower()
    assert await scene.state() == before


async def test_g8_a_stranger_who_borrows_our_workspaces_id_is_still_one(scene: SlackScene) -> None:
    """Slack itself says where an account is at home: what a payload says does not make it ours."""
    scene.house.slack.workspace.people[OUTSIDER].team = TEAM
    callback = scene.house.slack.callbacks.command(
        scene.house.slack.workspace.people[OUTSIDER], "/ethics", "guide", scene.house.slack.workspace.dm_with(OUTSIDER)
    )
    scene.house.slack.workspace.people[OUTSIDER].team = "T2"
    answer = await scene.house.slack.deliver(callback)
    assert "own workspace" in str(answer.body)


async def test_g8_a_payload_of_another_workspace_is_refused_for_an_account_of_ours(scene: SlackScene) -> None:
    workspace = scene.house.slack.workspace
    callback = scene.house.slack.callbacks.command(
        workspace.people[GRACE], "/ethics", "cases", workspace.dm_with(GRACE)
    )
    callback.payload["team_id"] = "T2"
    answer = await scene.house.slack.deliver(callback)
    assert "own workspace" in str(answer.body)


async def test_g8_a_handle_of_nothing_we_know_leads_to_the_menu(scene: SlackScene) -> None:
    before = await scene.state()
    for value in ("", "nothing|x", "|||||", "report\x00|", "__class__|", "x" * 2000):
        await _raw(scene, GRACE, "offer", value)
    for action in ("offer", "choose", "back", "page", "fill"):
        await _raw(scene, GRACE, action, "99999999999")
    assert await scene.state() == before


async def _raw(scene: SlackScene, user: str, action: str, value: Any) -> None:
    slack = scene.house.slack
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.0"}
    answer = await slack.deliver(
        slack.callbacks.pressed_in_message(slack.workspace.people[user], scene.notice, pressed, {})
    )
    assert answer.status == 200
