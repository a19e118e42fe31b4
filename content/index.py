"""An index in memory over the passages of the Code and the phrases people ask for them with (SQLite's FTS5)."""

import math
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Sequence

from content.aliases import Asked
from content.quotes import Quote
from content.search_settings import Weights

TABLES = """
CREATE VIRTUAL TABLE passages USING fts5(text, heading, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE asked USING fts5(phrase, passage UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2');
"""
OWN = "SELECT rowid, -bm25(passages, ?, ?) FROM passages WHERE passages MATCH ?"
ASKED = "SELECT rowid, -bm25(asked) FROM asked WHERE asked MATCH ?"
HOLDING = "SELECT rowid FROM passages WHERE passages MATCH ? UNION SELECT passage FROM asked WHERE asked MATCH ?"

Group = tuple[str, ...]
"""Words that mean the same: one word of a question, and those like it."""


class Index:
    """Passages are known by their place in the sequence. Not locked: one caller at a time."""

    def __init__(self, passages: Sequence[Quote], asked: Iterable[Asked], weights: Weights) -> None:
        self._weights = weights
        self._size = len(passages)
        self._rows = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._rows.close)
        self._rows.executescript(TABLES)
        at = {(quote.section, quote.text): n for n, quote in enumerate(passages)}
        texts = [(n, quote.text, quote.heading) for n, quote in enumerate(passages)]
        phrases = [(n, a.phrase, at[a.passage.section, a.passage.text]) for n, a in enumerate(asked)]
        self._phrase_of = [passage for _, _, passage in phrases]
        self._rows.executemany("INSERT INTO passages (rowid, text, heading) VALUES (?, ?, ?)", texts)
        self._rows.executemany("INSERT INTO asked (rowid, phrase, passage) VALUES (?, ?, ?)", phrases)

    def scores(self, wanted: Sequence[Group]) -> dict[int, float]:
        """By passage: its own words, and the phrases for it, each next one for half. Empty when nothing matches."""
        scores = self._summed(OWN, wanted, self._weights.text, self._weights.heading)
        phrases: dict[int, list[float]] = {}
        for row, score in self._summed(ASKED, wanted).items():
            phrases.setdefault(self._phrase_of[row], []).append(score)
        for at, found in phrases.items():
            asked = sum(score / 2**n for n, score in enumerate(sorted(found, reverse=True)))
            scores[at] = scores.get(at, 0.0) + self._weights.asked * asked
        return scores

    def _summed(self, query: str, wanted: Sequence[Group], *weights: float) -> dict[int, float]:
        """By row, over all groups; of words that mean the same only the best counts."""
        total: dict[int, float] = {}
        for group in wanted:
            best: dict[int, float] = {}
            for word in group:
                for row, score in self._rows.execute(query, (*weights, any_of((word,)))):
                    best[row] = max(best.get(row, 0.0), score)
            for row, score in best.items():
                total[row] = total.get(row, 0.0) + score
        return total

    def covered(self, wanted: Sequence[Group], passages: Collection[int]) -> dict[int, float]:
        """How much of the question, 0 to 1, each passage and its phrases speak of; rare words weigh more."""
        holding = [self._holding(group) for group in wanted]
        weights = [math.log(1 + self._size / (1 + len(found))) for found in holding]
        pairs = list(zip(weights, holding, strict=True))
        return {at: sum(w for w, found in pairs if at in found) / sum(weights) for at in passages}

    def _holding(self, group: Group) -> frozenset[int]:
        query = any_of(group)
        return frozenset(at for (at,) in self._rows.execute(HOLDING, (query, query)))


def any_of(words: Iterable[str]) -> str:
    """Each word quoted, so that nothing in it can be read as a query."""
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
