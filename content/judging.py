"""Finds passages by what was learned from example questions, and by meaning where that is installed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from math import exp, log

from content.features import spoken
from content.finding import NOTHING, Finding, Tier
from content.learned import NEIGHBOURS, Judgement, Learned, Shares, logs, mixed, voted
from content.near import Near
from content.quotes import Quote
from content.search_settings import SearchSettings
from content.semantic import BrokenModelError, Meanings, installed
from content.terms import Spelling, english

CORE = 2
"""Parts that need no model."""
LISTED = 1
"""So many of a list's items, or a table's rows, are shown after what leads to them."""
TELLING = 24
"""So many of a question's telling words are looked for in the examples."""


class Judging:
    """A `Finder`. Without `near` it goes by words alone; so it does when the model turns out to be broken."""

    def __init__(
        self, learned: Learned, passages: Sequence[Quote], settings: SearchSettings, near: Near | None
    ) -> None:
        self._learned, self._settings, self._near = learned, settings, near
        self._passages = passages
        self._sections = [quote.section for quote in passages]

    @cached_property
    def _spelling(self) -> Spelling:
        """Of many thousand words: read for the first question, and no start waits for it."""
        return Spelling(self._learned.words(), self._settings.typo, also=english())

    def find(self, question: str) -> Finding:
        parts = self.parts(question)
        if not parts:
            return NOTHING
        judgement = self._learned.semantic if len(parts) > CORE and self._learned.semantic else self._learned.core
        found = concluded(mixed(parts, judgement.parts), judgement, self._sections)
        return replace(found, passages=listed(found.passages, self._passages))

    def parts(self, question: str) -> tuple[list[float], ...]:
        """What each part says of each answer: by words, by examples that share words, and the same two by meaning.
        Empty when not one word is known."""
        said = [self._spelling.corrected(word) for word in spoken(question)]
        shares = self._learned.shares(said)
        if shares is None:
            return ()
        return logs(shares), self._learned.votes(self._telling(said)), *self._meant(question)

    def _telling(self, said: Sequence[str]) -> list[str]:
        return [word for word in dict.fromkeys(said) if word not in self._settings.stop][:TELLING]

    def _meant(self, question: str) -> tuple[list[float], ...]:
        if self._near is None:
            return ()
        try:
            shares, neighbours = self._near.parts(question, NEIGHBOURS)
        except BrokenModelError:
            self._near = None
            return ()
        return logs(shares), voted(iter(neighbours), self._learned.answers)


def concluded(shares: Shares, judgement: Judgement, sections: Sequence[str]) -> Finding:
    """`sections` are those of the passages, in their order."""
    first, *others = ranked(shares, sections)
    confidence = curve(judgement.inside, odds(1 - shares[-1]))
    best = sum(share for share, section in zip(shares, sections, strict=False) if section == sections[first])
    certain = curve(judgement.sure, odds(best / max(1 - shares[-1], 1e-9)))
    return Finding(tier(judgement, confidence, certain), round(confidence, 4), (first, *others))


def listed(places: Sequence[int], passages: Sequence[Quote]) -> tuple[int, ...]:
    """What only leads to a list or a table ("using the following information:") is followed by that."""
    first, *others = places
    led = range(first + 1, first + 1 + LISTED) if passages[first].text.endswith(":") else ()
    here = passages[first].section
    return (first, *(at for at in led if at < len(passages) and passages[at].section == here), *others)


def ranked(shares: Sequence[float], sections: Sequence[str]) -> Iterator[int]:
    """The best passage of each section, the best first."""
    best: dict[str, int] = {}
    for at in sorted(range(len(sections)), key=lambda at: -shares[at]):
        best.setdefault(sections[at], at)
    return iter(best.values())


def odds(share: float) -> float:
    """The logarithm of one against the other."""
    inside = min(max(share, 1e-9), 1 - 1e-9)
    return log(inside / (1 - inside))


def curve(of: tuple[float, float], value: float) -> float:
    slope, base = of
    return 1 / (1 + exp(-max(-30.0, min(30.0, slope * value + base))))


def tier(judgement: Judgement, confidence: float, certain: float) -> Tier:
    if confidence >= judgement.quote and certain >= judgement.certain:
        return "quote"
    return "closest" if confidence >= judgement.closest else "none"


def judging(learned: Learned, passages: Sequence[Quote], settings: SearchSettings, *, semantic: bool) -> Judging:
    able = semantic and learned.semantic is not None and installed()
    return Judging(learned, passages, settings, _near(learned) if able else None)


def _near(learned: Learned) -> Near | None:
    try:
        return Near(learned, Meanings())
    except BrokenModelError:
        return None
