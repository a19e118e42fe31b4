"""Everything the bot can show fits into Slack: every path of every dialog, in every language."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.labels import Worded
from bot.slack import block_limits as limit
from bot.slack.blocks import form_messages, said_blocks
from bot.slack.sheet import cut
from bot.slack.views import modal, paged, title
from bot.turns import Shown
from dialogs.catalogue import CATALOGUE
from dialogs.steps import Choices, Form, Option, Say, Text, Words
from tests.every_path import LANGUAGES, LONG, shown, turns_of, wording
from tests.slack.block_kit import message_flaws, view_flaws
from tests.slack.shapes import Json
from tests.test_every_dialog_is_worded import COMPANY, SITUATIONS, TODAY, Situation


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.name)
@pytest.mark.parametrize("dialog", CATALOGUE)
def test_every_path_is_a_valid_window_and_message(dialog: str, situation: Situation, language: str) -> None:
    words = wording(language)
    for turn in turns_of(SITUATIONS.index(situation), dialog):
        one = shown(dialog, turn)
        assert view_flaws(modal(words, one)) == []
        assert message_flaws({"text": "-", "blocks": said_blocks(words, one.said)[: limit.MESSAGE_BLOCKS]}) == []
        if one.asking:
            assert message_flaws({"text": "-", "blocks": form_messages(words, one, one.asking)}) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dialog", CATALOGUE)
def test_every_dialog_has_a_title_that_fits(dialog: str, language: str) -> None:
    words = wording(language)
    assert words.has(f"slack.title.{dialog}")
    assert 0 < len(title(words, dialog)) <= limit.MODAL_TITLE


@pytest.fixture
def words() -> Worded:
    return wording("en")


def texts(blocks: list[Json]) -> Iterator[str]:
    """Every text in the blocks, as it is read."""
    for block in blocks:
        yield from _texts(block)


def _texts(node: object) -> Iterator[str]:
    match node:
        case {"text": str(text)}:
            yield text
        case dict():
            for value in node.values():
                yield from _texts(value)
        case list():
            for value in node:
                yield from _texts(value)


def test_a_long_text_is_shown_whole_over_several_blocks(words: Worded) -> None:
    blocks = said_blocks(words, [Say("case.entries", words=(Words("entry.report", LONG, "", TODAY),))])
    assert LONG in "".join(texts(blocks))
    for page in paged(blocks, limit.MESSAGE_BLOCKS, limit.MESSAGE_BYTES):
        assert message_flaws({"text": "-", "blocks": page}) == []


def test_a_text_is_parted_between_sentences_and_nothing_is_lost() -> None:
    parts = list(cut(LONG, 500))
    assert "".join(parts) == LONG
    assert all(len(part) <= 500 for part in parts)
    assert all(part.rstrip().endswith(".") for part in parts)


def test_a_case_longer_than_a_window_goes_on_at_the_press_of_a_button(words: Worded) -> None:
    entries = tuple(Words("entry.addition", f"<{n}> " + "é" * 2990, "", TODAY) for n in range(120))
    one = Shown("case", (Say("case.entries", words=entries),), regarding="K7Q2M9", private=True)
    read, page = "", 0
    while True:
        view = modal(words, one, page)
        assert view_flaws(view) == []
        read += "".join(texts(view["blocks"]))
        onward = [b for b in view["blocks"] if b["type"] == "actions"]
        if not onward:
            break
        page = int(onward[-1]["elements"][0]["value"])
    assert [n for n in range(120) if f"<{n}>" not in read] == []
    assert read.count("é") == 120 * 2990


def test_the_form_below_a_long_text_stands_on_the_last_page(words: Worded) -> None:
    entries = tuple(Words("entry.addition", "x" * 3000, "", TODAY) for _ in range(120))
    form = Form("follow_up.add", (Text("text", long=True),), restates=("follow_up.receipt",))
    one = Shown("follow_up", (Say("follow_up.so_far", words=entries),), form, private=True)
    assert "submit" not in modal(words, one)
    assert "submit" in modal(words, one, 99)


INJECTED = "<!channel> <@U1> *bold* <https://evil.example|click> &lt; :bomb: `code`"


def test_what_people_write_is_never_markup(words: Worded) -> None:
    said = Say("case.left_out", {"names": (INJECTED,)}, words=(Words("entry.report", INJECTED, INJECTED, TODAY),))
    blocks = said_blocks(words, [said])
    assert "mrkdwn" not in str(blocks)
    assert INJECTED in "".join(texts(blocks))


def test_what_could_turn_text_round_is_shown_as_a_stray(words: Worded) -> None:
    blocks = said_blocks(words, [Say("case.entries", words=(Words("entry.report", "a\u202eb\u200bc", "", TODAY),))])
    assert "\u202e" not in str(blocks)
    assert "\u200b" not in str(blocks)


def test_a_quote_stands_word_for_word_with_its_source_and_our_note_apart(words: Worded) -> None:
    quote = COMPANY.code.quotes("7")[0]
    blocks = said_blocks(words, [Say("question.quote", quotes=(replace(quote, note="A slip of the pen."),))])
    (quoted,) = (e for b in blocks for e in b.get("elements", []) if e.get("type") == "rich_text_quote")
    assert quoted["elements"] == [{"type": "text", "text": quote.text}]
    assert any(quote.version in text for text in texts(blocks))
    assert any(text.startswith("Our note") and "A slip" in text for text in texts(blocks))


def test_the_receipt_is_set_apart(words: Worded) -> None:
    said = Say("receipt.here", {"receipt": "00000-00000-00000-00001-2", "days": 3, "months": 3})
    blocks = said_blocks(words, [said])
    apart = [e for b in blocks for e in b.get("elements", []) if e.get("type") == "rich_text_preformatted"]
    assert [list(texts(part["elements"])) for part in apart] == [["00000-00000-00000-00001-2"]]


def test_a_tick_list_of_many_is_a_menu_and_of_nobody_is_left_out(words: Worded) -> None:
    many = tuple(Option(str(n), f"Person {n}") for n in range(40))
    for options in (many, ()):
        form = Form("follow_up.add", (Text("text", long=True), Choices("involved", options)))
        view = modal(words, Shown("follow_up", (), form, private=True))
        assert view_flaws(view) == []
        assert ("multi_static_select" in str(view)) == bool(options)
