"""Finds the passages that answer a question, and says how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from content.aliases import Aliases, read_aliases
from content.code import Code
from content.finding import Finder, Finding, Tier
from content.learned import open_learned
from content.quotes import Quote
from content.search_settings import read_search_settings

SHOWN = 3
REMEMBERED = 128
"""Findings at once: a question that goes on from another takes three."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best passages first, up to three, also when the tier is `none`.

    `confidence`, 0 to 1, is that the Code answers the question at all. The tier `quote` means that the first passage
    can stand by itself: the confidence is high and no other section comes near.
    """

    question: str = field(repr=False)
    tier: Tier
    confidence: float
    passages: tuple[Quote, ...]


class Search:
    """Deterministic, safe with any text, and usable from any thread.

    What was found last is remembered, in memory and by a digest of the question, not by a word of it. Whoever asks the
    same again waits for nobody else's question.
    """

    def __init__(self, passages: Sequence[Quote], finder: Finder, otherwise: Sequence[Quote] = ()) -> None:
        self._passages, self._finder, self._otherwise = passages, finder, tuple(otherwise)
        self._lock = Lock()
        self._found: dict[bytes, Finding] = {}

    def answer(self, question: str) -> Answer:
        found = self._remembered(question)
        passages = tuple(self._passages[at] for at in found.passages) or self._otherwise
        return Answer(question, found.tier, found.confidence, passages[:SHOWN])

    def _remembered(self, question: str) -> Finding:
        mark = blake2b(question.encode("utf-8", "replace"), digest_size=16).digest()
        return self._found.get(mark) or self._find(question, mark)

    def _find(self, question: str, mark: bytes) -> Finding:
        with self._lock:
            found = self._found.get(mark) or self._finder.find(question)
            if len(self._found) >= REMEMBERED:
                del self._found[next(iter(self._found))]
            self._found[mark] = found
        return found


def open_search(folder: Path, code: Code, *, semantic: bool = False) -> Search:
    """By what was learned from the company's examples, with `semantic` by meaning too where that extra is installed;
    where nothing was learned, by words alone.

    Raises:
        ContentError: one of the company's files is wrong.
    """
    passages = code.passages
    aliases = read_aliases(folder, code)
    return Search(passages, _finder(folder, passages, aliases, semantic=semantic), aliases.otherwise)


def _finder(folder: Path, passages: Sequence[Quote], aliases: Aliases, *, semantic: bool) -> Finder:
    settings = read_search_settings(folder)
    learned = open_learned(folder, passages)
    if learned is not None:
        from content.judging import judging

        return judging(learned, passages, settings, semantic=semantic)
    from content.lexical import Lexical

    return Lexical(passages, aliases, settings)
