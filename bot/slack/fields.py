"""The fields of a form as inputs of a view, and back: what was filled in, by the field's name."""

from collections.abc import Iterator
from typing import Any

from bot import labels
from bot.inert import one_line
from bot.labels import Worded
from bot.slack import block_limits as limit
from bot.slack.sheet import Json, plain
from dialogs.steps import Choice, Choices, Field, Form, Kept, Option, Text, Value

RADIOS = 5
"""Up to so many options are all shown at once; more go into a menu."""


def block_id(form: Form, field: Field) -> str:
    """The same in the review as in the form that it restates: Slack keeps what was typed under the same id, and must
    not keep it from one form to another."""
    return f"{(*form.restates, form.key)[0]}:{field.name}"


def input_blocks(words: Worded, form: Form) -> list[Json]:
    return [_input(words, form, f) for f in form.fields if not isinstance(f, Kept) and _can_be_asked(f)]


def _can_be_asked(field: Field) -> bool:
    """A tick list of nobody is left out: Slack takes none without options."""
    return isinstance(field, Text) or bool(getattr(field, "options", ()))


def _input(words: Worded, form: Form, field: Field) -> Json:
    block: Json = {
        "type": "input",
        "block_id": block_id(form, field),
        "label": plain(one_line(labels.field_label(words, form, field))),
        "element": _element(words, form, field),
        "optional": isinstance(field, Choices) or not getattr(field, "required", True),
    }
    hint = labels.field_hint(words, form, field)
    return {**block, "hint": plain(hint)} if hint else block


def _element(words: Worded, form: Form, field: Field) -> Json:
    match field:
        case Text():
            return _text(field)
        case Choice():
            options = [option_json(_label(words, form, field, o), o.value) for o in field.options]
            chosen = [o for o in options if o["value"] == field.value]
            kind = "radio_buttons" if len(options) <= RADIOS else "static_select"
            return _choosing(kind, field.name, options, {"initial_option": chosen[0]} if chosen else {})
        case Choices():
            options = [option_json(_label(words, form, field, o), o.value) for o in field.options]
            ticked = [o for o in options if o["value"] in field.value]
            kind = "checkboxes" if len(options) <= limit.LISTED_OPTIONS else "multi_static_select"
            return _choosing(kind, field.name, options, {"initial_options": ticked} if ticked else {})
    raise TypeError


def _text(field: Text) -> Json:
    most = min(field.limit, limit.INPUT_TEXT)
    element: Json = {
        "type": "plain_text_input",
        "action_id": field.name,
        "multiline": field.long,
        "max_length": most,
    }
    return {**element, "initial_value": field.value[:most]} if field.value else element


def _choosing(kind: str, name: str, options: list[Json], initial: Json) -> Json:
    return {"type": kind, "action_id": name, "options": options, **initial}


def _label(words: Worded, form: Form, field: Field, option: Option) -> str:
    return one_line(labels.option_label(words, form, field, option))


def option_json(label: str, value: str) -> Json:
    """A label longer than Slack's 75 characters goes on in the line below it."""
    if len(label) <= limit.OPTION_TEXT:
        return {"text": plain(label), "value": value}
    at = label.rfind(" ", 0, limit.OPTION_TEXT + 1)
    at = at if at > 0 else limit.OPTION_TEXT
    return {"text": plain(label[:at]), "description": plain(label[at:].strip()[: limit.OPTION_TEXT]), "value": value}


def filled_in(values: Any) -> dict[str, Value]:
    """`view.state.values`, by the name of the field; what has another shape is left out."""
    return {name: value for name, state in _states(values) if (value := _value(state)) is not None}


def _states(values: Any) -> Iterator[tuple[str, Json]]:
    for block in values.values() if isinstance(values, dict) else ():
        for name, state in block.items() if isinstance(block, dict) else ():
            if isinstance(name, str) and isinstance(state, dict):
                yield name, state


def _value(state: Json) -> Value | None:
    match state:
        case {"selected_options": list(options)}:
            return tuple(o["value"] for o in options if isinstance(o, dict) and isinstance(o.get("value"), str))
        case {"selected_option": {"value": str(value)}} | {"value": str(value)}:
            return value
    return None
