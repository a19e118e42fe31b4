"""What a person reads of blocks, and the buttons they see."""

from collections.abc import Iterator
from typing import Any

from tests.slack.block_kit import parts
from tests.slack.shapes import Json


def text_of(blocks: list[Json]) -> str:
    """Everything that is read, a block a line; buttons in brackets."""
    return "\n".join(line for block in blocks if (line := " ".join(_texts(block)).strip()))


def _texts(block: Json) -> Iterator[str]:
    if block["type"] == "rich_text":
        yield "".join(_rich(block["elements"]))
        return
    for name in ("text", "label", "hint"):
        if name in block:
            yield str(block[name]["text"])
    yield from (str(one["text"]) for one in block.get("fields") or [])
    if block["type"] == "context":
        yield from (str(one.get("text", one.get("alt_text", ""))) for one in block["elements"])
    for part in parts(block):
        yield from _part(part)


def _part(part: Json) -> Iterator[str]:
    if part["type"] == "button":
        yield f"[{part['text']['text']}]"
    yield from (str(one["text"]["text"]) for one in part.get("options", []))
    yield str(part.get("initial_value") or "")


def _rich(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        if "elements" in element:
            yield from _rich(element["elements"])
            yield "\n"
        else:
            yield str(element.get("text", element.get("url", "")))


def label_of(block: Json, part: Json) -> str:
    """What a person calls it: the label of an input, the text on a button."""
    if part["type"] == "button":
        return str(part["text"]["text"])
    words = block.get("label") or block.get("text") or {}
    return str(words.get("text", ""))


def pressable(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Each button with its block."""
    return [(block, part) for block in blocks for part in parts(block) if part["type"] == "button"]


def buttons_of(blocks: list[Json]) -> list[str]:
    return [str(part["text"]["text"]) for _, part in pressable(blocks)]
