"""Finds the handlers whom a text names, so that the person decides before it is sent who is to know nothing."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dialogs.facts import Handler

SHORTEST = 2
"""Letters a part of a name must have to be looked for: an initial would match everything, and Li or Ng is a name."""
INSIDE = 5
"""Letters from which a part is looked for inside longer words too: a plural, an address, two words run together."""

WORD = re.compile(r"[^\W_]+")
LIKE = "aаα bвβ cсϲ dԁđ eеεє hнһη iіιı jјϳ kкκ lӏł mмμ nпν oоοøσ pрρ qԛ sѕ tтτ vѵ wԝω xхχ yуυγ zζ"  # Latin first
"""Small letters of Cyrillic and Greek that look like a Latin one, small or capital, and Latin ones with a stroke."""
LOOK_ALIKES = {ord(other): same[0] for same in LIKE.split() for other in same[1:]}


def named_in(text: str, handlers: Iterable[Handler]) -> tuple[Handler, ...]:
    """Every handler of whose name at least one part stands in the text: as a word, a long one also inside a word.

    One question too many costs a click; one too few may show a report to the person it is about.
    """
    folded = _folded(text)
    return tuple(h for h in handlers if any(_stands(part, folded) for part in _parts(h.name)))


def _stands(part: str, folded: str) -> bool:
    """A part is of letters only, so that it stands in the text where it stands in a word of it."""
    return part in folded and (len(part) >= INSIDE or part in WORD.findall(folded))


@lru_cache(maxsize=256)
def _parts(name: str) -> tuple[str, ...]:
    """Of the few names that there are."""
    return tuple(part for part in WORD.findall(_folded(name)) if len(part) >= SHORTEST)


def _folded(text: str) -> str:
    """Without case, accents, invisible characters, and in one alphabet where letters look alike."""
    if text.isascii():
        return text.casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if _is_seen(c))
    return plain.casefold().translate(LOOK_ALIKES)


def _is_seen(c: str) -> bool:
    return c.isascii() or unicodedata.category(c) not in {"Mn", "Cf"}
