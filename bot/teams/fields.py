"""The fields of a form as inputs of a card, and back: what was filled in, by the field's name."""

from bot import labels
from bot.inert import one_line
from bot.labels import Worded
from bot.teams import card_limits as limit
from bot.teams.received import JSON
from dialogs.steps import Choice, Choices, Field, Form, Kept, Option, Text, Value

TEXT, ONE, ANY = "text", "one", "any"
"""What an input's id begins with: several options come back as one text, parted by commas."""

MARKUP = str.maketrans("*_`[]<>#~{}|\\:", "∗＿｀［］‹›＃∼｛｝｜＼：")
"""An option's text is read as Markdown by some clients. Only a name can hold these, and no name needs them."""


def input_id(field: Field) -> str:
    kind = {Text: TEXT, Choice: ONE, Choices: ANY}[type(field)]
    return f"{kind}:{field.name}"


def can_be_asked(field: Field) -> bool:
    """What is carried along, and a tick list of nobody, are not shown."""
    return isinstance(field, Text) or (not isinstance(field, Kept) and bool(field.options))


def input_element(words: Worded, form: Form, field: Field) -> JSON:
    required = not isinstance(field, Choices) and bool(getattr(field, "required", True))
    return {
        **_element(words, form, field),
        "id": input_id(field),
        "label": one_line(labels.field_label(words, form, field)).replace("{{", "{ {"),
        **({"isRequired": True, "errorMessage": words.text(_missing(field))} if required else {}),
    }


def _missing(field: Field) -> str:
    return "teams.required" if isinstance(field, Text) else "teams.choose"


def _element(words: Worded, form: Form, field: Field) -> JSON:
    match field:
        case Text():
            return _text(field)
        case Choice():
            return _choosing(words, form, field, field.value)
        case Choices():
            return {**_choosing(words, form, field, ",".join(field.value)), "isMultiSelect": True}
    raise TypeError


def _text(field: Text) -> JSON:
    most = min(field.limit, limit.INPUT_TEXT)
    element: JSON = {"type": "Input.Text", "isMultiline": field.long, "maxLength": most}
    return {**element, "value": field.value[:most]} if field.value else element


def _choosing(words: Worded, form: Form, field: Choice | Choices, value: str) -> JSON:
    many = len(field.options) > limit.LISTED_OPTIONS
    element: JSON = {
        "type": "Input.ChoiceSet",
        "style": "compact" if many else "expanded",
        "choices": [{"title": _title(words, form, field, o), "value": o.value} for o in field.options],
        "wrap": True,
    }
    return {**element, "value": value} if value else element


def _title(words: Worded, form: Form, field: Field, option: Option) -> str:
    title = one_line(labels.option_label(words, form, field, option))
    return title.translate(MARKUP) if option.name else title


def filled_in(data: JSON) -> dict[str, Value]:
    """By the field's name; what is no input of ours, or no text, is left out."""
    inputs = ((*name.partition(":"), value) for name, value in data.items() if isinstance(value, str))
    return {name: _value(kind, value) for kind, _, name, value in inputs if name and kind in {TEXT, ONE, ANY}}


def _value(kind: str, value: str) -> Value:
    return tuple(filter(None, value.split(","))) if kind == ANY else value


def typed_only(data: JSON) -> tuple[tuple[Text, ...], JSON]:
    """What was typed, as fields that hold it; and what was chosen, as it came."""
    typed = {name.partition(":")[2]: value for name, value in data.items() if _is(TEXT, name, value)}
    chosen = {name: value for name, value in data.items() if _is(ONE, name, value) or _is(ANY, name, value)}
    return tuple(Text(name, long=True, required=False, value=value) for name, value in typed.items()), chosen


def _is(kind: str, name: str, value: object) -> bool:
    return name.startswith(f"{kind}:") and isinstance(value, str)
