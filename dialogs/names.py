"""Finds the handlers whom a text names, so that the person decides before it is sent who is to know nothing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from dialogs.facts import Handler

SHORTEST = 2
"""Letters a part of a name must have to be looked for: an initial would match everything, and Li or Ng is a name."""


def named_in(text: str, handlers: Iterable[Handler]) -> tuple[Handler, ...]:
    """Every handler of whose name at least one part stands in the text as a word of its own.

    One question too many costs a click; one too few may show a report to the person it is about.
    """
    words = set(_words(text))
    return tuple(h for h in handlers if any(len(part) >= SHORTEST and part in words for part in _words(h.name)))


def _words(text: str) -> Iterator[str]:
    """Folded: without case, accents and invisible characters."""
    plain = text if text.isascii() else "".join(c for c in unicodedata.normalize("NFKD", text) if _is_seen(c))
    yield from re.findall(r"[^\W_]+", plain.casefold())


def _is_seen(c: str) -> bool:
    return c.isascii() or unicodedata.category(c) not in {"Mn", "Cf"}
