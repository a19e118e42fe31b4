"""Finds passages by their words and the phrases that people ask them with: for a Code of which nothing was learned."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content.aliases import Aliases, Asked
from content.finding import NOTHING, Finding, Tier
from content.index import Group, Index
from content.quotes import Quote
from content.search_settings import SearchSettings
from content.terms import Spelling, terms, words

FIRST = 3
LIKELY = 12
"""So many of the best scores are looked at again."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage by its place, what it scores, and how much of the question it speaks of (0 to 1)."""

    passage: int
    score: float
    covered: float


class Lexical:
    """A `Finder`. Deterministic, and safe with any text."""

    def __init__(self, passages: Sequence[Quote], aliases: Aliases, settings: SearchSettings) -> None:
        self._settings = settings
        self._passages = passages
        self._alike = {word: group for group in aliases.alike for word in group}
        self._spelling = Spelling(_known(passages, aliases, settings.stop), settings.typo)
        self._index = Index(passages, _telling(aliases, settings.stop), settings.weights)

    def find(self, question: str) -> Finding:
        found = self._found(self._wanted(question))
        if not found:
            return NOTHING
        confidence = self._confidence(found)
        return Finding(self._tier(confidence, leads=self._leads(found)), confidence, tuple(f.passage for f in found))

    def _found(self, wanted: tuple[Group, ...]) -> list[Found]:
        """Best first. A passage that speaks of more of the question comes before one that repeats a single word."""
        scores = self._index.scores(wanted)
        likely = sorted(scores, key=lambda at: (-scores[at], at))[:LIKELY]
        covered = self._index.covered(wanted, likely)
        share = self._settings.weights.covering
        found = [Found(at, scores[at] * (1 - share + share * covered[at]), covered[at]) for at in likely]
        return sorted(found, key=lambda f: (-f.score, f.passage))

    def _wanted(self, question: str) -> tuple[Group, ...]:
        said = terms(question, self._settings.stop, self._settings.limit)
        meant = (self._spelling.corrected(term) for term in said)
        return tuple(dict.fromkeys(self._alike.get(term, (term,)) for term in meant))

    def _confidence(self, found: list[Found]) -> float:
        curve, covered = self._settings.curve, max(f.covered for f in found[:FIRST])
        return round(1 / (1 + math.exp(-(curve.score * found[0].score + curve.covered * covered + curve.base))), 4)

    def _leads(self, found: list[Found]) -> bool:
        """Whether the best passage is clearly ahead of every other section's."""
        section = self._passages[found[0].passage].section
        rival = next((f.score for f in found if self._passages[f.passage].section != section), 0.0)
        return found[0].score >= self._settings.ahead * rival

    def _tier(self, confidence: float, *, leads: bool) -> Tier:
        if leads and confidence >= self._settings.quote:
            return "quote"
        return "closest" if confidence >= self._settings.closest else "none"


def _known(passages: Sequence[Quote], aliases: Aliases, stop: frozenset[str]) -> set[str]:
    """Every word that a question may hold and that is surely no slip of the pen."""
    texts = (*(f"{q.heading} {q.text}" for q in passages), *(a.phrase for a in aliases.asked))
    alike = (word for group in aliases.alike for word in group)
    return {*(word for text in texts for word in words(text)), *alike, *stop}


def _telling(aliases: Aliases, stop: frozenset[str]) -> Iterator[Asked]:
    """The phrases without their stop words, which would only make them longer."""
    return (replace(a, phrase=" ".join(w for w in words(a.phrase) if w not in stop)) for a in aliases.asked)
