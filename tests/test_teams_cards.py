"""Everything the bot can show fits into Teams: every path of every dialog, in every language."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot import labels
from bot.labels import Worded
from bot.showing import needs_window
from bot.teams.answers import shown_in
from bot.teams.buttons import Buttons, Forms, came, opens_window
from bot.teams.cards import activity, behind_button, chat_cards, said_activity
from bot.teams.fields import can_be_asked, filled_in
from bot.teams.received import JSON
from bot.teams.says import offer_button
from bot.teams.windows import still_open, window_card
from bot.turns import Shown
from dialogs.catalogue import CATALOGUE
from dialogs.engine import Turn
from dialogs.steps import Choice, Choices, Form, Offer, Option, Problem, Say, Text, Words
from tests.every_path import LANGUAGES, LONG, shown, turns_of, wording
from tests.slack.shapes import Flaw
from tests.teams.adaptive_card import activity_flaws, answer_flaws, card_flaws, nodes_of
from tests.teams.seen import reads
from tests.test_every_dialog_is_worded import COMPANY, SITUATIONS, TODAY, Situation

VALID: set[str] = set()
"""Cards that were found so: many paths lead to the same."""


def sound(sent: JSON, flaws: Callable[[JSON], list[Flaw]]) -> bool:
    written = json.dumps(sent)
    if written not in VALID:
        assert flaws(sent) == []
        VALID.add(written)
    return True


@pytest.mark.parametrize(("language", "forms"), [("en", "card"), *((language, "dialog") for language in LANGUAGES)])
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.name)
@pytest.mark.parametrize("dialog", CATALOGUE)
def test_every_path_is_a_valid_dialog_and_message(
    dialog: str, situation: Situation, language: str, forms: Forms
) -> None:
    words = wording(language)
    for turn in turns_of(SITUATIONS.index(situation), dialog):
        one = shown(dialog, turn)
        name = "task/submit" if forms == "dialog" else "adaptiveCard/action"
        assert sound(shown_in(name, words, one, forms).body, answer_flaws)
        for card in (*chat_cards(words, one, forms), behind_button(words, one, forms)):
            assert sound(activity(words, card), activity_flaws)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.name)
@pytest.mark.parametrize("dialog", CATALOGUE)
def test_everything_that_is_said_and_asked_stands_on_the_card(dialog: str, situation: Situation) -> None:
    words = wording("en")
    for turn in turns_of(SITUATIONS.index(situation), dialog):
        card = window_card(words, shown(dialog, turn))
        missing = [text for text in must_be_read(words, turn) if text not in reads(card)]
        assert missing == []


def must_be_read(words: Worded, turn: Turn) -> Iterator[str]:
    """What a person must find, in any shape: texts line by line, passages and people's words, buttons and labels."""
    for say in turn.said:
        yield labels.say_title(words, say)
        yield from (line.strip().removeprefix("- ") for line in labels.say_text(words, say).splitlines())
        yield from (quote.text for quote in say.quotes)
        yield from (said.text for said in say.words)
        yield from (f"[{labels.offer_label(words, offer)}]" for offer in say.offers)
    if turn.asking:
        yield labels.form_title(words, turn.asking)
        yield f"[{labels.submit_label(words, turn.asking)}]"
        yield from (labels.field_label(words, turn.asking, f) for f in turn.asking.fields if can_be_asked(f))


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.name)
@pytest.mark.parametrize("dialog", CATALOGUE)
def test_a_button_opens_a_dialog_where_what_it_begins_may_not_stand_in_the_chat(
    dialog: str, situation: Situation
) -> None:
    """Teams must be told so when the button is shown."""
    first = turns_of(SITUATIONS.index(situation), dialog)[0]
    if needs_window(shown(dialog, first)):
        assert opens_window(dialog)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dialog", CATALOGUE)
def test_every_dialog_has_a_title(dialog: str, language: str) -> None:
    assert wording(language).has(f"teams.title.{dialog}")


@pytest.fixture
def words() -> Worded:
    return wording("en")


def texts(node: object) -> Iterator[str]:
    """Every text in a card, as it is read."""
    return (str(run["text"]) for _, run in nodes_of(node, "") if run.get("type") == "TextRun")


def test_a_long_text_is_shown_whole_over_several_runs(words: Worded) -> None:
    sent = said_activity(words, [Say("case.entries", words=(Words("entry.report", LONG, "", TODAY),))])
    assert LONG in "".join(texts(sent))
    assert activity_flaws(sent) == []


def test_a_case_longer_than_a_card_goes_on_at_the_press_of_a_button(words: Worded) -> None:
    entries = tuple(Words("entry.addition", f"<{n}> " + "é" * 2990, "", TODAY) for n in range(60))
    one = Shown("case", (Say("case.entries", words=entries),), regarding="K7Q2M9", private=True)
    read, page = "", 0
    while True:
        card = window_card(words, one, page=page)
        assert card_flaws(card, inside=True) == []
        read += "".join(texts(card))
        if not card.get("actions"):
            break
        what = came(card["actions"][0]["data"]).what
        assert what
        page = what.page
    assert [n for n in range(60) if f"<{n}>" not in read] == []
    assert read.count("é") == 60 * 2990


def test_the_form_below_a_long_text_stands_on_the_last_card_and_at_once_when_something_is_wrong(words: Worded) -> None:
    entries = tuple(Words("entry.addition", "x" * 3000, "", TODAY) for _ in range(60))
    form = Form("follow_up.add", (Text("text", long=True),), restates=("follow_up.receipt",))
    one = Shown("follow_up", (Say("follow_up.so_far", words=entries),), form, private=True)
    assert "Input.Text" not in str(window_card(words, one))
    assert "Input.Text" in str(window_card(words, one, page=99))
    assert "Input.Text" in str(window_card(words, replace(one, problems={"text": Problem("required")})))


@pytest.mark.parametrize("letter", ["x", "é", "\U0001f600", "\x01", '"'])
def test_the_largest_form_there_is_fits_beside_the_largest_page(words: Worded, letter: str) -> None:
    """Each field full, of letters of every size, and before it as much as stands on one page."""
    fields = tuple(Text(name, long=True, value=letter * 3000) for name in ("narrative", "when_where", "known_to"))
    entries = tuple(Words("entry.addition", "x" * 2900, "", TODAY) for _ in range(15))
    said = (Say("case.entries", words=entries),)
    one = Shown("report", said, Form("report.form", fields), {"": Problem("form_too_long")}, private=True)
    for page in range(3):
        assert card_flaws(window_card(words, replace(one, problems={}), page=page), inside=True) == []
    card = window_card(words, one)
    assert card_flaws(card, inside=True) == []
    assert all(
        letter * 3000 in str(node["value"]) for _, node in nodes_of(card, "") if node.get("type") == "Input.Text"
    )


def test_a_problem_stands_at_its_field(words: Worded) -> None:
    form = Form("follow_up.receipt", (Text("receipt", value="00000"),))
    body = window_card(words, Shown("follow_up", (), form, {"receipt": Problem("required")}))["body"]
    at = next(n for n, element in enumerate(body) if element.get("id") == "text:receipt")
    assert body[at + 1]["inlines"][0]["color"] == "Attention"
    assert "".join(texts(body[at + 1])) == words.text("problem.required")


def test_a_quote_stands_word_for_word_with_its_source_and_our_note_apart(words: Worded) -> None:
    quote = COMPANY.code.quotes("7")[0]
    said = Say("question.quote", quotes=(replace(quote, note="A slip of the pen."),))
    body = chat_cards(words, Shown("question", (said,)))[0]["body"]
    boxes = [element for element in body if element["type"] == "Container"]
    assert "".join(texts(boxes)) == quote.text
    outside = list(texts([element for element in body if element not in boxes]))
    assert any(quote.version in text for text in outside)
    assert any(text.startswith("Our note") and "A slip" in text for text in outside)


def test_the_receipt_is_set_apart(words: Worded) -> None:
    said = Say("receipt.here", {"receipt": "00000-00000-00000-00001-2", "days": 3, "months": 3})
    card = window_card(words, Shown("receipt", (said,), private=True))
    large = [run["text"] for _, run in nodes_of(card, "") if run.get("fontType") == "Monospace"]
    assert large == ["00000-00000-00000-00001-2"]


def test_no_text_can_be_read_as_markdown(words: Worded) -> None:
    for dialog in CATALOGUE:
        for turn in turns_of(0, dialog):
            one = shown(dialog, turn)
            assert "TextBlock" not in {node.get("type") for _, node in nodes_of([window_card(words, one)], "")}


def test_a_date_that_somebody_writes_as_a_function_stays_as_written(words: Worded) -> None:
    """Clients rewrite {{DATE(…)}} within one run of text."""
    written = "{{DATE(2026-01-01T00:00:00Z, SHORT)}} and {{{{TIME(2026-01-01T00:00:00Z)}}}}"
    sent = said_activity(words, [Say("case.entries", words=(Words("entry.report", written, "", TODAY),))])
    assert written in "".join(texts(sent))
    assert not any("{{" in text for text in texts(sent))


def test_people_are_ticked_by_names_that_hold_no_markup(words: Worded) -> None:
    field = Choices("involved", (Option("1", "[Ada](https://evil.example) *Quill*"), Option("2", "O'Neil-Smith, J.")))
    card = window_card(words, Shown("report", (), Form("report.form", (field,)), private=True))
    (first, second) = (c["title"] for _, n in nodes_of(card, "") for c in n.get("choices", []))
    assert not set("[]*:") & set(first)
    assert second == "O'Neil-Smith, J."


def test_a_tick_list_of_many_is_a_menu_and_of_nobody_is_left_out(words: Worded) -> None:
    many = tuple(Option(str(n), f"Person {n}") for n in range(40))
    for options in (many, ()):
        form = Form("follow_up.add", (Text("text", long=True), Choices("involved", options)))
        card = window_card(words, Shown("follow_up", (), form, private=True))
        assert card_flaws(card, inside=True) == []
        assert ("compact" in str(card)) == bool(options)


def test_what_was_filled_in_comes_back_by_the_fields_name() -> None:
    sent: JSON = {
        "text:narrative": "a, b",
        "one:level": "named",
        "any:involved": "m1,m2",
        "act": "send",
        "any:named": "",
    }
    told = {"narrative": "a, b", "level": "named", "involved": ("m1", "m2"), "named": ()}
    assert filled_in({**sent, "text:odd": 7, "other:x": "y", "": "z", "text:": "z"}) == told


def test_a_form_that_was_not_taken_is_sent_again_with_the_same_answers(words: Worded) -> None:
    form = Form("report.form", (Text("narrative", long=True), Choice("level", (Option("named"), Option("anonymous")))))
    card = window_card(words, Shown("report", (), form, nonce="0" * 32, private=True))
    sent: JSON = {**card["actions"][0]["data"], "text:narrative": "It was so.", "one:level": "named"}
    again = still_open(words, came(sent).stands, sent, [Say("failed.not_stored", {"ways": ("Post: 1 Main St",)})])
    assert card_flaws(again, inside=True) == []
    inputs = {node["id"]: node["value"] for _, node in nodes_of(again, "") if str(node.get("type")).startswith("Input")}
    back = {**again["actions"][0]["data"], **inputs}
    assert filled_in(back) == filled_in(sent)
    assert came(back).stands == came(sent).stands


def test_buttons_of_a_chat_execute_and_those_into_a_window_open_a_dialog(words: Worded) -> None:
    chat, window = (offer_button(words, Offer(dialog), Buttons()) for dialog in ("contacts", "report"))
    assert (chat["type"], chat["fallback"]["type"]) == ("Action.Execute", "Action.Submit")
    assert (window["type"], window["data"]["msteams"]) == ("Action.Submit", {"type": "task/fetch"})
    for dialog in ("contacts", "report"):
        assert offer_button(words, Offer(dialog), Buttons("card"))["type"] == "Action.Execute"
        inside = offer_button(words, Offer(dialog), Buttons(inside=True))
        assert inside["type"] == "Action.Submit" and "msteams" not in inside["data"]
