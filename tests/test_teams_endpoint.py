"""What Teams sends over the wire reaches the conversation, once, and is answered once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.person import Account
from tests.teams_api import TENANT
from tests.teams_house import DANA, GRACE
from tests.teams_wire import WiredHouse, wired_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WiredHouse]:
    async with wired_house(tmp_path) as house:
        yield house


async def test_a_question_is_answered_in_the_chat(house: WiredHouse) -> None:
    await house.teams.types(DANA, "May I keep a gift?")
    assert house.teams.statuses == [200]
    assert "gift" in house.teams.seen(DANA)


async def test_a_report_goes_from_a_dialog_to_every_member(house: WiredHouse) -> None:
    teams = house.teams
    await teams.types(DANA, "help")
    assert set(teams.statuses) == {200}


async def test_what_is_delivered_again_is_answered_once(house: WiredHouse) -> None:
    teams = house.teams
    await teams.types(DANA, "help")
    before = len(teams.chat(DANA))
    await teams.sends(teams.sent[-1])
    assert (len(teams.chat(DANA)), teams.statuses) == (before, [200, 200])


async def test_where_a_member_can_be_written_to_is_kept_and_nobody_elses(house: WiredHouse) -> None:
    for who in (GRACE, DANA):
        await house.teams.types(who, "help")
    kept = [await house.service.references.reference(Account("teams", TENANT, who)) for who in (GRACE, DANA)]
    assert [one and one.service_url for one in kept] == [house.teams.service, None]
