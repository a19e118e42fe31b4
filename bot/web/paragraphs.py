"""Worded text, cut into paragraphs and lists: the only shape that the wording file can give to a text."""

from typing import Any

ITEM = ("- ", "• ")


def blocks(text: str) -> list[dict[str, Any]]:
    """`{"text": …}` for a paragraph, `{"items": […]}` for neighbouring lines that begin with `- `."""
    found: list[dict[str, Any]] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if not line.startswith(ITEM):
            found.append({"text": line})
        elif found and "items" in found[-1]:
            found[-1]["items"].append(line[2:])
        else:
            found.append({"items": [line[2:]]})
    return found
