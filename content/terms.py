"""The words of a question, as far as a search can use them."""

import re
import unicodedata
from functools import cache
from pathlib import Path

WORD = re.compile(r"[^\W_]+")
OWNING = re.compile(r"(?<=\w)['’]s\b")
JOINED = re.compile(r"(?<=\w)['’](?=\w)")
LONGEST = 30
TWO_SLIPS = 9
"""Letters from which a word may hold two slips."""
VOCABULARY = Path(__file__).parent / "vocabulary" / "bert.txt"
LOOKED_AT = 4000
"""Characters of a question that are read; a field takes no more than 3,000."""


def words(text: str) -> list[str]:
    """In small letters; "don't" is "dont" and "wife's" is "wife"; all other signs separate."""
    plain = unicodedata.normalize("NFKC", text[:LOOKED_AT]).casefold()
    return WORD.findall(JOINED.sub("", OWNING.sub("", plain)))


def terms(text: str, stop: frozenset[str], limit: int) -> tuple[str, ...]:
    """Each word once, in their order, without those that say nothing."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in stop))[:limit]


class Spelling:
    """Finds the known word that a mistyped one stands for: a slip or two of the pen, never of the first letter.

    `also` are words that are right as they stand, though nothing is known of them.
    """

    def __init__(self, known: set[str], shortest: int, also: frozenset[str] = frozenset()) -> None:
        self._right = known | also
        self._shortest = shortest
        self._known: dict[str, list[str]] = {}
        for word in sorted(known):
            if len(word) >= shortest and word.isalpha():
                self._known.setdefault(word[0], []).append(word)

    def corrected(self, word: str) -> str:
        """The word itself when it is right, short, or like no other."""
        if word in self._right or not self._shortest <= len(word) <= LONGEST or not word.isalpha():
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 1 if len(word) < TWO_SLIPS else 2
        known = self._known.get(word[0], ())
        found = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=slips)
        return found[0] if found else word


@cache
def english() -> frozenset[str]:
    """The words of BERT's vocabulary."""
    lines = VOCABULARY.read_text("utf-8").split("\n")
    return frozenset(line for line in lines if line.isalpha())
