"""What a question is made of, as far as a linear model can use it: its words, pairs of words, and pieces of words."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from content.terms import words

SHORTEST, LONGEST = 3, 5
"""Letters of a piece; pieces see a word's ends, so that " nda " is not the "nda" of "agenda"."""

MOST = 300
"""So many words of a question are looked at."""

Features = dict[str, float]


def spoken(text: str) -> list[str]:
    """The words in small letters and without accents: people leave them out."""
    plain = unicodedata.normalize("NFKD", text[:20_000])
    return words("".join(c for c in plain if not unicodedata.combining(c)))[:MOST]


def phrased(said: Sequence[str]) -> Counter[str]:
    """How often each word, and each pair of neighbours, occurs."""
    return Counter((*said, *(f"{one} {other}" for one, other in pairwise(said))))


def pieced(said: Iterable[str]) -> Counter[str]:
    """How often each piece of a word occurs: slips of the pen, endings and compounds keep most of theirs."""
    return Counter(piece for word in said for piece in _pieces(f"_{word}_"))


def _pieces(ended: str) -> Iterator[str]:
    for length in range(SHORTEST, LONGEST + 1):
        for at in range(max(1, len(ended) - length + 1)):
            yield "~" + ended[at : at + length]


def weighed(counts: Counter[str], rarity: Mapping[str, float]) -> Features:
    """Only what is known; what is said twice weighs less than twice, what is rare more. The whole has length 1."""
    raw = {name: (1 + math.log(n)) * rarity[name] for name, n in counts.items() if name in rarity}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {name: value / length for name, value in raw.items()}
