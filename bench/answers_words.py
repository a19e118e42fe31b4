"""Whether every quote stands in the document that was adopted: word for word, in a run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.quotes import Quote

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Checked:
    """`quotes` were looked at, `texts` of them differ, which hold `words`; `foreign` are not in the document there."""

    quotes: int
    texts: int
    words: int
    foreign: int


def checked(quotes: Iterable[Quote], document: Path) -> Checked:
    """Against the document as it came, not as it was read in; breaks of lines and pages in it do not count."""
    all_ = list(quotes)
    said, texts = said_in(document.read_text("utf-8")), sorted({quote.text for quote in all_})
    foreign = sum(len(words(text)) for text in texts if f" {' '.join(words(text))} " not in said)
    return Checked(len(all_), len(texts), sum(len(words(text)) for text in texts), foreign)


@cache
def said_in(document: str) -> str:
    return f" {' '.join(words(document))} "


def words(text: str) -> list[str]:
    """As they are written, with their capitals; signs between them are left out."""
    return WORD.findall(text.replace("’", "'"))
