"""G24: nobody acknowledges a report, and Slack takes no message to any member. Every step comes on its day all the
same, by Teams for whoever has an account there; of whom nothing reaches, the others hear."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clocks import Clocks
from bot.courier import Courier
from bot.desk import Stuck, state
from bot.messenger import Channel
from bot.references import RegisterReferences
from bot.teams.service import open_service
from storage import people
from storage.records import MemberAccount
from storage.register import Register
from tests.clocks import MONDAY
from tests.faults import figures
from tests.faults.acting import case_of
from tests.faults.reporter import answers, filed
from tests.slack_api import TEAM
from tests.slack_house import COMMITTEE_CHANNEL, GRACE, MEI, NAMES, SAMUEL, SlackHouse, slack_house
from tests.teams.seen import reads
from tests.teams_api import TENANT, TeamsApi
from tests.teams_house import GRACE as GRACE_IN_TEAMS
from tests.teams_house import SAMUEL as SAMUEL_IN_TEAMS
from tests.teams_wire import tenant_of, wording

DAYS = 100
LOOKS = 4
"""At the calendar, a day."""

SECOND = {GRACE: GRACE_IN_TEAMS, SAMUEL: SAMUEL_IN_TEAMS}
"""Mei has no account but Slack's."""

UNREAD, HEADS, FEEDBACK = 2, 8, 78
"""Days after the report: members are reminded; the Chair before all; of the reporter who should hear in two weeks."""

FOR_THE_CHAIR, OF_THE_REPORTER = "more than a week", "should have heard"


@dataclass(slots=True)
class Silent:
    """Slack, Teams and the house, each with a clock that stands still; all move together."""

    slack: SlackHouse
    teams: TeamsApi
    clocks: Clocks
    alarms: list[str]
    day: int = 0
    told: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: {who: [] for who in SECOND.values()})
    """By account in Teams: on which day what came."""

    def shuts(self, *, closed: bool) -> None:
        """Slack's messages to every member."""
        for member in (GRACE, SAMUEL, MEI):
            self.slack.slack.workspace.people[member].deactivated = closed

    async def days(self, count: int) -> None:
        for _ in range(count):
            self.day += 1
            for _ in range(LOOKS):
                self._later(timedelta(days=1) / LOOKS)
                await self.clocks.look()
                await self.delivered()

    async def delivered(self) -> None:
        """Twice: that somebody cannot be reached is owed while it is tried."""
        for _ in range(2):
            await self.slack.delivered()
        for account, known in self.told.items():
            known += [(self.day, reads(one.card)) for one in self.teams.chat(account)[len(known) :]]

    def _later(self, by: timedelta) -> None:
        self.slack.slack.later(seconds=by.total_seconds())
        self.teams.later(seconds=by.total_seconds())
        self.slack.world.clock.move(by)


@pytest.fixture
async def silent(tmp_path: Path) -> AsyncIterator[Silent]:
    async with slack_house(tmp_path) as slack, TeamsApi() as teams:
        world, alarms = slack.world, list[str]()
        await world.database.run(_second_accounts)
        for id_, account in SECOND.items():
            teams.hires(account, NAMES[id_])
        references = RegisterReferences(world.database)
        async with open_service(tenant_of(teams), wording, teams.clock, references) as service:
            messengers = {"slack": world.messenger, "teams": service.messenger}
            channel = Channel("slack", TEAM, COMMITTEE_CHANNEL)
            world.courier = Courier(world.database, world.clock, messengers, channel, hourly=False, alarm=alarms.append)
            clocks = Clocks(world.database, world.clock, world.talks.house.terms, world.courier.wake)
            yield Silent(slack, teams, clocks, alarms)


def _second_accounts(register: Register) -> None:
    for member in people.members(register):
        (first,) = member.accounts
        if first.id in SECOND:
            accounts = (first, MemberAccount("teams", TENANT, SECOND[first.id]))
            people.set_accounts(register, member.id, accounts, MONDAY.date())


async def test_every_step_comes_on_its_day_by_another_way(silent: Silent) -> None:
    silent.shuts(closed=True)
    case = await _reported(silent)
    assert Counter(silent.alarms) == {"courier.other_way": 2, "courier.parked": 1}
    await silent.days(DAYS)
    for account in SECOND.values():
        _each_on_its_day(silent.told[account], case, chair=account == GRACE_IN_TEAMS)
    assert silent.slack.world.database.run_now(state).stuck == (Stuck("member", NAMES[MEI], ("user_disabled",)),)
    assert Counter(silent.alarms) == {"courier.other_way": 2, "courier.parked": 1}

    silent.shuts(closed=False)
    await silent.days(1)
    back = [silent.slack.slack.reads(one) for one in silent.slack.slack.dm_of(MEI)]
    assert sorted(case in text for text in back) == [False, False, True], "the last day's reminder and the new one's"
    reminders = sum(len(told) - 2 for told in silent.told.values())
    figures.tell(
        "G24",
        f"{DAYS} days without an acknowledgement, Slack closed to every member: {reminders} reminders to two "
        f"members by Teams, each on its day, 0 missing, 0 twice; of the third, whom nothing reached, both were told; "
        f"on coming back that one found {len(back)} messages",
    )


async def _reported(silent: Silent) -> str:
    """The case, told of to both by Teams, and to the channel."""
    case = case_of(silent.slack.world, await filed(silent.slack.world.talks, answers("Invoices are dated back.")))
    await silent.delivered()
    for told in silent.told.values():
        (_, new), (_, lost) = told
        assert case in new
        assert f"cannot reach {NAMES[MEI]}" in lost
    (note,) = silent.slack.slack.messages_in(COMMITTEE_CHANNEL)
    assert case in silent.slack.slack.reads(note)
    assert silent.slack.slack.dm_of(MEI) == []
    return case


def _each_on_its_day(told: list[tuple[int, str]], case: str, *, chair: bool) -> None:
    days, texts = zip(*told[2:], strict=True)
    assert days == tuple(range(UNREAD, DAYS + 1))
    assert [day for day, text in told if FOR_THE_CHAIR in text] == (list(range(HEADS, DAYS + 1)) if chair else [])
    assert [day for day, text in told if OF_THE_REPORTER in text] == list(range(FEEDBACK, DAYS + 1, 7))
    assert not any(case in text for text in texts)
