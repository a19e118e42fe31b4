"""What a search finds, whichever way it went."""

from dataclasses import dataclass
from typing import Literal, Protocol

Tier = Literal["quote", "closest", "none"]
"""The passage that answers; the closest ones, which may not; or "the Code does not say"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`passages` by their place in the Code, the best first; `confidence`, 0 to 1, that the Code answers at all."""

    tier: Tier
    confidence: float
    passages: tuple[int, ...]


NOTHING = Finding("none", 0.0, ())
"""Not one word of the question is known."""


class Finder(Protocol):
    """Not locked: one caller at a time."""

    def find(self, question: str) -> Finding: ...
