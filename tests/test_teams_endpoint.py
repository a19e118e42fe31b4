"""What Teams sends over the wire reaches the conversation, once, and is answered once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.person import Account
from bot.web.faults import Fault
from storage import conversations, outbox, people
from storage.records import MemberAccount
from storage.register import Register
from storage.verify import verify
from tests.teams.seen import reads
from tests.teams_api import TENANT
from tests.teams_house import COMMITTEE_CHANNEL, DANA, ELI, GRACE, MEI, NAMES, SAMUEL
from tests.teams_wire import WiredHouse, wired_house

TEXT = "The quarter's invoices were dated back."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WiredHouse]:
    async with wired_house(tmp_path) as house:
        yield house


async def test_a_question_is_answered_in_the_chat(house: WiredHouse) -> None:
    await house.teams.types(DANA, "May I keep a gift?")
    assert house.teams.statuses == [200]
    assert "gift" in house.teams.seen(DANA)


async def test_a_report_goes_from_a_dialog_to_every_member_and_the_channel(house: WiredHouse) -> None:
    teams = house.teams
    await reported(house)
    await house.delivered()
    for who in (GRACE, SAMUEL, MEI):
        assert "Read the report" in teams.seen(who)
    [note] = teams.messages_in(COMMITTEE_CHANNEL)
    assert TEXT not in reads(note.card)
    assert set(teams.statuses) == {200}
    assert not [posted for who in NAMES for posted in teams.chat(who) if TEXT in reads(posted.card)]


async def reported(house: WiredHouse) -> None:
    await house.teams.types(DANA, "report")
    await house.teams.presses(DANA, "Report a concern")
    told = {"category": "accounting", "danger": "no", "narrative": TEXT, "level": "anonymous"}
    await house.teams.submits(DANA, told)
    await house.teams.submits(DANA, {})


async def test_a_press_that_is_delivered_again_files_nothing_twice(house: WiredHouse) -> None:
    await reported(house)
    before = await house.world.database.run(lambda r: outbox.counts(r).owed)
    answers = [await house.teams.sends(house.teams.sent[-1])]
    house.teams.later(seconds=60)
    answers.append(await house.teams.sends(house.teams.sent[-1]))
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].body == house.teams.answers[-1].body
    assert answers[1].body != answers[0].body
    assert await house.world.database.run(lambda r: outbox.counts(r).owed) == before


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


async def test_what_fails_is_delivered_again_and_answered_then(house: WiredHouse) -> None:
    house.teams.microsoft.next_call(Fault.DOWN, method="send")
    house.teams.microsoft.next_call(Fault.DOWN, method="send")
    await house.teams.types(DANA, "help")
    assert (house.teams.statuses, house.teams.chat(DANA)) == ([503], [])
    await house.teams.sends(house.teams.sent[-1])
    assert (house.teams.statuses, len(house.teams.chat(DANA))) == ([503, 200], 1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role": "guest"}, "guest"),
        ({"upn": "eli_other.example#EXT#@greenfield.example"}, "guest"),
        ({"tenant": "99999999-9999-9999-9999-999999999999"}, "its own organization"),
    ],
)
async def test_guests_and_strangers_are_told_so_and_nothing_else(
    house: WiredHouse, changed: dict[str, str], said: str
) -> None:
    house.teams.microsoft.people[ELI] = replace(house.teams.microsoft.people[ELI], **changed)  # type: ignore[arg-type]
    await house.teams.types(ELI, "help")
    assert said in house.teams.seen(ELI)
    assert "Report a concern" not in house.teams.everything(ELI)


async def test_guests_are_served_where_that_is_set(tmp_path: Path) -> None:
    async with wired_house(tmp_path, guests=True) as house:
        house.teams.microsoft.people[ELI].role = "guest"
        await house.teams.types(ELI, "help")
        assert "Report a concern" in house.teams.seen(ELI)


async def test_somebody_who_names_anothers_account_is_a_stranger(house: WiredHouse) -> None:
    """The connector is asked for the member who wrote, not for the one that is named."""
    await house.teams.types(ELI, "help")
    forged = house.teams.sent[-1]
    named = {**forged, "id": "f:forged", "from": {**forged["from"], "aadObjectId": GRACE}}
    await house.teams.sends(named)
    assert "its own organization" in house.teams.seen(ELI)


async def test_when_teams_does_not_say_who_it_is_that_is_said_and_the_next_try_asks_again(house: WiredHouse) -> None:
    house.teams.microsoft.next_call(Fault.DOWN, method="member")
    await house.teams.types(DANA, "help")
    assert "does not say just now" in house.teams.seen(DANA)
    await house.teams.types(DANA, "help")
    assert "Report a concern" in house.teams.seen(DANA)


async def test_a_person_is_asked_for_once_in_a_while(house: WiredHouse) -> None:
    for _ in range(3):
        await house.teams.types(DANA, "help")
    house.teams.later(minutes=16)
    await house.teams.types(DANA, "help")
    assert [call.method for call in house.teams.microsoft.calls].count("member") == 2


async def test_the_references_of_a_member_who_leaves_are_gone(house: WiredHouse) -> None:
    await house.teams.types(GRACE, "help")
    account = MemberAccount("teams", TENANT, GRACE)

    def leaves(register: Register) -> object:
        member = people.member_by_account(register, account)
        assert member
        people.set_accounts(register, member.id, (), house.world.clock.today())
        return conversations.kept(register, account)

    assert await house.world.database.run(leaves) is None
    findings = await house.world.database.run(lambda r: verify(r, house.world.database.head_path))
    assert findings == ()


async def test_a_reference_that_is_changed_from_outside_is_noticed(house: WiredHouse) -> None:
    await house.teams.types(GRACE, "help")
    await house.world.database.run(lambda r: r.db.execute("UPDATE conversations SET sealed = zeroblob(64)"))
    findings = await house.world.database.run(lambda r: verify(r, house.world.database.head_path))
    assert {finding.what for finding in findings} == {"seal_broken", "rows_missing_or_added"}


async def test_healthz_says_that_it_is_well(house: WiredHouse) -> None:
    address = house.teams.endpoint.replace("/api/messages", "/healthz")
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert (answer.status, await answer.text()) == (200, "ok")
