"""Blocks as they are written, one after another. Every text is literal: nothing in it is read as markup."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.parted import parted
from bot.slack import block_limits as limit

Json = dict[str, Any]

PIECE = 2_900
"""Characters of one rich text block: Slack names no number, so the one of a section, with some room."""

ITEM = ("- ", "• ")
BETWEEN = {"type": "text", "text": "\n\n"}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def button(label: str, action: str, value: str, *, primary: bool = False) -> Json:
    """`action` is the action_id; `value` a handle that is checked when it is pressed."""
    pressed = {"type": "button", "text": plain(short(label, limit.BUTTON_TEXT)), "action_id": action, "value": value}
    return {**pressed, "style": "primary"} if primary else pressed


def short(text: str, most: int) -> str:
    """For a label, which Slack shows on one line; a text is never cut, it goes over several blocks."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def size_of(what: Any) -> int:
    """In bytes of JSON."""
    return len(json.dumps(what, ensure_ascii=False).encode())


def cut(text: str, most: int = PIECE) -> Iterator[str]:
    return parted(text, most)


@dataclass(slots=True)
class Sheet:
    """Neighbouring texts share a block: a message takes 50 of them, a view 100."""

    blocks: list[Json] = field(default_factory=list)
    _room: int = 0

    def heading(self, text: str) -> None:
        if len(text) > limit.HEADER_TEXT:
            self.paragraph(text, bold=True)
        else:
            self._block({"type": "header", "text": plain(text)})

    def written(self, text: str) -> None:
        """A text of the wording file: paragraphs, and lists of the lines that begin with `- `."""
        listed: list[str] = []
        for line in filter(None, (line.strip() for line in text.split("\n"))):
            if line.startswith(ITEM):
                listed.append(line[2:])
                continue
            self.bullets(listed)
            listed = []
            self.paragraph(line)
        self.bullets(listed)

    def paragraph(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
        for part in cut(text):
            piece = {"type": "text", "text": part, **({"style": style} if style else {})}
            if self._has_room(len(part)) and self._last()["type"] == "rich_text_section":
                self._last()["elements"] += [dict(BETWEEN), piece]
                self._room -= len(part)
            else:
                self._rich("rich_text_section", [piece], len(part))

    def bullets(self, items: Sequence[str]) -> None:
        if items:
            lines = [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": part}]}
                for item in items
                for part in cut(item)
            ]
            self._rich("rich_text_list", lines, sum(map(len, items)), style="bullet")

    def quoted(self, text: str) -> None:
        """With a bar at its left."""
        for part in cut(text):
            self._rich("rich_text_quote", [{"type": "text", "text": part}], len(part))

    def set_apart(self, text: str) -> None:
        """In letters of one width: a receipt."""
        for part in cut(text):
            self._rich("rich_text_preformatted", [{"type": "text", "text": part}], len(part))

    def small(self, text: str) -> None:
        parts = list(cut(text, limit.CONTEXT_TEXT))
        self._block({"type": "context", "elements": [plain(part) for part in parts]})

    def beside(self, text: str, pressed: Json) -> None:
        """A line with its button at the right."""
        if len(text) > limit.SECTION_TEXT:
            self.written(text)
            self.buttons([pressed])
        else:
            self._block({"type": "section", "text": plain(text), "accessory": pressed})

    def buttons(self, pressed: Sequence[Json]) -> None:
        for start in range(0, len(pressed), limit.ACTIONS):
            self._block({"type": "actions", "elements": list(pressed[start : start + limit.ACTIONS])})

    def add(self, blocks: Sequence[Json]) -> None:
        for block in blocks:
            self._block(block)

    def line(self) -> None:
        if self.blocks:
            self._block({"type": "divider"})

    def _rich(self, kind: str, elements: list[Json], size: int, **more: str) -> None:
        element = {"type": kind, **more, "elements": elements}
        if self._has_room(size):
            self.blocks[-1]["elements"].append(element)
            self._room -= size
        else:
            self._block({"type": "rich_text", "elements": [element]})
            self._room = PIECE - size

    def _last(self) -> Json:
        last: Json = self.blocks[-1]["elements"][-1]
        return last

    def _has_room(self, size: int) -> bool:
        return bool(self.blocks) and self.blocks[-1]["type"] == "rich_text" and self._room >= size

    def _block(self, block: Json) -> None:
        self.blocks.append(block)
        self._room = 0
