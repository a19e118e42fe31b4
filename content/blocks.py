"""The Markdown in which a company keeps its Code, cut into headings, paragraphs, items and rows.

The convention stands at the top of content/cellectar/code.md, where a compliance officer reads it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+\{#([^}\s]+)\})?$")
RULE = re.compile(r"(\*\s*){3,}$")
ITEM = re.compile(r"[-+]\s+")
COLUMNS_END = re.compile(r"[\s|:-]+$")
CELL_EDGE = re.compile(r"(?<!\\)\|")
EMPHASIS = re.compile(r"(?<![\\*])\*(?=[^\s*])(.+?)(?<=[^\s\\])\*(?!\*)", re.DOTALL)
ESCAPED = re.compile(r"\\([\\*|#_-])")


class Kind(StrEnum):
    """Of a block. Paragraphs, items and rows can be quoted; headings and the names of columns cannot."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    COLUMNS = "columns"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """`text` is free of mark-up, in single spaces. `level` (1 to 6) and `id` are a heading's."""

    kind: Kind
    text: str
    level: int = 0
    id: str = ""


def blocks(markdown: str) -> Iterator[Block]:
    """In the order of the document."""
    for chunk in re.split(r"\n\s*\n", COMMENT.sub("", markdown)):
        yield from _chunk([line.strip() for line in chunk.splitlines() if line.strip()])


def _chunk(lines: list[str]) -> Iterator[Block]:
    while lines:
        taken = _length(lines)
        yield from _block(lines[:taken])
        lines = lines[taken:]


def _length(lines: list[str]) -> int:
    """How many lines the first block of these takes: a paragraph or an item may be wrapped, a table runs on."""
    if lines[0].startswith("|"):
        return next((n for n, line in enumerate(lines) if not line.startswith("|")), len(lines))
    if _stands_alone(lines[0]):
        return 1
    return next((n for n, line in enumerate(lines) if n and _begins(line)), len(lines))


def _stands_alone(line: str) -> bool:
    return bool(HEADING.match(line) or RULE.match(line))


def _begins(line: str) -> bool:
    return _stands_alone(line) or bool(ITEM.match(line)) or line.startswith("|")


def _block(lines: list[str]) -> Iterator[Block]:
    first = lines[0]
    if first.startswith("|"):
        yield from _rows(lines)
    elif RULE.match(first):
        yield Block(Kind.RULE, "")
    elif heading := HEADING.match(first):
        yield Block(Kind.HEADING, plain(heading[2]), len(heading[1]), heading[3] or "")
    elif ITEM.match(first):
        yield Block(Kind.ITEM, plain(" ".join([ITEM.sub("", first, count=1), *lines[1:]])))
    else:
        yield Block(Kind.PARAGRAPH, plain(" ".join(lines)))


def _rows(lines: list[str]) -> Iterator[Block]:
    named = len(lines) > 1 and COLUMNS_END.match(lines[1])
    for n, line in enumerate(lines):
        if not COLUMNS_END.match(line):
            yield Block(Kind.COLUMNS if named and n == 0 else Kind.ROW, plain(CELL_EDGE.sub(" ", line)))


def plain(markdown: str) -> str:
    """Without emphasis and escapes, in single spaces: as the words are quoted."""
    return " ".join(ESCAPED.sub(r"\1", EMPHASIS.sub(r"\1", markdown)).split())
