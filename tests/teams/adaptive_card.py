"""What Adaptive Cards 1.5 and Teams take, at every depth: the same validator for the renderer's tests and the stage.

From the published schema of version 1.5, as far as anything here could use it, and Teams' own rules beside it. A type
or a property that is not listed is a flaw.
"""

import json
from collections.abc import Iterator
from typing import Any

from tests.slack.shapes import Check, Flaw, Json, anything, boolean, by_type, items, number, one_of, shape, text

ACTIVITY_BYTES = 80_000
LONGEST = 1_000_000
MOST_ACTIONS = 6
VERSION = "1.5"

words = text(LONGEST)
maybe_empty = text(LONGEST, least=0)


def elements(value: Any, where: str) -> Iterator[Flaw]:
    yield from items(ELEMENT, 10_000, least=0)(value, where)


def some_elements(value: Any, where: str) -> Iterator[Flaw]:
    yield from items(ELEMENT, 10_000)(value, where)


def action(value: Any, where: str) -> Iterator[Flaw]:
    yield from ACTION(value, where)


def submit(value: Any, where: str) -> Iterator[Flaw]:
    yield from by_type({"Action.Submit": SUBMIT})(value, where)


def data(value: Any, where: str) -> Iterator[Flaw]:
    """An object, so that Teams can add what was filled in; `msteams` says no more than that it opens a dialog."""
    if not isinstance(value, dict):
        yield Flaw(where, "not_an_object")
    elif "msteams" in value and value["msteams"] != {"type": "task/fetch"}:
        yield Flaw(f"{where}.msteams", "not_allowed")


def input_id(value: Any, where: str) -> Iterator[Flaw]:
    yield from text(100)(value, where)
    if isinstance(value, str) and value.partition(":")[0] not in {"text", "one", "any"}:
        yield Flaw(where, "not_told_apart_from_our_data")


SPACING = one_of("default", "Default", "None", "Small", "Medium", "Large", "ExtraLarge", "Padding")
COLORS = one_of("Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention")
SIZE = one_of("Default", "Small", "Medium", "Large", "ExtraLarge")
WEIGHT = one_of("Default", "Lighter", "Bolder")
FONT = one_of("Default", "Monospace")
STYLE = one_of("default", "emphasis", "good", "attention", "warning", "accent")
ALIGN = one_of("Top", "Center", "Bottom")
SIDE = one_of("Left", "Center", "Right")

ITEM: dict[str, Check] = {
    "type": words,
    "id": words,
    "isVisible": boolean,
    "separator": boolean,
    "spacing": SPACING,
    "height": one_of("auto", "stretch"),
}
TEXT: dict[str, Check] = {
    "type": words,
    "color": COLORS,
    "fontType": FONT,
    "isSubtle": boolean,
    "size": SIZE,
    "weight": WEIGHT,
}
TEXT_RUN = shape(
    {"text": words},
    {**TEXT, "highlight": boolean, "italic": boolean, "strikethrough": boolean, "underline": boolean},
)
TEXT_BLOCK = shape(
    {"text": words},
    {
        **ITEM,
        **TEXT,
        "wrap": boolean,
        "maxLines": number(1, 100),
        "style": one_of("default", "heading"),
        "horizontalAlignment": SIDE,
    },
)
ASKING: dict[str, Check] = {**ITEM, "isRequired": boolean, "errorMessage": words}
CHOICE = shape({"title": words, "value": words})
CHOICE_SET = shape(
    {"id": input_id, "label": words, "choices": items(CHOICE, 1_000)},
    {
        **{name: check for name, check in ASKING.items() if name != "id"},
        "isMultiSelect": boolean,
        "style": one_of("compact", "expanded"),
        "value": words,
        "placeholder": words,
        "wrap": boolean,
    },
)
INPUT_TEXT = shape(
    {"id": input_id, "label": words},
    {
        **{name: check for name, check in ASKING.items() if name != "id"},
        "isMultiline": boolean,
        "maxLength": number(1, 3_000),
        "placeholder": words,
        "style": one_of("text", "tel", "url", "email", "password"),
        "value": words,
    },
)
COLUMN = shape(
    {"type": one_of("Column"), "items": some_elements},
    {**ITEM, "width": one_of("auto", "stretch"), "style": STYLE, "verticalContentAlignment": ALIGN, "bleed": boolean},
)
BUTTON: dict[str, Check] = {
    "type": words,
    "data": data,
    "associatedInputs": one_of("auto", "none"),
    "style": one_of("default", "positive", "destructive"),
    "mode": one_of("primary", "secondary"),
    "tooltip": words,
    "isEnabled": boolean,
    "id": words,
}
SUBMIT = shape({"title": words}, BUTTON)
EXECUTE = shape({"title": words, "verb": words, "fallback": submit}, BUTTON)
"""Without a fallback older clients would show no button."""

ACTION = by_type({"Action.Submit": SUBMIT, "Action.Execute": EXECUTE})
ELEMENT = by_type(
    {
        "ActionSet": shape({"actions": items(action, MOST_ACTIONS)}, ITEM),
        "ColumnSet": shape({"columns": items(COLUMN, 10)}, {**ITEM, "style": STYLE}),
        "Container": shape({"items": some_elements}, {**ITEM, "style": STYLE, "bleed": boolean}),
        "Input.ChoiceSet": CHOICE_SET,
        "Input.Text": INPUT_TEXT,
        "RichTextBlock": shape(
            {"inlines": items(by_type({"TextRun": TEXT_RUN}), 10_000)}, {**ITEM, "horizontalAlignment": SIDE}
        ),
        "TextBlock": TEXT_BLOCK,
    }
)
CARD = shape(
    {"type": one_of("AdaptiveCard"), "version": one_of(VERSION), "body": elements, "fallbackText": words},
    {"actions": items(action, MOST_ACTIONS), "lang": text(5, least=2), "msteams": anything},
)
ATTACHMENT = shape({"contentType": one_of("application/vnd.microsoft.card.adaptive"), "content": CARD})
ACTIVITY = shape(
    {"type": one_of("message"), "attachments": items(ATTACHMENT, 1)}, {"summary": words, "importance": words}
)
INFO = shape(
    {"title": text(64), "card": ATTACHMENT},
    {"height": one_of("small", "medium", "large"), "width": one_of("small", "medium", "large")},
)
ANSWER = shape({"statusCode": one_of(200), "type": words, "value": anything})


def activity_flaws(activity: Json) -> list[Flaw]:
    """Of a message to a chat."""
    found = [*ACTIVITY(activity, "activity"), *_sizes(activity, "activity")]
    return found or [*card_rules(activity["attachments"][0]["content"], inside=False)]


def answer_flaws(body: Json) -> list[Flaw]:
    """Of the body that answers an invoke: a dialog, a card, or a sentence."""
    if "task" in body:
        return _dialog_flaws(body)
    found = [*ANSWER(body, "answer"), *_sizes(body, "answer")]
    if found:
        return found
    if body["type"] == "application/vnd.microsoft.activity.message":
        return [*words(body["value"], "answer.value")]
    return [*one_of("application/vnd.microsoft.card.adaptive")(body["type"], "answer.type"), *card_flaws(body["value"])]


def _dialog_flaws(body: Json) -> list[Flaw]:
    task = shape({"type": one_of("continue"), "value": INFO})
    found = [*shape({"task": task})(body, "answer"), *_sizes(body, "answer")]
    return found or [*card_rules(body["task"]["value"]["card"]["content"], inside=True)]


def card_flaws(card: Json, *, inside: bool = False) -> list[Flaw]:
    return [*CARD(card, "card"), *_sizes(card, "card")] or [*card_rules(card, inside=inside)]


def card_rules(card: Json, *, inside: bool) -> Iterator[Flaw]:
    """What no part can tell by itself."""
    nodes = [node for _, node in nodes_of(card, "card")]
    ids = [node["id"] for node in nodes if "id" in node]
    if len(ids) != len(set(ids)):
        yield Flaw("card", "id_twice")
    for where, node in nodes_of(card, "card"):
        yield from _rules(where, node, inside=inside)


def _rules(where: str, node: Json, *, inside: bool) -> Iterator[Flaw]:
    kind = str(node.get("type", ""))
    if kind.startswith("Input.") and node.get("isRequired") and not node.get("errorMessage"):
        yield Flaw(where, "required_without_a_word")
    if kind == "Input.Text" and len(node.get("value", "")) > node.get("maxLength", LONGEST):
        yield Flaw(where, "value_longer_than_max_length")
    if kind == "Input.ChoiceSet":
        yield from _choice_rules(where, node)
    if kind == "Action.Execute" and inside:
        yield Flaw(where, "a_dialog_knows_submit_only")
    if kind == "Action.Submit" and inside and "msteams" in node.get("data", {}):
        yield Flaw(where, "a_dialog_opens_no_dialog")


def _choice_rules(where: str, node: Json) -> Iterator[Flaw]:
    values = [choice["value"] for choice in node["choices"]]
    if len(values) != len(set(values)):
        yield Flaw(where, "same_value_twice")
    if any("," in value for value in values) and node.get("isMultiSelect"):
        yield Flaw(where, "comma_in_a_value")
    chosen = node.get("value", "").split(",") if node.get("isMultiSelect") else [node.get("value", "")]
    if node.get("value") and not set(chosen) <= set(values):
        yield Flaw(where, "value_not_among_choices")


def _sizes(value: Json, where: str) -> Iterator[Flaw]:
    if written_bytes(value) > ACTIVITY_BYTES:
        yield Flaw(where, "too_large")


def written_bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def nodes_of(node: Any, where: str) -> Iterator[tuple[str, Json]]:
    """Every object with where it stands."""
    match node:
        case dict():
            yield where, node
            for name, value in node.items():
                yield from nodes_of(value, f"{where}.{name}")
        case list():
            for n, value in enumerate(node):
                yield from nodes_of(value, f"{where}[{n}]")
