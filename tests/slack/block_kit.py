"""What Slack takes as a message, a modal or a Home tab: every limit and every required field, to the last depth.

`message_flaws` and `view_flaws` return what is wrong, nothing when all is well. The simulator refuses what has a flaw;
the renderer's own tests ask directly.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.slack import block_limits as limit
from tests.slack.elements import BESIDE_SECTION, IDENTIFIER, IN_ACTIONS, IN_CONTEXT, IN_INPUT, either_text, plain
from tests.slack.shapes import Check, Flaw, Json, all_of, anything, boolean, by_type, items, number, one_of, shape, text

ID = {"block_id": IDENTIFIER}
STYLE = shape({}, {"bold": boolean, "italic": boolean, "strike": boolean, "code": boolean})
PIECES = by_type(
    {
        "text": shape({"type": one_of("text"), "text": text(limit.SECTION_TEXT)}, {"style": STYLE}),
        "link": shape({"type": one_of("link"), "url": text(3000)}, {"text": text(3000), "style": STYLE}),
        "emoji": shape({"type": one_of("emoji"), "name": text(100)}),
        "user": shape({"type": one_of("user"), "user_id": text(30)}, {"style": STYLE}),
        "channel": shape({"type": one_of("channel"), "channel_id": text(30)}, {"style": STYLE}),
        "broadcast": shape({"type": one_of("broadcast"), "range": one_of("here", "channel", "everyone")}),
    }
)
MANY = 1000
"""Where Slack names no number."""

BORDER = {"border": number(0, 1)}
SECTION = shape({"type": one_of("rich_text_section"), "elements": items(PIECES, MANY)})
RICH = by_type(
    {
        "rich_text_section": SECTION,
        "rich_text_quote": shape({"type": one_of("rich_text_quote"), "elements": items(PIECES, MANY)}, BORDER),
        "rich_text_preformatted": shape(
            {"type": one_of("rich_text_preformatted"), "elements": items(PIECES, MANY)}, BORDER
        ),
        "rich_text_list": shape(
            {
                "type": one_of("rich_text_list"),
                "style": one_of("bullet", "ordered"),
                "elements": items(SECTION, MANY),
            },
            {"indent": number(0, 8), "offset": number(0, MANY), **BORDER},
        ),
    }
)


def _says_something(value: Any, where: str) -> Iterator[Flaw]:
    if not (value.get("text") or value.get("fields")):
        yield Flaw(where, "neither_text_nor_fields")


BLOCKS: dict[str, Check] = {
    "section": all_of(
        shape(
            {"type": one_of("section")},
            {
                "text": either_text(limit.SECTION_TEXT),
                "fields": items(either_text(limit.FIELD_TEXT), limit.SECTION_FIELDS),
                "accessory": BESIDE_SECTION,
                "expand": boolean,
                **ID,
            },
        ),
        _says_something,
    ),
    "header": shape({"type": one_of("header"), "text": plain(limit.HEADER_TEXT)}, ID),
    "divider": shape({"type": one_of("divider")}, ID),
    "context": shape({"type": one_of("context"), "elements": items(IN_CONTEXT, limit.CONTEXT_ELEMENTS)}, ID),
    "actions": shape({"type": one_of("actions"), "elements": items(IN_ACTIONS, limit.ACTIONS)}, ID),
    "input": shape(
        {"type": one_of("input"), "label": plain(limit.LABEL), "element": IN_INPUT},
        {"hint": plain(limit.HINT), "optional": boolean, "dispatch_action": boolean, **ID},
    ),
    "rich_text": shape({"type": one_of("rich_text"), "elements": items(RICH, MANY)}, ID),
}
BLOCK = by_type(BLOCKS)
MODAL = shape(
    {
        "type": one_of("modal"),
        "title": plain(limit.MODAL_TITLE),
        "blocks": items(BLOCK, limit.VIEW_BLOCKS, least=0),
    },
    {
        "submit": plain(limit.MODAL_TITLE),
        "close": plain(limit.MODAL_TITLE),
        "private_metadata": text(limit.PRIVATE_METADATA, least=0),
        "callback_id": text(limit.IDENTIFIER, least=0),
        "external_id": text(limit.IDENTIFIER, least=0),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
HOME = shape(
    {"type": one_of("home"), "blocks": items(BLOCK, limit.VIEW_BLOCKS, least=0)},
    {
        "private_metadata": text(limit.PRIVATE_METADATA, least=0),
        "callback_id": text(limit.IDENTIFIER, least=0),
        "external_id": text(limit.IDENTIFIER, least=0),
    },
)
TOO_LONG = "msg_blocks_too_long"
METADATA = shape({"event_type": text(255), "event_payload": anything})


def message_flaws(message: Json) -> list[Flaw]:
    """`text` is required beside blocks: it is what a notification and a screen reader read."""
    return list(_message_flaws(message))


def view_flaws(view: Json) -> list[Flaw]:
    """Of a modal or a Home tab."""
    return list(_view_flaws(view))


def _message_flaws(message: Json) -> Iterator[Flaw]:
    yield from text(limit.MESSAGE_TEXT)(message.get("text", ""), "text")
    yield from items(BLOCK, limit.MESSAGE_BLOCKS, least=0)(message.get("blocks", []), "blocks")
    if len(json.dumps(message.get("blocks", []), ensure_ascii=False).encode()) > limit.MESSAGE_BYTES:
        yield Flaw("blocks", TOO_LONG)
    yield from _ids(message.get("blocks", []))
    if "metadata" in message:
        yield from METADATA(message["metadata"], "metadata")


def _view_flaws(view: Json) -> Iterator[Flaw]:
    yield from by_type({"modal": MODAL, "home": HOME})(view, "view")
    yield from _ids(view.get("blocks", []))
    if view.get("type") == "modal" and "submit" not in view and any(_asks(b) for b in view.get("blocks", [])):
        yield Flaw("view.submit", "missing_beside_inputs")
    if len(json.dumps(view, ensure_ascii=False).encode()) > limit.VIEW_BYTES:
        yield Flaw("view", "too_large")


def _asks(block: Any) -> bool:
    return isinstance(block, dict) and block.get("type") == "input"


def _ids(blocks: Any) -> Iterator[Flaw]:
    """A block_id stands once in the whole, an action_id once in its block."""
    known = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    yield from _twice([block.get("block_id") for block in known], "blocks", "block_id")
    for n, block in enumerate(known):
        yield from _twice([part.get("action_id") for part in parts(block)], f"blocks[{n}]", "action_id")


def _twice(ids: list[str | None], where: str, what: str) -> Iterator[Flaw]:
    yield from (Flaw(where, f"{what}_twice") for id_, count in Counter(ids).items() if id_ and count > 1)


def parts(block: Json) -> list[Json]:
    """The elements of a block that somebody can press or fill in."""
    found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
    return [part for part in found if isinstance(part, dict) and block["type"] not in {"rich_text", "context"}]
