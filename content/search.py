"""Finds the passages that answer a question, and says how sure it is."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Literal

from content.aliases import Aliases, read_aliases
from content.code import Code
from content.index import Group, Index
from content.quotes import Quote
from content.search_settings import SearchSettings, read_search_settings
from content.terms import Spelling, terms, words

Tier = Literal["quote", "closest", "none"]
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The best passages first, up to three, also when the tier is `none`. `confidence` is from 0 to 1."""

    question: str = field(repr=False)
    tier: Tier
    confidence: float
    passages: tuple[Quote, ...]


class Search:
    """Deterministic, safe with any text, and usable from any thread."""

    def __init__(self, code: Code, aliases: Aliases, settings: SearchSettings) -> None:
        self._settings = settings
        self._passages = tuple(quote for section in code.sections for quote in code.quotes(section.id))
        self._otherwise = aliases.otherwise
        self._alike = {word: group for group in aliases.alike for word in group}
        self._spelling = Spelling(_known(self._passages, aliases, settings.stop), settings.typo)
        self._index = Index(self._passages, aliases.asked, settings.weights)
        self._lock = Lock()

    def answer(self, question: str) -> Answer:
        wanted = self._wanted(question)
        with self._lock:
            scores = self._index.scores(wanted)
            best = sorted(scores, key=lambda at: (-scores[at], at))[:SHOWN]
            if not best:
                return Answer(question, "none", 0.0, self._otherwise[:SHOWN])
            confidence = self._confidence(scores[best[0]], self._index.covered(wanted, best[0]))
        return Answer(question, self._tier(confidence), confidence, tuple(self._passages[at] for at in best))

    def _wanted(self, question: str) -> tuple[Group, ...]:
        said = terms(question, self._settings.stop, self._settings.limit)
        meant = (self._spelling.corrected(term) for term in said)
        return tuple(dict.fromkeys(self._alike.get(term, (term,)) for term in meant))

    def _confidence(self, score: float, covered: float) -> float:
        curve = self._settings.curve
        return round(1 / (1 + math.exp(-(curve.score * score + curve.covered * covered + curve.base))), 4)

    def _tier(self, confidence: float) -> Tier:
        if confidence >= self._settings.quote:
            return "quote"
        return "closest" if confidence >= self._settings.closest else "none"


def _known(passages: tuple[Quote, ...], aliases: Aliases, stop: frozenset[str]) -> set[str]:
    """Every word that a question may hold and that is surely no slip of the pen."""
    texts = (*(f"{q.heading} {q.text}" for q in passages), *(a.phrase for a in aliases.asked))
    alike = (word for group in aliases.alike for word in group)
    return {*(word for text in texts for word in words(text)), *alike, *stop}


def open_search(folder: Path, code: Code) -> Search:
    """With the company's own aliases and numbers, where it has them.

    Raises:
        ContentError: one of these files is wrong.
    """
    return Search(code, read_aliases(folder, code), read_search_settings(folder))
