"""The words of a question, as far as a search can use them."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
LOOKED_AT = 4000
"""Characters of a question that are read; a field takes no more than 3,000."""


def words(text: str) -> list[str]:
    """In small letters; an apostrophe joins ("don't" is "dont"), all other signs separate."""
    plain = unicodedata.normalize("NFKC", text[:LOOKED_AT]).casefold()
    return WORD.findall(re.sub(r"(?<=\w)['’](?=\w)", "", plain))


def terms(text: str, stop: frozenset[str], limit: int) -> tuple[str, ...]:
    """Each word once, in their order, without those that say nothing."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in stop))[:limit]


class Spelling:
    """Finds the known word that a mistyped one stands for: one letter missing, added, changed or swapped."""

    def __init__(self, known: set[str], shortest: int) -> None:
        self._known = known
        self._shortest = shortest
        self._shortened: dict[str, str] = {}
        for word in sorted(known):
            for short in _shortened(word) if len(word) >= shortest else ():
                self._shortened.setdefault(short, word)

    def corrected(self, word: str) -> str:
        """The word itself when it is known, short, or like no other that begins with the same letter."""
        if word in self._known or not self._shortest <= len(word) <= 30:
            return word
        near = (self._shortened.get(short) for short in (word, *_shortened(word)))
        return next((n for n in near if n and n[0] == word[0]), word)


def _shortened(word: str) -> tuple[str, ...]:
    return tuple(word[:n] + word[n + 1 :] for n in range(len(word)))
