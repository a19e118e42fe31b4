"""What the page is given: words, never keys; the Code's words as they are; people's words harmless."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.labels import Worded, field_label, offer_label, option_label, problem_text, quote_source, submit_label
from bot.turns import Shown
from bot.web.files import PAGES
from bot.web.paragraphs import blocks
from bot.web.render import form_json, say_json, shown_json
from bot.web.words import KEYS, offline, page_words
from content.company import open_company
from content.quotes import Quote
from content.wording import Wording
from dialogs.steps import Choice, Choices, Fact, Form, Kept, Key, Offer, Option, Problem, Say, Text, Words

WORDS = open_company().wording()
QUOTE = Quote("7", "Fair Dealing", "Be <fair>.", "adopted 2 May 2020", "A note of ours.", "Section 7")


@pytest.fixture
def small(tmp_path: Path) -> Worded:
    """Words of this test's own, so that the order in which they are looked up shows."""
    (tmp_path / "en.toml").write_text(
        """
        [first]
        title = "First"
        [first.shade]
        label = "Shade of {thing}"
        options.dark = "Dark, first"
        [second]
        title = "Second"
        submit = "Send it"
        [form]
        submit = "Go on"
        [field.shade]
        label = "Shade"
        options.dark = "Dark"
        options.light = "Light"
        [field.named]
        label = "What of {about}?"
        [category]
        gifts = "Gifts"
        [problem]
        too_long = "At most {limit}."
        [offer]
        case = "Read {regarding}"
        [quote]
        source = "{place}, {heading} · {version}"
        source_by_heading = "{heading} · {version}"
        """,
        encoding="utf-8",
    )
    return Wording((tmp_path,), "en")


SHADE = Choice("shade", (Option("dark"), Option("light"), Option("x", "Zoë")))


def test_a_field_is_called_as_its_form_calls_it_or_the_form_it_shows_again_or_as_everywhere(small: Worded) -> None:
    facts = {"thing": "tea"}
    assert field_label(small, Form("first", (SHADE,), facts), SHADE) == "Shade of tea"
    assert field_label(small, Form("second", (SHADE,), facts, restates=("first",)), SHADE) == "Shade of tea"
    assert field_label(small, Form("second", (SHADE,), facts), SHADE) == "Shade"


def test_an_option_is_a_persons_name_or_worded_by_the_nearest_form(small: Worded) -> None:
    again = Form("second", (SHADE,), restates=("first",))
    assert [option_label(small, again, SHADE, option) for option in SHADE.options] == ["Dark, first", "Light", "Zoë"]
    category = Choice("category", (Option("gifts"),))
    assert option_label(small, again, category, category.options[0]) == "Gifts"


def test_a_question_about_somebody_says_whom(small: Worded) -> None:
    named = Choice("named.m17", (Option("dark"),), about="Zoë")
    assert field_label(small, Form("second", (named,)), named) == "What of Zoë?"


def test_buttons_and_problems_are_worded(small: Worded) -> None:
    assert submit_label(small, Form("second", ())) == "Send it"
    assert submit_label(small, Form("first", ())) == "Go on"
    assert offer_label(small, Offer("case", "7K3M9Q")) == "Read 7K3M9Q"
    assert offer_label(small, Offer("other", label="first.title")) == "First"
    assert problem_text(small, Problem("too_long", {"limit": 3000})) == "At most 3000."


def test_a_quote_says_where_it_stands_and_in_which_version(small: Worded) -> None:
    assert quote_source(small, QUOTE) == "Section 7, Fair Dealing · adopted 2 May 2020"
    opening = Quote("intro", "Introduction", "Hello.", "v1", label="Introduction")
    assert quote_source(small, opening) == "Introduction · v1"


def test_a_quote_is_given_word_for_word_with_our_note_apart() -> None:
    [quote] = say_json(WORDS, Say("case.entries", quotes=(QUOTE,)))["quotes"]
    assert (quote["text"], quote["note"]) == ("Be <fair>.", "A note of ours.")
    assert quote["source"].startswith("Section 7, Fair Dealing")


def test_peoples_words_and_names_come_out_harmless() -> None:
    say = Say(
        "notice.acknowledged",
        {"case": "7K3M9Q", "member": "Ines\u202e\nCalloway", "done_on": date(2026, 5, 4)},
        words=(Words("entry.note", "a\u202eb\x07c", by="Zo\u200be", on=date(2026, 5, 4)),),
    )
    shown = json.dumps(say_json(WORDS, say))
    assert "Ines\\ufffd Calloway" in shown
    assert "a\\ufffdb\\ufffdc" in shown
    assert "4 May 2026" in shown
    assert not re.search(r"\\u202e|\\u200b|\\u0007", shown)


def test_a_worded_fact_is_worded_also_in_a_list() -> None:
    head: dict[str, Fact] = {"case": "7K3M9Q", "filed_on": date(2026, 5, 4), "others": (Key("case.nobody_else"),)}
    words = {"category": Key("category.gifts"), "status": Key("status.filed")}
    shown = say_json(WORDS, Say("case.head", {**head, **words}))
    assert "Gifts" in shown["blocks"][0]["text"]
    assert "nobody else" in shown["blocks"][0]["text"]


def test_a_receipt_stands_by_itself() -> None:
    say = Say("receipt.here", {"receipt": "ABCDE-FGHJK-MNPQR-STVWX-Y", "days": 3, "months": 3})
    shown = say_json(WORDS, say)
    assert [block for block in shown["blocks"] if "receipt" in block] == [{"receipt": "ABCDE-FGHJK-MNPQR-STVWX-Y"}]
    assert shown["receipt"] is True


def test_a_summary_may_be_taken_along_and_nothing_else() -> None:
    keys = ("guidance.summary", "guidance.summary.facts.yes", "guidance.kept")
    assert [say_json(WORDS, Say(key))["summary"] for key in keys] == [True, True, False]


def test_a_problem_stands_at_its_field_and_above_the_form_when_the_field_is_not_shown() -> None:
    form = Form("receipt.keep", (Kept("receipt", "R"), Text("ending", secret=True)), {"count": 4})
    shown = form_json(WORDS, form, {"receipt": Problem("changed"), "ending": Problem("required")})
    kept, ending = shown["fields"]
    assert kept == {"kind": "kept", "name": "receipt", "value": "R"}
    assert (ending["kind"], bool(ending["problem"]), len(shown["problems"])) == ("receipt", True, 1)


def test_what_was_filled_in_comes_back_as_it_was() -> None:
    """A field is the person's own text: nothing is taken out of it."""
    told = "  a\u202eb <i> "
    fields = (Text("text", long=True, value=told), Choices("involved", (Option("m", "M"),), ("m",)))
    shown = form_json(WORDS, Form("own_case.add", fields), {})
    assert [field["value"] for field in shown["fields"]] == [told, ["m"]]


def test_a_turn_carries_what_has_to_come_back() -> None:
    shown = shown_json(WORDS, Shown("guidance", nonce="n", digest="d", given=(("guidance.facts", {"answer": "yes"}),)))
    assert (shown["nonce"], shown["digest"]) == ("n", "d")
    assert shown["given"] == [["guidance.facts", {"answer": "yes"}]]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("One.\n\nTwo.", [{"text": "One."}, {"text": "Two."}]),
        ("Here:\n- a\n- b", [{"text": "Here:"}, {"items": ["a", "b"]}]),
        ("- a\n\n- b\n\nEnd - of it", [{"items": ["a", "b"]}, {"text": "End - of it"}]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_paragraphs_and_lists(text: str, shape: list[object]) -> None:
    assert blocks(text) == shape


def test_the_page_gets_every_word_that_it_uses_and_none_that_it_does_not() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.js"))
    used = set(re.findall(r"(?<!say\.)\bwords\.(\w+)", scripts)) - {"offline"}
    asked = {
        f"{about}_{part}" for about in ("discard", "receipt", "unsure") for part in ("title", "text", "stay", "go")
    }
    assert used | asked == set(KEYS)
    assert all(page_words(WORDS).values())


def test_without_a_network_the_page_still_knows_where_else_to_turn() -> None:
    assert offline(WORDS, ("Hotline: 555-0100",))[-1] == {"items": ["Hotline: 555-0100"]}
    assert len(offline(WORDS, ())) == 1


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.name)
def test_the_page_fetches_nothing_from_elsewhere_and_keeps_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[a-z]+\.|url\(", text)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Storage|indexedDB|\.cookie|caches", text
    )
