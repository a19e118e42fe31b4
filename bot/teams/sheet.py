"""The body of an Adaptive Card as it is written, one element after another.

Every text is a TextRun, which is shown as it stands: a TextBlock would be read as Markdown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.parted import parted
from bot.teams.card_limits import PIECE, SET_ACTIONS
from bot.teams.received import JSON

Style = dict[str, str | bool]
ITEM = ("- ", "• ")
FUNCTION = re.compile(r"(?<=\{)(?=\{)")
"""Clients rewrite {{DATE(…)}} and {{TIME(…)}}, in a TextRun too: never two braces in one run."""


def runs(text: str, **style: str | bool) -> list[JSON]:
    return [{"type": "TextRun", "text": part, **style} for part in FUNCTION.split(text) if part]


def rich(text: str, spacing: str = "Default", **style: str | bool) -> JSON:
    block: JSON = {"type": "RichTextBlock", "inlines": runs(text, **style)}
    return block if spacing == "Default" else {**block, "spacing": spacing}


def action_set(buttons: Sequence[JSON]) -> JSON:
    return {"type": "ActionSet", "actions": list(buttons)}


@dataclass(slots=True)
class Sheet:
    """Each element fits on a page by itself; a long text goes over several."""

    elements: list[JSON] = field(default_factory=list)
    _parted: bool = False

    def title(self, text: str) -> None:
        """Of a form."""
        self.paragraph(text, weight="Bolder", size="Large")

    def heading(self, text: str) -> None:
        self.paragraph(text, weight="Bolder", size="Medium")

    def written(self, text: str) -> None:
        """A text of the wording file: paragraphs, and lists of the lines that begin with `- `."""
        for line in filter(None, (line.strip() for line in text.split("\n"))):
            if line.startswith(ITEM):
                self._all(_pieces(f"• {line[2:]}", first="Small"))
            else:
                self.paragraph(line)

    def paragraph(self, text: str, **style: str | bool) -> None:
        self._all(_pieces(text, style))

    def quoted(self, text: str) -> None:
        """On a ground of its own."""
        self._boxed(text, "emphasis")

    def set_apart(self, text: str) -> None:
        """In large letters of one width: a receipt."""
        self._boxed(text, "accent", fontType="Monospace", weight="Bolder", size="Large")

    def warned(self, text: str) -> None:
        """What is wrong, where it is."""
        self.paragraph(text, color="Attention", weight="Bolder")

    def beside(self, text: str, button: JSON) -> None:
        """A line with its button at the right."""
        columns = [
            _column("stretch", [rich(part) for part in parted(text, PIECE)]),
            _column("auto", [action_set([button])]),
        ]
        self.add({"type": "ColumnSet", "columns": columns})

    def buttons(self, buttons: Sequence[JSON]) -> None:
        for start in range(0, len(buttons), SET_ACTIONS):
            self.add(action_set(buttons[start : start + SET_ACTIONS]))

    def add(self, element: JSON) -> None:
        self.elements.append({**element, "separator": True, "spacing": "Medium"} if self._parted else element)
        self._parted = False

    def line(self) -> None:
        """Parts what follows from what stands above."""
        self._parted = True

    def _boxed(self, text: str, style: str, **run: str | bool) -> None:
        for n, piece in enumerate(_pieces(text, run)):
            box = {"type": "Container", "style": style, "items": [piece]}
            self.add({**box, "spacing": "None"} if n else box)

    def _all(self, elements: Iterable[JSON]) -> None:
        for element in elements:
            self.add(element)


def _pieces(text: str, style: Style | None = None, first: str = "Default") -> Iterator[JSON]:
    for n, part in enumerate(parted(text, PIECE)):
        yield rich(part, "None" if n else first, **(style or {}))


def _column(width: str, items: list[JSON]) -> JSON:
    return {"type": "Column", "width": width, "items": items, "verticalContentAlignment": "Center"}
