"""The parts of blocks: texts, options, buttons, inputs."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.slack import block_limits as limit
from tests.slack.shapes import Check, Flaw, all_of, boolean, by_type, items, number, one_of, only, shape, text


def plain(most: int) -> Check:
    return shape({"type": one_of("plain_text"), "text": text(most)}, {"emoji": boolean})


def marked(most: int) -> Check:
    return shape({"type": one_of("mrkdwn"), "text": text(most)}, {"verbatim": boolean})


def either_text(most: int) -> Check:
    return by_type({"plain_text": plain(most), "mrkdwn": marked(most)})


IDENTIFIER = text(limit.IDENTIFIER)
CONFIRM = shape(
    {"title": plain(100), "text": either_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def option(words: Check) -> Check:
    return shape({"text": words, "value": text(limit.OPTION_VALUE)}, {"description": plain(limit.OPTION_TEXT)})


LISTED = option(either_text(limit.OPTION_TEXT))
SELECTED = option(plain(limit.OPTION_TEXT))
MENU = {"placeholder": plain(limit.PLACEHOLDER), "confirm": CONFIRM, "focus_on_load": boolean}


def element(kind: str, required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    return shape({"type": one_of(kind), **required}, {"action_id": IDENTIFIER, **optional})


def _initial_among_options(value: Any, where: str) -> Iterator[Flaw]:
    options = value.get("options", [])
    if value.get("initial_option") is not None and value["initial_option"] not in options:
        yield Flaw(f"{where}.initial_option", "not_among_options")
    if any(one not in options for one in value.get("initial_options") or []):
        yield Flaw(f"{where}.initial_options", "not_among_options")
    values = [one.get("value") for one in options if isinstance(one, dict)]
    if len(values) != len(set(values)):
        yield Flaw(f"{where}.options", "same_value_twice")


def _initial_fits(value: Any, where: str) -> Iterator[Flaw]:
    initial, most = value.get("initial_value"), value.get("max_length", limit.INPUT_TEXT)
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        yield Flaw(f"{where}.initial_value", "longer_than_max_length")


def choosing(kind: str, of: Check, most: int, *, many: bool, menu: bool) -> Check:
    initial = {"initial_options": items(of, most)} if many else {"initial_option": of}
    rest = MENU if menu else {"confirm": CONFIRM, "focus_on_load": boolean}
    return all_of(element(kind, {"options": items(of, most)}, {**initial, **rest}), _initial_among_options)


ELEMENTS: dict[str, Check] = {
    "button": element(
        "button",
        {"text": plain(limit.BUTTON_TEXT)},
        {
            "value": text(limit.BUTTON_VALUE),
            "url": text(3000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": text(75),
        },
    ),
    "static_select": choosing("static_select", SELECTED, limit.SELECT_OPTIONS, many=False, menu=True),
    "multi_static_select": choosing("multi_static_select", SELECTED, limit.SELECT_OPTIONS, many=True, menu=True),
    "radio_buttons": choosing("radio_buttons", LISTED, limit.LISTED_OPTIONS, many=False, menu=False),
    "checkboxes": choosing("checkboxes", LISTED, limit.LISTED_OPTIONS, many=True, menu=False),
    "overflow": element("overflow", {"options": items(SELECTED, 5)}, {"confirm": CONFIRM}),
    "datepicker": element("datepicker", {}, {"initial_date": text(10), **MENU}),
    "plain_text_input": all_of(
        element(
            "plain_text_input",
            {},
            {
                "placeholder": plain(limit.PLACEHOLDER),
                "initial_value": text(limit.INPUT_TEXT, least=0),
                "multiline": boolean,
                "min_length": number(0, limit.INPUT_TEXT),
                "max_length": number(1, limit.INPUT_TEXT),
                "focus_on_load": boolean,
                "dispatch_action_config": shape({}, {"trigger_actions_on": items(text(30), 2)}),
            },
        ),
        _initial_fits,
    ),
    "image": shape({"type": one_of("image"), "alt_text": text(2000), "image_url": text(3000)}),
    "plain_text": plain(limit.CONTEXT_TEXT),
    "mrkdwn": marked(limit.CONTEXT_TEXT),
}

PRESSED = ("button", "static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow", "datepicker")
FILLED = ("plain_text_input", "static_select", "multi_static_select", "radio_buttons", "checkboxes", "datepicker")
IN_ACTIONS = only(ELEMENTS, PRESSED)
IN_INPUT = only(ELEMENTS, FILLED)
BESIDE_SECTION = only(ELEMENTS, (*PRESSED, "image"))
IN_CONTEXT = only(ELEMENTS, ("plain_text", "mrkdwn", "image"))
