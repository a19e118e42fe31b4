"""Enterprise Grid: installed once for all workspaces of an enterprise, and open to nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.slack.calls import Calls
from bot.slack.checks import of_team
from bot.slack.manifest import manifest
from bot.slack.people import People
from content.company import open_company
from tests.slack_house import SlackHouse, slack_house, wording

OURS, THEIRS = "E1", "E2"
ANA = "UANA"
REPORT = {"category": "accounting", "danger": "no", "narrative": "Invoices are dated back.", "level": "anonymous"}


@pytest.fixture(params=["http", "socket"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SlackHouse]:
    """The app serves the enterprise; Ana works in one of its workspaces that the app has never heard of."""
    async with slack_house(tmp_path, request.param) as house:
        house.edge.people.team = OURS
        house.slack.workspace.enterprise = OURS
        house.slack.hires(ANA, "Ana Ruiz", team="T7", enterprise=OURS)
        yield house


async def tells(house: SlackHouse, user: str) -> str:
    """What somebody gets by every way in: the command, a message, a shortcut, Home."""
    await house.slack.command(user, text="guide")
    await house.slack.types(user, "May I take a gift?")
    await house.slack.shortcut(user, "report_concern")
    await house.slack.opens_home(user)
    home, view = house.slack.home_of(user), house.slack.view_of(user)
    seen = [house.slack.reads(m) for m in house.slack.before(user) if m.bot]
    return "\n".join([*seen, view.text if view else "", home.text if home else ""])


async def test_people_of_any_workspace_of_the_enterprise_are_served(house: SlackHouse) -> None:
    told = await tells(house, ANA)
    assert "Step 1 of 7" in told
    assert "Section 7" in told
    assert "What we promise" in told
    assert "own workspace" not in told
    assert {answer.status for answer in house.slack.answers} == {200}


async def test_a_report_is_filed_from_a_workspace_that_slack_does_not_name(house: SlackHouse) -> None:
    await house.slack.shortcut(ANA, "report_concern")
    await house.slack.submits(ANA, REPORT)
    await house.slack.submits(ANA)
    assert "Your report is filed" in house.seen(ANA)


async def test_it_is_one_account_in_every_workspace(house: SlackHouse) -> None:
    """A walk begun in one goes on in another."""
    await house.slack.command(ANA, text="guide")
    await house.slack.presses(ANA, "Yes, I know what happened")
    house.slack.workspace.people[ANA].team = "T8"
    await house.slack.command(ANA, text="guide")
    assert "What exactly are you asked to do" in house.slack.seen(ANA)


STRANGERS: dict[str, dict[str, Any]] = {
    "another enterprise": {"team": "T9", "enterprise": THEIRS},
    "no enterprise": {"team": "T9"},
    "another enterprise, our workspace's id": {"team": "T7", "enterprise": THEIRS},
    "deactivated": {"team": "T7", "enterprise": OURS, "deactivated": True},
}


@pytest.mark.parametrize("who", STRANGERS.values(), ids=STRANGERS)
async def test_nobody_else_is(house: SlackHouse, who: dict[str, Any]) -> None:
    house.slack.hires("UX", "Pat Doe", **who)
    told = await tells(house, "UX")
    assert "own workspace" in told
    assert "Section" not in told
    assert "promise" not in told


@pytest.mark.parametrize("kind", ["guest", "single_channel"])
async def test_guests_of_the_enterprise_are_refused_as_guests(house: SlackHouse, kind: str) -> None:
    house.slack.hires("UX", "Pat Doe", team="T7", enterprise=OURS, **{kind: True})
    assert "your account here is a guest's" in await tells(house, "UX")


@pytest.mark.parametrize("kind", ["bot", "workflow"])
async def test_bots_and_workflows_are_refused(house: SlackHouse, kind: str) -> None:
    house.slack.hires("UX", "Pat Doe", team="T7", enterprise=OURS, **{kind: True})
    await house.slack.command("UX", text="guide")
    assert "answers people only" in house.slack.seen("UX")


async def test_a_payload_that_names_another_enterprise_is_refused_for_an_account_of_ours(house: SlackHouse) -> None:
    people = house.slack.workspace.people
    people[ANA].enterprise = THEIRS
    callback = house.slack.callbacks.command(people[ANA], "/ethics", "guide", house.slack.workspace.dm_with(ANA))
    people[ANA].enterprise = OURS
    answer = await house.slack.deliver(callback)
    assert "own workspace" in str(answer.body)


def account(**more: Any) -> dict[str, Any]:
    told = {"id": "U1", "team_id": "T1", "real_name": "Pat Doe", "locale": "en-US", "deleted": False}
    return {**told, "is_restricted": False, "is_ultra_restricted": False, "is_bot": False, **more}


WORKSPACE: dict[str, tuple[dict[str, Any], str]] = {
    "ours": ({}, ""),
    "of another workspace": ({"team_id": "T2"}, "stranger"),
    "of an enterprise that ours belongs to": (
        {"team_id": "T2", "enterprise_user": {"enterprise_id": OURS, "teams": ["T1", "T2"]}},
        "",
    ),
    "by Slack Connect": ({"team_id": "T2", "is_stranger": True}, "stranger"),
    "a stranger with our id": ({"is_stranger": True}, "stranger"),
    "guest of several channels": ({"is_restricted": True}, "guest"),
    "guest of one channel": ({"is_restricted": True, "is_ultra_restricted": True}, "guest"),
    "bot": ({"is_bot": True}, "bot"),
    "workflow": ({"is_workflow_bot": True}, "bot"),
    "without any workspace": ({"team_id": None}, "stranger"),
    "with junk for an enterprise": ({"team_id": None, "enterprise_user": ["T1"]}, "stranger"),
}


@pytest.mark.parametrize(("told", "refused"), WORKSPACE.values(), ids=WORKSPACE)
def test_who_slack_says_somebody_is(told: dict[str, Any], refused: str) -> None:
    people = People(cast(Calls, None), "T1", lambda: 0.0)  # nobody is asked
    assert people._read(account(**told)).refused == refused


@pytest.mark.parametrize(
    ("team", "who", "found"),
    [
        (OURS, {"team_id": "T1", "enterprise_id": OURS, "is_enterprise_install": True}, []),
        (OURS, {"team_id": OURS, "enterprise_id": None, "is_enterprise_install": True}, []),
        (OURS, {"team_id": "T1", "enterprise_id": OURS, "is_enterprise_install": False}, ["one_workspace"]),
        (OURS, {"team_id": "T1", "enterprise_id": THEIRS, "is_enterprise_install": True}, ["other_team"]),
        ("T1", {"team_id": "T1", "enterprise_id": OURS, "is_enterprise_install": False}, []),
    ],
)
def test_check_compares_the_installation_with_the_setting(team: str, who: dict[str, Any], found: list[str]) -> None:
    assert [one.key for one in of_team(who, team)] == [f"slack.check.{what}" for what in found]
    for one in of_team(who, team):
        for language in open_company().wording().languages:
            assert wording(language).text(one.key, one.facts)


def test_the_manifest_of_an_enterprise_lets_an_org_owner_install_it() -> None:
    for enterprise in (False, True):
        assert manifest(wording("en"), enterprise=enterprise)["settings"]["org_deploy_enabled"] is enterprise
