"""The words of a question, as far as a search can use them."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
OWNING = re.compile(r"(?<=\w)['’]s\b")
JOINED = re.compile(r"(?<=\w)['’](?=\w)")
LONGEST = 30
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
    """Finds the known word that a mistyped one stands for: one letter missing, added, changed, or two swapped."""

    def __init__(self, known: set[str], shortest: int) -> None:
        self._known = known
        self._shortest = shortest
        self._near: dict[str, list[str]] = {}
        for word in sorted(known):
            for short in _shortened(word) if len(word) >= shortest else ():
                self._near.setdefault(short, []).append(word)

    def corrected(self, word: str) -> str:
        """The word itself when it is known, short, or like no other that begins with the same letter."""
        if word in self._known or not self._shortest <= len(word) <= LONGEST:
            return word
        near = {n for short in _shortened(word) for n in self._near.get(short, ()) if n[0] == word[0]}
        return min(near, key=lambda n: (sorted(n) != sorted(word), abs(len(n) - len(word)), n), default=word)


def _shortened(word: str) -> tuple[str, ...]:
    """The word, and the word without each of its letters: two words that share one of these differ by one slip."""
    return (word, *(word[:n] + word[n + 1 :] for n in range(len(word))))
