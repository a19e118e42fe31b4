"""Finds the passages that answer a question."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from content.code import Code
from content.quotes import Quote

Tier = Literal["quote", "closest", "none"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The best passages first, up to three, also when the tier is `none`. `confidence` is from 0 to 1."""

    question: str = field(repr=False)
    tier: Tier
    confidence: float
    passages: tuple[Quote, ...]


class Search:
    def __init__(self, code: Code) -> None:
        self._code = code

    def answer(self, question: str) -> Answer:
        words = set(question.casefold().split())
        quotes = [q for s in self._code.sections for q in self._code.quotes(s.id)]
        best = sorted(quotes, key=lambda q: -len(words & set(q.text.casefold().split())))
        return Answer(question, "closest", 0.5, tuple(best[:3]))


def open_search(folder: Path, code: Code) -> Search:
    return Search(code)
