"""`committee.dm = "full"` in Slack: the text stands in members' messages, in nobody else's, and is taken back."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.in_full import LONGEST
from storage import outbox
from tests.slack_house import COMMITTEE_CHANNEL, DANA, ELI, GRACE, MEI, SAMUEL, SlackHouse, slack_house

TEXT = "The quarter's invoices were dated back. *Not bold*, <!channel>."
TOLD = {"category": "accounting", "danger": "no", "narrative": TEXT, "level": "anonymous"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, dm="full") as house:
        yield house


async def files(house: SlackHouse, **told: str) -> None:
    await house.slack.command(DANA, text="report")
    await house.slack.submits(DANA, {**TOLD, **told})
    await house.slack.submits(DANA)
    await house.slack.closes(DANA)
    await house.delivered()


def newest(house: SlackHouse, user: str) -> str:
    return house.slack.reads(house.slack.dm_of(user)[-1])


async def test_the_form_says_so_before_a_word_is_typed(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="report")
    assert "Here members get your text, and your name if you give it, as a direct message" in house.seen(DANA)
    assert "without your text" not in house.seen(DANA)


async def test_members_read_it_in_their_message_and_nobody_else_does(house: SlackHouse) -> None:
    await files(house)
    for user in (GRACE, SAMUEL, MEI):
        assert TEXT in newest(house, user)
    notes = "".join(house.slack.reads(m) for m in house.slack.messages_in(COMMITTEE_CHANNEL))
    assert "case" in notes.lower()
    assert "invoices" not in notes
    assert house.slack.dm_of(ELI) == []


async def test_slack_reads_nothing_in_it_and_its_notification_says_nothing(house: SlackHouse) -> None:
    await files(house)
    posted = house.slack.dm_of(GRACE)[-1]
    assert "mrkdwn" not in json.dumps(posted.blocks)
    assert posted.text == "A message from the ethics bot"


async def test_it_stands_in_no_outbox(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="report")
    await house.slack.submits(DANA, TOLD)
    await house.slack.submits(DANA)
    owed = house.world.database.run_now(outbox.owed)
    assert owed
    assert "invoices" not in repr(owed)
    assert not any("invoices" in value for one in owed for pair in one.facts for value in pair)


async def test_it_stays_as_the_case_moves(house: SlackHouse) -> None:
    await files(house)
    await house.slack.presses(MEI, "Acknowledge", on=house.slack.dm_of(MEI)[-1])
    await house.delivered()
    assert "acknowledged by Mei Tanaka" in newest(house, GRACE)
    assert TEXT in newest(house, GRACE)
    assert len(house.slack.dm_of(GRACE)) == 1


async def test_a_recusal_blanks_it(house: SlackHouse) -> None:
    await files(house)
    await house.slack.presses(SAMUEL, "I must step aside", on=house.slack.dm_of(SAMUEL)[-1])
    await house.slack.submits(SAMUEL, {"reason": "I approved one."})
    await house.delivered()
    assert "taken back" in newest(house, SAMUEL)
    assert all("invoices" not in house.slack.reads(m) for m in house.slack.dm_of(SAMUEL))
    assert TEXT in "".join(house.slack.reads(m) for m in house.slack.dm_of(MEI))


async def test_whoever_is_left_out_gets_nothing(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="report")
    view = house.slack.view_of(DANA)
    assert view
    (field,) = (b["element"] for b in view.inputs if b["element"]["action_id"] == "involved")
    (samuel,) = (o["value"] for o in field["options"] if o["text"]["text"] == "Samuel Osei")
    await house.slack.submits(DANA, {**TOLD, "involved": [samuel]})
    await house.slack.submits(DANA)
    await house.delivered()
    assert house.slack.dm_of(SAMUEL) == []
    assert TEXT in newest(house, GRACE)


async def test_a_report_too_long_for_a_message_opens_at_the_button(house: SlackHouse) -> None:
    part = "long " * 500
    assert 3 * len(part) > LONGEST
    await files(house, narrative=part, when_where=part, known_to=part)
    assert "long long" not in newest(house, GRACE)
    await house.slack.presses(GRACE, "Read the report", on=house.slack.dm_of(GRACE)[-1])
    assert "long long" in house.seen(GRACE)


@pytest.mark.parametrize(("written", "times"), [("汉", 1500), ("😀", 1100), ("a\n", 990)])
async def test_what_slack_would_refuse_for_its_bytes_opens_at_the_button_too(
    house: SlackHouse, written: str, times: int
) -> None:
    part = written * times
    assert 3 * len(part) <= LONGEST
    await files(house, narrative=part, when_where=part, known_to=part)
    (message,) = house.slack.dm_of(GRACE)
    assert written not in house.slack.reads(message)
    await house.slack.presses(GRACE, "Read the report", on=message)
    assert house.seen(GRACE).count(written[0]) >= 3 * times
    assert house.slack.invalid == []


@pytest.mark.parametrize("letter", ["a", "汉", "😀"])
async def test_what_fits_stands_in_the_message_whatever_it_is_written_in(house: SlackHouse, letter: str) -> None:
    part = letter * 500
    await files(house, narrative=part, when_where=part)
    assert part in newest(house, GRACE)
    assert house.slack.invalid == []
