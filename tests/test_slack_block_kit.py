"""The validator finds what Slack refuses, at the last character and at any depth, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.slack.block_kit import message_flaws, view_flaws
from tests.slack.shapes import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(n: int, length: int = 5) -> Json:
    return {"text": plain("x" * length), "value": str(n)}


def options(count: int) -> list[Json]:
    return [option(n) for n in range(count)]


def button(text: str = "Open", value: str = "7", action: str = "open") -> Json:
    return {"type": "button", "text": plain(text), "value": value, "action_id": action}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asking(**element: Any) -> Json:
    return {"type": "input", "label": plain("What?"), "element": element}


def typed(**more: Any) -> Json:
    return asking(type="plain_text_input", action_id="a", **more)


def section(text: Json) -> Json:
    return {"type": "section", "text": text}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def said(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("A form"), "submit": plain("Send"), "blocks": list(blocks), **more}


AT_THE_LIMIT = {
    "header": {"type": "header", "text": plain("x" * 150)},
    "section": section(plain("x" * 3000)),
    "button": actions(button("x" * 75, "x" * 2000)),
    "25 buttons": actions(*(button(action=str(n)) for n in range(25))),
    "100 options": asking(type="static_select", action_id="a", options=options(100)),
    "10 radio buttons": asking(type="radio_buttons", action_id="a", options=options(10)),
    "option text": asking(type="static_select", action_id="a", options=[option(1, 75)]),
    "input": typed(max_length=3000, initial_value="x" * 3000),
    "quote": rich({"type": "rich_text_quote", "elements": [{"type": "text", "text": "x"}]}),
    "list": rich({"type": "rich_text_list", "style": "bullet", "elements": [said({"type": "text", "text": "x"})]}),
    "context": {"type": "context", "elements": [plain("x")] * 10},
    "divider": {"type": "divider"},
}
ABOVE_IT = {
    "header": ({"type": "header", "text": plain("x" * 151)}, "text.text: longer_than_150"),
    "marked header": ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "text.type: not_allowed"),
    "section": (section(plain("x" * 3001)), "text.text: longer_than_3000"),
    "empty section": (section(plain("")), "text.text: empty"),
    "bare section": ({"type": "section"}, "neither_text_nor_fields"),
    "button text": (actions(button("x" * 76)), "elements[0].text.text: longer_than_75"),
    "button value": (actions(button(value="x" * 2001)), "elements[0].value: longer_than_2000"),
    "26 buttons": (actions(*(button(action=str(n)) for n in range(26))), "elements: not_1_to_25"),
    "no buttons": (actions(), "elements: not_1_to_25"),
    "same action twice": (actions(button(), button()), "action_id_twice"),
    "101 options": (asking(type="static_select", action_id="a", options=options(101)), "options: not_1_to_100"),
    "11 radio buttons": (asking(type="radio_buttons", action_id="a", options=options(11)), "options: not_1_to_10"),
    "no options": (asking(type="checkboxes", action_id="a", options=[]), "options: not_1_to_10"),
    "option text": (asking(type="static_select", action_id="a", options=[option(1, 76)]), "text.text: longer_than_75"),
    "same option twice": (
        asking(type="static_select", action_id="a", options=[option(1), option(1)]),
        "options: same_value_twice",
    ),
    "initial option": (
        asking(type="static_select", action_id="a", options=options(2), initial_option=option(9)),
        "initial_option: not_among_options",
    ),
    "initial value": (typed(max_length=10, initial_value="x" * 11), "initial_value: longer_than_max_length"),
    "max length": (typed(max_length=3001), "max_length: not_between_1_and_3000"),
    "button in an input": (asking(**button()), "element: type_not_allowed_here"),
    "input in actions": (actions({"type": "plain_text_input", "action_id": "a"}), "type_not_allowed_here"),
    "unlabelled input": ({"type": "input", "element": typed()["element"]}, "label: missing"),
    "deep in a list": (
        rich({"type": "rich_text_list", "style": "bullet", "elements": [said({"type": "text", "text": ""})]}),
        "elements[0].elements[0].elements[0].text: empty",
    ),
    "unknown field": ({"type": "divider", "colour": "red"}, "colour: unknown_field"),
    "unknown block": ({"type": "marquee"}, "blocks[0]: type_not_allowed_here"),
    "block_id": ({"type": "divider", "block_id": "x" * 256}, "block_id: longer_than_255"),
}


def flaws_in(*blocks: Json) -> Iterator[str]:
    """In a window and in a message: the same."""
    for flaw in (*view_flaws(modal(*blocks)), *message_flaws({"text": "-", "blocks": list(blocks)})):
        yield str(flaw)


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_what_just_fits_is_taken(name: str) -> None:
    assert list(flaws_in(AT_THE_LIMIT[name])) == []


@pytest.mark.parametrize("name", ABOVE_IT)
def test_what_does_not_fit_is_found(name: str) -> None:
    block, flaw = ABOVE_IT[name]
    found = list(flaws_in(block))
    assert len(found) == 2
    assert all(one.endswith(flaw) for one in found), found


def test_a_message_has_fifty_blocks_and_a_view_a_hundred() -> None:
    line = {"type": "divider"}
    assert message_flaws({"text": "-", "blocks": [line] * 50}) == view_flaws(modal(*[line] * 100)) == []
    assert [str(flaw) for flaw in message_flaws({"text": "-", "blocks": [line] * 51})] == ["blocks: not_0_to_50"]
    assert [str(flaw) for flaw in view_flaws(modal(*[line] * 101))] == ["view.blocks: not_0_to_100"]


def test_a_message_needs_a_text_for_those_who_do_not_see_its_blocks() -> None:
    assert [str(flaw) for flaw in message_flaws({"blocks": [{"type": "divider"}]})] == ["text: empty"]


def test_a_block_id_stands_once() -> None:
    block = {"type": "divider", "block_id": "a"}
    assert list(flaws_in(block, block)) == ["blocks: block_id_twice"] * 2


@pytest.mark.parametrize("part", ["title", "submit", "close"])
def test_what_stands_on_a_windows_frame_has_24_characters(part: str) -> None:
    assert view_flaws(modal(**{part: plain("x" * 24)})) == []
    assert [str(flaw) for flaw in view_flaws(modal(**{part: plain("x" * 25)}))] == [f"view.{part}.text: longer_than_24"]


def test_a_window_carries_3000_characters() -> None:
    assert view_flaws(modal(private_metadata="x" * 3000)) == []
    flaws = view_flaws(modal(private_metadata="x" * 3001))
    assert [str(flaw) for flaw in flaws] == ["view.private_metadata: longer_than_3000"]


def test_a_window_that_asks_has_a_button_and_home_has_no_title() -> None:
    bare = {name: part for name, part in modal(typed()).items() if name != "submit"}
    assert [str(flaw) for flaw in view_flaws(bare)] == ["view.submit: missing_beside_inputs"]
    home = {"type": "home", "blocks": [], "title": plain("Home")}
    assert [str(flaw) for flaw in view_flaws(home)] == ["view.title: unknown_field"]


def test_a_view_is_no_larger_than_250_kilobytes() -> None:
    blocks = [section(plain("é" * 2900)) for _ in range(50)]
    assert [str(flaw) for flaw in view_flaws(modal(*blocks))] == ["view: too_large"]


def test_a_flaw_never_says_what_was_written() -> None:
    assert "secret" not in "".join(flaws_in(section(plain("secret" * 600)), {"type": "secret"}))
