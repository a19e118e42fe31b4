"""One case on three platforms: reported in Slack, acknowledged in Teams, answered from the terminal by receipt."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.courier import Courier
from bot.messenger import Channel
from bot.references import RegisterReferences
from bot.teams.service import open_service
from storage import people
from storage.records import MemberAccount
from storage.register import Register
from tests.e2e.test_slack_story import RECEIPT, TOLD
from tests.slack_api import TEAM
from tests.slack_house import COMMITTEE_CHANNEL, DANA, MEI, SAMUEL, SlackHouse, slack_house
from tests.slack_house import GRACE as GRACE_IN_SLACK
from tests.teams_api import TENANT, TeamsApi
from tests.teams_house import GRACE, NAMES
from tests.teams_wire import served, tenant_of, wording
from tests.test_chat import SEND, chat

STORY, ASKED, ANSWERED = TOLD["narrative"], "Which quarter was it?", "The first one."


@dataclass(slots=True)
class Both:
    """Dana, Samuel and Mei are in Slack; Grace is a member by her account in Teams alone."""

    slack: SlackHouse
    teams: TeamsApi

    async def reports(self) -> str:
        await self.slack.slack.command(DANA, text="report")
        await self.slack.slack.submits(DANA, TOLD)
        await self.slack.slack.submits(DANA)
        found = RECEIPT.search(self.slack.seen(DANA))
        assert found
        await self.slack.delivered()
        return found[0]

    def newest_in_slack(self, member: str) -> str:
        return self.slack.slack.reads(self.slack.slack.dm_of(member)[-1])


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with slack_house(tmp_path) as slack, teams_beside(slack) as teams:
        yield Both(slack, teams)


@asynccontextmanager
async def teams_beside(slack: SlackHouse) -> AsyncIterator[TeamsApi]:
    world = slack.world
    await world.database.run(lambda register: _moves(register, slack))
    async with (
        TeamsApi() as teams,
        open_service(tenant_of(teams), wording, teams.clock, RegisterReferences(world.database)) as service,
        served(teams, service, world.talks),
    ):
        teams.hires(GRACE, NAMES[GRACE])
        messengers = {"slack": world.messenger, "teams": service.messenger}
        channel = Channel("slack", TEAM, COMMITTEE_CHANNEL)
        world.courier = Courier(world.database, world.clock, messengers, channel, hourly=False)
        yield teams


def _moves(register: Register, slack: SlackHouse) -> None:
    grace = people.member_by_account(register, MemberAccount("slack", TEAM, GRACE_IN_SLACK))
    assert grace
    people.set_accounts(register, grace.id, (MemberAccount("teams", TENANT, GRACE),), slack.world.clock.today())


async def test_a_report_of_slack_is_acknowledged_in_teams_and_answered_from_the_terminal(both: Both) -> None:
    receipt, teams = await both.reports(), both.teams
    assert "New report" in teams.seen(GRACE)
    await teams.presses(GRACE, "Read the report")
    assert STORY in teams.seen(GRACE)
    await teams.presses(GRACE, "Acknowledge")
    await teams.presses(GRACE, "Read the report")
    await teams.presses(GRACE, "Ask the reporter")
    await teams.submits(GRACE, {"asked": ASKED})
    await both.slack.delivered()
    assert all("acknowledged by Grace Lindqvist" in both.newest_in_slack(member) for member in (SAMUEL, MEI))

    terminal = await chat(both.slack.world, "inbox", receipt, ANSWERED, "", "", SEND, "q")
    assert "is acknowledged" in terminal.text
    assert ASKED in terminal.text
    assert "Added." in terminal.text

    await both.slack.delivered()
    teams.closes(GRACE)
    assert "something new to read" in teams.seen(GRACE)
    await teams.presses(GRACE, "Read the report")
    assert ANSWERED in teams.seen(GRACE)
    await both.slack.slack.command(DANA, text="inbox")
    await both.slack.slack.submits(DANA, {"receipt": receipt})
    assert ANSWERED in both.slack.seen(DANA)


async def test_each_member_is_told_once_where_they_are(both: Both) -> None:
    await both.reports()
    assert len(both.teams.chat(GRACE)) == 1
    assert [len(both.slack.slack.dm_of(m)) for m in (GRACE_IN_SLACK, SAMUEL, MEI)] == [0, 1, 1]
