"""Words as people type them to one another, made comparable: case, accents, apostrophes and stretched letters aside."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

WORD = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*")
STRETCHED = re.compile(r"([^\W\d_])\1+")
LOOKED_AT = 4000
"""Characters of a text that are read; a field takes no more than 3,000."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """`plain` is compared; `start` and `end` are where it stands in the text."""

    plain: str = field(repr=False)
    start: int
    end: int


def spoken(text: str) -> tuple[Word, ...]:
    return tuple(Word(_plain(found[0]), *found.span()) for found in WORD.finditer(text[:LOOKED_AT]))


def plain(text: str) -> list[str]:
    return [_plain(word) for word in WORD.findall(text[:LOOKED_AT])]


def spelled(text: str) -> Phrase:
    return tuple(plain(text))


def _plain(word: str) -> str:
    """ "Heyyy" and "hey" are "hey"; every doubled letter counts once, so "hello" is "helo" in both."""
    letters = word.casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters)
    bare = letters if letters.isalnum() else "".join(c for c in letters if c.isalnum())
    return STRETCHED.sub(r"\1", bare)


def found_in(words: Phrase, phrases: Iterable[Phrase]) -> bool:
    """Whether one of the phrases stands somewhere in these words, whole."""
    whole = f" {' '.join(words)} "
    return any(f" {' '.join(phrase)} " in whole for phrase in phrases)


def longest_at(words: Phrase, at: int, phrases: Iterable[Phrase]) -> int:
    """How many words the longest of the phrases takes that begins here; 0 when none does."""
    return max((len(p) for p in phrases if words[at : at + len(p)] == p), default=0)


def mashed(word: str, rows: tuple[str, ...], vowels: str) -> bool:
    """Keys struck at random: pieces of the keyboard's rows and nothing else, or five letters and more without a vowel.

    A word has at least four letters here; shorter ones may be anybody's initials.
    """
    if len(word) < 4:
        return False
    pieces = "|".join(row[a:z] for row in rows for a in range(len(row) - 2) for z in range(len(row), a + 2, -1))
    in_rows = bool(pieces) and re.fullmatch(f"(?:{pieces})+", word) is not None
    return in_rows or (len(word) > 4 and not any(c in vowels for c in word))
