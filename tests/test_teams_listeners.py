"""What a person gets who writes to the bot in Teams."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.teams.listeners import create_listener
from bot.teams.reading import read
from bot.teams.received import Installed, NoAnswerError
from tests.teams.seen import labels_of, reads
from tests.teams_house import DANA, ELI, GRACE, TeamsHouse, teams_house, wording

UNKNOWN = wording("en").text("turn.unknown_button")
TEAM = "19:everybody@thread.tacv2"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[TeamsHouse]:
    async with teams_house(tmp_path) as house:
        yield house


async def test_a_question_is_answered_with_the_passage_while_typing_shows(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "May I accept a gift from a customer?")
    (answer,) = house.teams.chat(DANA)
    assert "Section 7" in reads(answer.card)
    assert house.teams.typed == [f"chat-{DANA}"]


async def test_every_word_leads_somewhere(house: TeamsHouse) -> None:
    words = {
        "help": "always ask first",
        "hi": "always ask first",
        "guide": "Step 1 of 7",
        "contacts": "Whom to contact",
        "code": "Section 15",
        "code 7": "Section 7",
    }
    for word, expected in words.items():
        await house.teams.types(DANA, word)
        assert expected in house.teams.everything(DANA), word


async def test_members_also_find_the_cases_and_the_committee(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "help")
    assert "My cases" not in labels_of(house.teams.chat(DANA)[-1].card)
    await house.teams.types(GRACE, "help")
    assert {"My cases", "The Committee"} <= set(labels_of(house.teams.chat(GRACE)[-1].card))
    for word in ("cases", "case K7Q2M9"):
        await house.teams.types(GRACE, word)
        assert "window of its own" in house.teams.seen(GRACE)
    await house.teams.types(GRACE, "cases")
    await house.teams.presses(GRACE, "My cases")
    assert "no case" in house.teams.seen(GRACE).lower()


async def test_what_a_history_must_not_keep_opens_at_a_button(house: TeamsHouse) -> None:
    for word, button, expected in (
        ("report", "Report a concern", "What we promise"),
        ("inbox", "I have a receipt", "Come back with your receipt"),
    ):
        await house.teams.types(DANA, word)
        assert expected not in house.teams.everything(DANA)
        await house.teams.presses(DANA, button)
        assert expected in house.teams.seen(DANA)
    assert "What we promise" not in "".join(reads(one.card) for one in house.teams.chat(DANA))


async def test_what_was_typed_after_report_is_not_used(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "report my colleague Ruth stole the petty cash")
    assert "not used and not kept" in house.teams.seen(DANA)
    assert "Ruth" not in house.teams.seen(DANA)


async def test_what_reads_like_a_report_is_not_used_and_the_form_is_offered(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "I saw our foreman falsify the inspection log yesterday.")
    assert "reads like a report" in house.teams.seen(DANA)
    assert "Section" not in house.teams.seen(DANA)
    await house.teams.presses(DANA, "Report a concern")
    assert "What we promise" in house.teams.seen(DANA)


async def test_the_emergency_words_come_before_all_else(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "My boss threatened to kill me in the warehouse")
    seen = house.teams.seen(DANA)
    assert 0 <= seen.find("call your local emergency number") < seen.find("reads like a report")


async def test_a_file_is_refused_in_words_and_never_opened(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "look", files=True)
    assert "Files are not taken" in house.teams.seen(DANA)


@pytest.mark.parametrize("text", ["May I accept a gift?", "<at>Ask First</at> report he stole it", "help"])
async def test_in_a_team_it_only_says_where_to_write(house: TeamsHouse, text: str) -> None:
    await house.teams.types(DANA, text, team=TEAM)
    (answer,) = house.teams.posts[TEAM]
    assert "personal chat" in reads(answer.card)
    assert labels_of(answer.card) == []


async def test_a_mention_is_no_part_of_a_question(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "<at>Ask First</at>&nbsp;code 7 ")
    assert "Section 7" in house.teams.seen(DANA)


async def test_the_welcome_comes_once_however_often_teams_says_it_was_installed(house: TeamsHouse) -> None:
    for _ in range(3):
        await house.teams.installs(DANA)
    (welcome,) = house.teams.chat(DANA)
    assert "Report a concern" in labels_of(welcome.card)
    await house.teams.installs(DANA, added=False)
    await house.teams.installs(DANA)
    assert len(house.teams.chat(DANA)) == 2


@pytest.mark.parametrize(
    ("timestamp", "welcomes"),
    [
        ("2026-11-23T09:29:59.1234567Z", 0),
        ("2026-11-23T10:29:59+01:00", 0),
        ("2026-11-23T09:30:00.1234567Z", 1),
        ("2026-11-23T09:29:59", 1),
        ("yesterday", 1),
        (None, 1),
    ],
)
async def test_what_was_installed_before_a_restart_is_not_welcomed_again(
    house: TeamsHouse, timestamp: str | None, welcomes: int
) -> None:
    """A time without its zone, or none, says nothing."""
    listener = create_listener(house.edge, house.world.clock.now())
    activity = {"type": "installationUpdate", "action": "add", "timestamp": timestamp}
    happened = read(activity, house.teams.people[DANA])
    assert isinstance(happened, Installed)
    for _ in range(2):
        await listener.installed(replace(happened, place=house.teams.place(DANA)))
    assert len(house.teams.chat(DANA)) == welcomes


@pytest.mark.parametrize(("action", "told"), [("add", True), ("add-upgrade", False), ("remove-upgrade", False)])
async def test_an_upgrade_of_the_app_is_no_installation(house: TeamsHouse, action: str, told: bool) -> None:
    happened = read({"type": "installationUpdate", "action": action}, house.teams.people[DANA])
    assert isinstance(happened, Installed) is told


async def test_a_welcome_that_did_not_arrive_is_tried_again(house: TeamsHouse) -> None:
    house.teams.refuses = NoAnswerError("no_answer", passing=True)
    with pytest.raises(NoAnswerError):
        await house.teams.installs(DANA)
    await house.teams.installs(DANA)
    assert len(house.teams.chat(DANA)) == 1


async def test_whoever_teams_does_not_know_just_now_is_welcomed_the_next_time(house: TeamsHouse) -> None:
    known = house.teams.people[DANA]
    house.teams.people[DANA] = replace(known, refused="unknown")
    await house.teams.installs(DANA)
    house.teams.people[DANA] = known
    for _ in range(2):
        await house.teams.installs(DANA)
    _, welcome = house.teams.chat(DANA)
    assert "Report a concern" in labels_of(welcome.card)


async def test_a_team_is_told_once_where_to_write(house: TeamsHouse) -> None:
    await house.teams.installs(DANA, team=TEAM)
    await house.teams.installs(ELI, team=TEAM)
    (welcome,) = house.teams.posts[TEAM]
    assert "personal chat" in reads(welcome.card)


async def test_a_welcome_says_so_when_nobody_is_checked(tmp_path: Path) -> None:
    async with teams_house(tmp_path, login=False) as house:
        await house.teams.installs(DANA)
        assert "For trials only" in house.teams.seen(DANA)


async def test_what_teams_refuses_for_good_is_not_tried_for_ever(house: TeamsHouse) -> None:
    house.teams.refuses = NoAnswerError("BotNotInConversationRoster")
    await house.teams.types(DANA, "help")
    house.teams.refuses = NoAnswerError("no_answer", passing=True)
    with pytest.raises(NoAnswerError):
        await house.teams.types(DANA, "help")


async def test_the_walk_stays_in_one_card_and_an_answered_card_cannot_be_pressed_again(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "guide")
    before = len(house.teams.chat(DANA))
    await house.teams.presses(DANA, "Yes, I know what happened")
    assert len(house.teams.chat(DANA)) == before
    assert "What exactly are you asked to do" in house.teams.seen(DANA)
    assert "Yes, I know what happened" not in labels_of(house.teams.chat(DANA)[-1].card)
    await house.teams.presses(DANA, "Back")
    assert "Do you have all the facts" in house.teams.seen(DANA)


async def test_an_old_card_that_is_still_on_somebodys_screen_changes_nothing(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "guide")
    posted = house.teams.chat(DANA)[-1]
    old = replace(posted, card=dict(posted.card))
    await house.teams.presses(DANA, "Yes, I know what happened")
    await house.teams.presses(DANA, "Yes, I know what happened", on=old)
    assert "nothing has changed" in house.teams.seen(DANA)


async def test_a_note_is_written_in_a_dialog_and_the_chat_keeps_nothing_of_it(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "guide")
    await house.teams.presses(DANA, "Answer with a note")
    await house.teams.submits(DANA, {"answer": "not_yet", "note": "invoice"})
    assert "What exactly are you asked to do" in house.teams.seen(DANA)
    assert all("invoice" not in reads(one.card) for one in house.teams.chat(DANA))


async def test_the_summary_of_a_walk_opens_in_a_dialog(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "guide")
    while "Open" not in labels_of(house.teams.chat(DANA)[-1].card):
        posted = house.teams.chat(DANA)[-1]
        ways = [a for a in labels_of(posted.card) if a not in {"Back", "Pause", "Answer with a note"}]
        await house.teams.presses(DANA, ways[0], on=posted)
    await house.teams.presses(DANA, "Open")
    assert "Your summary" in house.teams.seen(DANA)
    await house.teams.submits(DANA, {"way": "discard"})
    assert "[Report a concern]" in house.teams.seen(DANA)


async def test_an_older_client_is_answered_by_messages(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "guide")
    before = len(house.teams.chat(DANA))
    await house.teams.presses_in_an_old_client(DANA, "Yes, I know what happened")
    assert len(house.teams.chat(DANA)) == before
    assert "What exactly are you asked to do" in house.teams.seen(DANA)
    await house.teams.types(DANA, "help")
    await house.teams.presses_in_an_old_client(DANA, "Whom to contact")
    assert "[An employee]" in house.teams.seen(DANA)
    await house.teams.presses_in_an_old_client(DANA, "Report a concern")
    assert "window of its own" in house.teams.seen(DANA)


async def test_the_question_is_asked_in_a_dialog_when_its_button_is_pressed(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "help")
    await house.teams.presses(DANA, "Ask the Code")
    await house.teams.submits(DANA, {"question": "May I accept a gift from a customer?"})
    assert "Section 7" in house.teams.seen(DANA)


async def test_an_offer_is_answered_below_the_card_that_holds_it(house: TeamsHouse) -> None:
    await house.teams.types(DANA, "help")
    await house.teams.presses(DANA, "Whom to contact")
    assert len(house.teams.chat(DANA)) > 1
    assert house.teams.sentences == ["The answer stands below."]


@pytest.mark.parametrize(
    ("refused", "told"), [("guest", "guest"), ("stranger", "own organization"), ("unknown", "who")]
)
async def test_who_does_not_belong_here_is_refused_politely(house: TeamsHouse, refused: str, told: str) -> None:
    house.teams.hires("x", "Pat Doe", refused=refused)
    await house.teams.types("x", "guide")
    assert told in house.teams.seen("x")
    await house.teams.installs("x")
    assert told in house.teams.seen("x")
    assert all(labels_of(one.card) == [] for one in house.teams.chat("x"))


async def test_spanish_is_spoken_to_who_speaks_it(house: TeamsHouse) -> None:
    house.teams.hires("ana", "Ana Ruiz", locale="es-MX")
    await house.teams.types("ana", "help")
    assert "Presentar una denuncia" in house.teams.seen("ana")
    await house.teams.presses("ana", "Presentar una denuncia")
    assert house.teams.windows["ana"].title == "Presentar una denuncia"


@pytest.mark.parametrize("data", [{}, {"act": "offer"}, {"act": "nothing"}, {"act": 7, "what": []}, {"act": "send"}])
async def test_a_button_that_nobody_knows_any_more_gets_a_clear_sentence(
    house: TeamsHouse, data: dict[str, object]
) -> None:
    for kind in ("Action.Execute", "Action.Submit"):
        msteams = {"msteams": {"type": "task/fetch"}} if kind == "Action.Submit" else {}
        await house.teams.acts(DANA, {"type": kind, "verb": "x", "data": {**data, **msteams}})
        assert UNKNOWN in house.teams.everything(DANA)
        house.teams.closes(DANA)
