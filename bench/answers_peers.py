"""Those that are measured side by side: our search, and two libraries that rank the same texts by BM25."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from content.company import open_company
from content.terms import words

CORE: Final = "askfirst, core"
SEMANTIC: Final = "askfirst, semantic"
RANK: Final = "rank_bm25"
BM25S: Final = "bm25s"
LOOKED_AT = 50
"""So many of the best texts are looked at for three sections."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages and example questions that the Code answers, each with the place of its passage. `stop` are words that
    say nothing; they are left out for everybody."""

    texts: tuple[str, ...] = field(repr=False)
    places: tuple[int, ...]
    sections: tuple[str, ...]
    stop: frozenset[str] = field(repr=False)

    def said(self, text: str) -> list[str]:
        return [word for word in words(text) if word not in self.stop]

    def firsts(self, best: Sequence[int]) -> list[int]:
        """The best passage of each section, of the best texts."""
        found: dict[str, int] = {}
        for text in best:
            place = self.places[text]
            found.setdefault(self.sections[place], place)
        return list(found.values())


Answering = Callable[[str], list[int]]
"""From a question to places of passages, the best first; at most one a section matters."""


def ours(*, semantic: bool) -> Answering:
    company = open_company(semantic=semantic)
    at = {passage: place for place, passage in enumerate(company.code.passages)}
    search = company.search
    return lambda question: [at[passage] for passage in search.answer(question).passages]


def rank_bm25(texts: Texts) -> Answering:
    import numpy as np
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([texts.said(text) for text in texts.texts])

    def answer(question: str) -> list[int]:
        scores = index.get_scores(texts.said(question))
        return texts.firsts(np.argsort(-scores, kind="stable")[:LOOKED_AT].tolist())

    return answer


def bm25s(texts: Texts) -> Answering:
    import bm25s as library

    index = library.BM25()
    index.index([texts.said(text) for text in texts.texts], show_progress=False)

    def answer(question: str) -> list[int]:
        known = [word for word in texts.said(question) if word in index.vocab_dict]
        if not known:
            return []
        found = index.retrieve([known], k=LOOKED_AT, show_progress=False, n_threads=0)
        return texts.firsts(found.documents[0].tolist())

    return answer


BUILT: Final[dict[str, Callable[[Texts], Answering]]] = {
    CORE: lambda _: ours(semantic=False),
    SEMANTIC: lambda _: ours(semantic=True),
    RANK: rank_bm25,
    BM25S: bm25s,
}
