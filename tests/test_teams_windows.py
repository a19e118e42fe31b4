"""Dialogs that are sent in: errors at the field, nothing lost when nothing was stored, the Committee's side."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.teams.buttons import Forms, came
from bot.teams.received import Invoke
from tests.failing import Failing
from tests.faults.reporter import RECEIPT
from tests.teams.seen import button_of, inputs_of, labels_of, reads
from tests.teams_house import COMMITTEE_CHANNEL, DANA, ELI, GRACE, MEI, NAMES, SAMUEL, TeamsHouse, teams_house
from tests.teams_wire import WiredHouse, wired_house

House = TeamsHouse | WiredHouse
TEXT = "The quarter's invoices were dated back."
TOLD = {"category": "accounting", "danger": "no", "narrative": TEXT, "level": "anonymous"}


@pytest.fixture(params=["dialog", "card", "wire"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """With either kind of forms at the seam, and with dialogs over the wire."""
    if request.param == "wire":
        async with wired_house(tmp_path) as wired:
            yield wired
        return
    async with teams_house(tmp_path, forms=request.param) as house:
        yield house


@pytest.fixture(params=["dialog", "card"])
async def at_seam(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TeamsHouse]:
    async with teams_house(tmp_path, forms=request.param) as house:
        yield house


async def reviewing(house: House, **told: str) -> None:
    await house.teams.types(DANA, "report")
    await house.teams.presses(DANA, "Report a concern")
    await house.teams.submits(DANA, {**TOLD, **told})


async def filed(house: House, **told: str) -> str:
    """The receipt."""
    await reviewing(house, **told)
    await house.teams.submits(DANA, {})
    found = RECEIPT.search(house.teams.seen(DANA))
    assert found
    await house.delivered()
    house.teams.closes(DANA)
    return found[0]


def values(house: House, who: str) -> dict[str, str]:
    return {node["id"].partition(":")[2]: node.get("value", "") for node in inputs_of(house.teams.windows[who].card)}


async def test_the_review_is_the_same_form_with_every_input_filled_in(house: House) -> None:
    await reviewing(house)
    seen = values(house, DANA)
    assert {name: seen[name] for name in TOLD} == TOLD
    assert "Grace Lindqvist" in house.teams.seen(DANA)


async def test_a_report_is_filed_read_and_closed_and_no_chat_keeps_a_word_of_it(house: House) -> None:
    receipt = await filed(house)
    (notice,) = house.teams.chat(GRACE)
    await house.teams.presses(GRACE, "Read the report")
    assert TEXT in house.teams.seen(GRACE)
    await house.teams.presses(GRACE, "Acknowledge")
    await house.delivered()
    assert "acknowledged" in reads(notice.card).lower()
    house.teams.closes(GRACE)
    await house.teams.presses(GRACE, "Read the report")
    await house.teams.presses(GRACE, "Ask the reporter")
    await house.teams.submits(GRACE, {"asked": "Which quarter was it?"})
    await house.delivered()
    await house.teams.types(DANA, "inbox")
    await house.teams.presses(DANA, "I have a receipt")
    await house.teams.submits(DANA, {"receipt": receipt})
    assert "Which quarter was it?" in house.teams.seen(DANA)
    await house.teams.submits(DANA, {"text": "The third one."})
    house.teams.closes(DANA)
    await house.delivered()
    chats = "\n".join(reads(one.card) for posts in house.teams.posts.values() for one in posts)
    assert not any(words in chats for words in (TEXT, receipt, "Which quarter", "third one"))


async def test_the_channel_is_told_a_number_and_a_date(house: House) -> None:
    await filed(house)
    (note,) = house.teams.posts[COMMITTEE_CHANNEL]
    assert labels_of(note.card) == []
    assert "accounting" not in reads(note.card).lower()


async def test_whoever_steps_aside_loses_the_notice(house: House) -> None:
    await filed(house)
    (notice,) = house.teams.chat(SAMUEL)
    await house.teams.presses(SAMUEL, "I must step aside")
    await house.teams.submits(SAMUEL, {"reason": "My brother keeps these books."})
    house.teams.closes(SAMUEL)
    await house.delivered()
    assert labels_of(notice.card) == []
    assert not any(word in reads(notice.card) for word in ("accounting", "Accounting"))


async def test_a_problem_stands_at_its_field_and_what_was_typed_stays(house: House) -> None:
    await house.teams.types(DANA, "inbox")
    await house.teams.presses(DANA, "I have a receipt")
    await house.teams.submits(DANA, {"receipt": "00000-00000-00000-00001-3"})
    body = house.teams.windows[DANA].card["body"]
    at = next(n for n, element in enumerate(body) if element.get("id") == "text:receipt")
    assert body[at]["value"] == "00000-00000-00000-00001-3"
    assert body[at + 1]["inlines"][0]["color"] == "Attention"


async def test_when_nobody_is_left_the_form_stays_and_says_where_else_to_turn(house: House) -> None:
    await house.teams.types(DANA, "report")
    await house.teams.presses(DANA, "Report a concern")
    await house.teams.submits(DANA, {**TOLD, "involved": [NAMES[one] for one in (GRACE, SAMUEL, MEI)]})
    assert "Nothing was stored" in house.teams.seen(DANA)
    assert values(house, DANA)["narrative"] == TEXT
    await house.delivered()
    assert house.teams.chat(GRACE) == []


@pytest.mark.parametrize("forms", ["dialog", "card"])
async def test_when_nothing_can_be_stored_everything_that_was_told_is_sent_again(tmp_path: Path, forms: Forms) -> None:
    async with teams_house(tmp_path, forms=forms, front=Failing) as house:
        failing = house.edge.talks
        assert isinstance(failing, Failing)
        await reviewing(house)
        failing.fails = True
        for _ in range(2):
            await house.teams.submits(DANA, {})
            assert house.teams.seen(DANA).count("Nothing was stored") == 1
            assert TEXT in house.teams.seen(DANA)
        failing.fails = False
        await house.teams.submits(DANA, {})
        assert "Your report is filed" in house.teams.seen(DANA)
        await house.delivered()
        await house.teams.presses(GRACE, "Read the report")
        assert TEXT in house.teams.seen(GRACE)


async def test_when_teams_does_not_say_who_it_is_nothing_is_done_and_nothing_lost(at_seam: TeamsHouse) -> None:
    house = at_seam
    await reviewing(house)
    house.teams.hires(DANA, NAMES[DANA], refused="unknown")
    await house.teams.submits(DANA, {})
    assert "does not say just now who you are" in house.teams.seen(DANA)
    house.teams.hires(DANA, NAMES[DANA])
    await house.teams.submits(DANA, {})
    assert "Your report is filed" in house.teams.seen(DANA)


async def test_a_second_press_of_send_is_the_same_report(house: House) -> None:
    await reviewing(house)
    await house.teams.submits(DANA, {})
    sent = house.teams.last
    assert isinstance(sent, Invoke)
    first = RECEIPT.search(house.teams.seen(DANA))
    await house.teams.deliver(sent)
    second = RECEIPT.search(house.teams.seen(DANA))
    assert first and second and first[0] == second[0]
    await house.delivered()
    assert len(house.teams.chat(GRACE)) == 1


async def test_what_comes_again_long_after_is_not_asked_to_be_sent_once_more(at_seam: TeamsHouse) -> None:
    house = at_seam
    await reviewing(house)
    assert isinstance(house.teams.last, Invoke) and house.teams.listener
    body = house.teams.listener.already(house.teams.last).body
    assert "taken already" in str(body)
    assert "Input." not in str(body)


async def test_a_consent_to_something_else_is_asked_again(house: House) -> None:
    await reviewing(house)
    card = house.teams.windows[DANA].card
    button = card["actions"][0]
    stands = came(button["data"]).stands
    for data in (button["data"], button.get("fallback", button)["data"]):
        data["form"] = data["form"].replace(stands.digest, "0" * 32)
    await house.teams.submits(DANA, {})
    assert "has changed" in house.teams.seen(DANA)
    assert TEXT in house.teams.seen(DANA)
    await house.teams.submits(DANA, {})
    assert "Your report is filed" in house.teams.seen(DANA)


async def test_a_long_case_is_read_to_its_end(house: House) -> None:
    receipt = await filed(house, narrative="".join(f"\n{n:04}" for n in range(599)))
    for n in range(20):
        await house.teams.types(DANA, "inbox")
        await house.teams.presses(DANA, "I have a receipt")
        await house.teams.submits(DANA, {"receipt": receipt})
        while "Go on reading" in labels_of(house.teams.windows[DANA].card):
            await house.teams.presses(DANA, "Go on reading")
        await house.teams.submits(DANA, {"text": f"Part {n}. " + "é" * 2900})
        assert "Added" in house.teams.seen(DANA)
        house.teams.closes(DANA)
    await house.teams.presses(GRACE, "Read the report")
    read = house.teams.seen(GRACE)
    while "Go on reading" in labels_of(house.teams.windows[GRACE].card):
        await house.teams.presses(GRACE, "Go on reading")
        read += house.teams.seen(GRACE)
    assert all(f"{n:04}" in read for n in range(599))
    assert all(f"Part {n}." in read for n in range(20))


async def test_in_a_team_no_button_does_anything(house: House) -> None:
    await house.teams.types(DANA, "help")
    posted = house.teams.chat(DANA)[-1]
    place = house.teams.place(DANA, posted.id, team="19:everybody@thread.tacv2")
    data = button_of(posted.card, "Whom to contact")["data"]
    for name in ("adaptiveCard/action", "task/fetch", "task/submit"):
        await house.teams.deliver(Invoke(house.teams.people[DANA], place, name, "offer", data))
        assert "personal chat" in str(house.teams.answers[-1].body)


async def test_a_named_reporter_is_told_and_opens_their_own_report(house: House) -> None:
    await filed(house, level="named")
    await house.teams.presses(GRACE, "Read the report")
    assert "Dana Reyes" in house.teams.seen(GRACE)
    await house.teams.presses(GRACE, "Ask the reporter")
    await house.teams.submits(GRACE, {"asked": "Which quarter was it?"})
    await house.delivered()
    label = next(label for label in labels_of(house.teams.chat(DANA)[-1].card) if label.startswith("Open my report"))
    await house.teams.presses(DANA, label)
    assert "Which quarter was it?" in house.teams.seen(DANA)
    assert house.teams.chat(ELI) == []
