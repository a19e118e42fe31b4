"""What a person gets who writes to the bot in Slack, over both transports."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.conversation import Talks
from bot.person import Person
from bot.turns import Reply, Shown
from dialogs.engine import Given
from tests.slack_house import DANA, GRACE, SlackHouse, slack_house


@pytest.fixture(params=["http", "socket"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def test_the_bare_command_shows_a_private_menu(house: SlackHouse) -> None:
    await house.slack.command(DANA)
    assert "[Report a concern]" in house.slack.seen(DANA)
    assert "[My cases]" not in house.slack.seen(DANA)
    assert house.slack.dm_of(DANA) == []


async def test_a_member_also_finds_the_cases_and_the_committee(house: SlackHouse) -> None:
    await house.slack.command(GRACE)
    assert "[My cases]" in house.slack.seen(GRACE)
    assert "[The Committee]" in house.slack.seen(GRACE)


async def test_a_question_is_answered_privately_with_the_passage(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="ask May I accept a gift from a customer?")
    assert "Section 7" in house.slack.seen(DANA)
    assert house.slack.dm_of(DANA) == []


async def test_unknown_words_are_a_question(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="gifts from a customer")
    assert "Section 7" in house.slack.seen(DANA)


@dataclass(frozen=True, slots=True)
class LongWinded:
    """Says everything fifty times over, in front of the conversation."""

    talks: Talks

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        return await self.talks.begin(person, dialog, regarding)

    async def said(self, person: Person, text: str) -> Shown:
        shown = await self.talks.said(person, text)
        return replace(shown, said=shown.said * 50)

    async def answer(self, person: Person, reply: Reply) -> Shown:
        return await self.talks.answer(person, reply)

    async def back(self, person: Person, dialog: str, given: Given = ()) -> Shown:
        return await self.talks.back(person, dialog, given)


async def test_an_answer_longer_than_a_message_opens_in_a_window(tmp_path: Path) -> None:
    async with slack_house(tmp_path, front=LongWinded) as house:
        await house.slack.command(DANA, text="code 7")
        assert house.seen(DANA).count("Section 7") >= 50
        assert house.slack.dm_of(DANA) == []


async def test_report_opens_the_form_and_what_was_typed_after_it_is_not_used(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="report my colleague Ruth stole the petty cash")
    window = house.seen(DANA)
    assert "not used and not kept" in window
    assert "What we promise" in window
    assert "Ruth" not in window


async def test_every_word_of_the_command_leads_somewhere(house: SlackHouse) -> None:
    words = {"guide": "Step 1 of 7", "contacts": "Whom to contact", "code 7": "Section 7", "help": "always ask first"}
    for word, expected in words.items():
        answer = await house.slack.command(DANA, text=word)
        assert answer.ok
        assert expected in house.slack.seen(DANA), word
    await house.slack.command(DANA, text="inbox")
    assert "Come back with your receipt" in house.seen(DANA)


async def test_a_question_in_a_direct_message_is_answered_there(house: SlackHouse) -> None:
    await house.slack.types(DANA, "May I accept a gift from a customer?")
    (answer,) = house.slack.dm_of(DANA)
    assert "Section 7" in house.slack.reads(answer)


async def test_in_a_thread_it_is_answered_in_the_thread(house: SlackHouse) -> None:
    await house.slack.types(DANA, "May I accept a gift?")
    (first,) = house.slack.dm_of(DANA)
    await house.slack.types(DANA, "And from a supplier?", thread_ts=first.ts)
    assert house.slack.dm_of(DANA)[-1].thread_ts == first.ts


async def test_what_reads_like_a_report_is_not_used_and_the_form_is_offered(house: SlackHouse) -> None:
    await house.slack.types(DANA, "I saw our foreman falsify the inspection log yesterday.")
    (answer,) = house.slack.dm_of(DANA)
    assert "reads like a report" in house.slack.reads(answer)
    assert "Section" not in house.slack.reads(answer)
    await house.slack.presses(DANA, "Report a concern")
    assert "What we promise" in house.seen(DANA)


async def test_the_emergency_words_come_before_all_else_in_the_language_that_is_written(house: SlackHouse) -> None:
    await house.slack.types(DANA, "My boss threatened to kill me in the warehouse")
    await house.slack.types(DANA, "mi jefe me amenazó de muerte, vi cómo rompía la puerta")
    english, spanish = (house.slack.reads(answer) for answer in house.slack.dm_of(DANA))
    assert 0 <= english.find("call your local emergency number") < english.find("reads like a report")
    assert 0 <= spanish.find("número de emergencias") < spanish.find("formulario")


async def test_a_question_in_spanish_is_met_in_spanish(house: SlackHouse) -> None:
    await house.slack.types(DANA, "¿Cuándo se adoptó el Código?")
    (answer,) = house.slack.dm_of(DANA)
    assert "se adoptó el 21 de marzo de 2006" in house.slack.reads(answer)
    assert "As Adopted by the Board of Directors" in house.slack.reads(answer)


async def test_what_a_history_must_not_keep_opens_at_a_button(house: SlackHouse) -> None:
    for word in ("inbox", "report", "report he stole it"):
        await house.slack.types(DANA, word)
    assert all(
        "receipt" not in house.slack.reads(m).lower() or "[" in house.slack.reads(m) for m in house.slack.dm_of(DANA)
    )
    await house.slack.presses(DANA, "I have a receipt")
    assert "Come back with your receipt" in house.seen(DANA)


async def test_edits_bots_and_what_slack_notes_are_not_answered(house: SlackHouse) -> None:
    await house.slack.types(DANA, "May I accept a gift?")
    (posted,) = (m for m in house.slack.messages_in(f"D{DANA}") if not m.bot)
    await house.slack.edits(DANA, posted, "May I accept cash?")
    await house.slack.types(DANA, "beep", bot_id="B9")
    await house.slack.types(DANA, "gone", subtype="message_deleted")
    assert len(house.slack.dm_of(DANA)) == 1


async def test_a_file_is_refused_in_words_and_never_opened(house: SlackHouse) -> None:
    await house.slack.types(
        DANA, "look", subtype="file_share", files=[{"id": "F1", "url_private": "https://x.example"}]
    )
    (answer,) = house.slack.dm_of(DANA)
    assert "Files are not taken" in house.slack.reads(answer)


async def test_an_event_that_comes_twice_is_answered_once(house: SlackHouse) -> None:
    await house.slack.types(DANA, "May I accept a gift?")
    await house.slack.repeats()
    assert len(house.slack.dm_of(DANA)) == 1


async def test_home_shows_what_one_can_do_and_the_contents(house: SlackHouse) -> None:
    await house.slack.opens_home(DANA)
    home = house.slack.home_of(DANA)
    assert home
    assert {"Report a concern", "Section 7"} <= set(house.slack.buttons(home))
    await house.slack.presses(DANA, "Section 7", on=home)
    assert "Section 7" in house.seen(DANA)


async def test_home_offers_to_go_on_with_a_walk(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="guide")
    await house.slack.presses(DANA, "Yes, I know what happened")
    await house.slack.opens_home(DANA)
    home = house.slack.home_of(DANA)
    assert home
    await house.slack.presses(DANA, "Go on with my walk", on=home)
    assert "What exactly are you asked to do" in house.seen(DANA)


async def test_a_members_home_holds_a_button_and_nothing_of_a_case(house: SlackHouse) -> None:
    await house.slack.opens_home(GRACE)
    home = house.slack.home_of(GRACE)
    assert home
    assert {"My cases", "The Committee"} <= set(house.slack.buttons(home))


async def test_the_walk_stays_in_one_message(house: SlackHouse) -> None:
    await house.slack.types(DANA, "guide")
    before = len(house.slack.dm_of(DANA))
    await house.slack.presses(DANA, "Yes, I know what happened")
    assert len(house.slack.dm_of(DANA)) == before
    assert "What exactly are you asked to do" in house.slack.seen(DANA)
    await house.slack.presses(DANA, "Back")
    assert "Do you have all the facts" in house.slack.seen(DANA)


async def test_a_note_is_written_in_a_window(house: SlackHouse) -> None:
    await house.slack.types(DANA, "guide")
    await house.slack.presses(DANA, "Answer with a note")
    await house.slack.submits(DANA, {"answer": "not_yet", "note": "invoice"})
    assert "What exactly are you asked to do" in house.seen(DANA)
    assert all("invoice" not in house.slack.reads(m) for m in house.slack.dm_of(DANA))


async def test_asking_the_code_about_a_message_answers_privately(house: SlackHouse) -> None:
    await house.slack.types(DANA, "hello")
    (posted,) = (m for m in house.slack.messages_in(f"D{DANA}") if not m.bot)
    posted.text = "Shall we take the supplier&apos;s gift, <@UELI>?"
    await house.slack.shortcut(DANA, "ask_about", posted)
    assert "Section 7" in house.seen(DANA)


async def test_a_concern_is_reported_from_anywhere(house: SlackHouse) -> None:
    await house.slack.shortcut(DANA, "report_concern")
    assert "What we promise" in house.seen(DANA)


async def test_a_shortcut_whose_window_opens_too_late_names_no_report(
    house: SlackHouse,
) -> None:
    slack = house.slack
    for shortcut in ("report_concern", "ask_about"):
        late = slack.callbacks.shortcut(slack.workspace.people[DANA], shortcut, None)
        slack.screens.pulled_by(str(late.payload["trigger_id"]))
        await slack.deliver(late)
    assert slack.screens.top(DANA) is None
    for told in slack.dm_of(DANA):
        assert "waited too long" in slack.reads(told)
        assert "report" not in slack.reads(told).casefold()
        assert slack.buttons(told) == ["What can I do here?"]


async def test_spanish_is_spoken_to_who_speaks_it(house: SlackHouse) -> None:
    house.slack.hires("UANA", "Ana Ruiz", locale="es-LA")
    await house.slack.command("UANA")
    assert "[Report a concern]" not in house.slack.seen("UANA")


@pytest.mark.parametrize(
    ("somebody", "told"),
    [({"guest": True}, "guest"), ({"team": "T2"}, "own workspace"), ({"deactivated": True}, "own workspace")],
    ids=["guest", "stranger", "deactivated"],
)
async def test_who_does_not_belong_here_is_refused_politely(
    house: SlackHouse, somebody: dict[str, object], told: str
) -> None:
    house.slack.hires("UX", "Pat Doe", **somebody)
    await house.slack.command("UX", text="guide")
    assert told in house.slack.seen("UX")
    await house.slack.shortcut("UX", "report_concern")
    assert told in house.seen("UX")
    await house.slack.types("UX", "May I take a gift?")
    assert told in house.slack.seen("UX")
    await house.slack.opens_home("UX")
    home = house.slack.home_of("UX")
    assert home
    assert house.slack.buttons(home) == []
