"""Worded text, cut into paragraphs and lists: the only shape that the wording file can give to a text."""

from typing import Any


def blocks(text: str) -> list[dict[str, Any]]:
    """`{"text": …}` for a paragraph, `{"items": […]}` for lines that each begin with `- `."""
    found: list[dict[str, Any]] = []
    for part in filter(None, (paragraph.strip() for paragraph in text.split("\n\n"))):
        if not part.startswith("- "):
            found.append({"text": part})
        elif found and "items" in found[-1]:
            found[-1]["items"] += _items(part)
        else:
            found.append({"items": _items(part)})
    return found


def _items(part: str) -> list[str]:
    return [line.strip() for line in part.removeprefix("- ").split("\n- ")]
