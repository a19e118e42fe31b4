"""The Home tab of a Code with many sections, and what Slack refuses in passing."""

from pathlib import Path

import pytest

from bot.slack import block_limits as limit
from bot.slack.calls import QUIET
from bot.slack.edge import messages
from bot.slack.home_view import home
from bot.turns import Shown
from dialogs.steps import Offer, Say, Words
from tests.slack.block_kit import message_flaws, view_flaws
from tests.slack.seen import text_of
from tests.slack.shapes import Json
from tests.slack_api import Fault
from tests.slack_house import DANA, slack_house, wording


def contents(sections: int) -> Shown:
    facts = ({"section": f"Section {n}", "heading": f"What stands in {n}"} for n in range(sections))
    entries = (
        Say("code.entry", fact, offers=(Offer("code", str(n), "offer.read_section", fact["section"]),))
        for n, fact in enumerate(facts)
    )
    return Shown("code", (Say("code.contents", {"title": "A Code", "company": "Us", "version": "1"}), *entries))


def labels(view: Json) -> list[str]:
    buttons = (e for b in view["blocks"] for e in [*b.get("elements", []), b.get("accessory", {})])
    return [e["text"]["text"] for e in buttons if e.get("type") == "button"]


@pytest.mark.parametrize("sections", [15, 97, 98, 240])
def test_every_section_keeps_its_button(sections: int) -> None:
    menu = Shown("menu", (Say("menu.hello", {"company": "Us"}, offers=(Offer("report"),)),))
    view = home(wording("en"), (menu, contents(sections)), None)
    assert view_flaws(view) == []
    assert len(view["blocks"]) <= limit.VIEW_BLOCKS
    assert len([label for label in labels(view) if label.startswith("Section")]) == sections
    assert f"What stands in {sections - 1}" in text_of(view["blocks"])


def test_a_long_answer_goes_over_several_messages_each_of_which_slack_takes() -> None:
    written = tuple(Words("entry.note", f"{n} " + "x" * 2800) for n in range(12))
    pages = messages(wording("en"), Shown("menu", (Say("case.entries", words=written),)))
    assert len(pages) > 1
    for blocks in pages:
        assert message_flaws({"text": "-", "blocks": blocks}) == []
        assert len(text_of(blocks)) < limit.MESSAGE_BYTES
    whole = "".join(text_of(blocks) for blocks in pages)
    assert all(f"{n} xxx" in whole for n in range(12))


@pytest.mark.parametrize("fault", [Fault.DOWN, Fault.ASKED_TO_WAIT, Fault.DROPPED])
async def test_a_command_whose_window_does_not_open_for_now_gets_a_sentence(tmp_path: Path, fault: Fault) -> None:
    async with slack_house(tmp_path) as house:
        await house.slack.command(DANA, text="help")
        house.slack.next_call(fault, method="views.open")
        answer = await house.slack.command(DANA, text="report")
        assert answer.status == 200
        assert "Nothing was lost" in house.slack.seen(DANA)
        await house.slack.presses(DANA, "Report a concern")
        assert "What we promise" in house.seen(DANA)


async def test_a_shortcut_on_a_message_gets_one_too(tmp_path: Path) -> None:
    async with slack_house(tmp_path) as house:
        await house.slack.types(DANA, "hello")
        (posted,) = (m for m in house.slack.messages_in(f"D{DANA}") if not m.bot)
        house.slack.next_call(Fault.DOWN, method="views.open")
        assert (await house.slack.shortcut(DANA, "ask_about", posted)).status == 200
        assert "Nothing was lost" in house.slack.seen(DANA)


def test_the_sdks_own_log_is_not_even_put_together() -> None:
    assert QUIET.disabled
    assert not QUIET.isEnabledFor(10)
    assert QUIET.level > 10
