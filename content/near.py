"""Which passage a question asks for by its meaning: what was learned of it, and the examples that are near."""

from typing import TYPE_CHECKING, Protocol

from content.learned import STEPS, Learned
from content.semantic import or_broken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class Meant(Protocol):
    def of(self, text: str) -> "Floats":
        """A row for each piece of a word."""


class Near:
    """The examples by their meaning, and what was learned of it."""

    @or_broken()
    def __init__(self, learned: Learned, meanings: Meant) -> None:
        import numpy as np

        self._meanings = meanings
        self._keys = np.array([_row(scale, packed) for scale, packed in learned.heads()])
        *weights, self._bias = [_row(scale, packed) for scale, packed in learned.dimensions()]
        self._weights = np.array(weights)
        vectors = learned.vectors()
        self._answers = [answer for answer, _, _ in vectors]
        self._vectors = np.array([_row(scale, packed) for _, scale, packed in vectors])

    def parts(self, question: str, most: int) -> tuple[list[float], list[tuple[int, float]]]:
        """The share of each answer by what was learned, and the nearest examples: answer and nearness, best first.

        Raises:
            BrokenModelError: at the first question.
        """
        states = self._meanings.of(question)
        return self._shares(states), self._nearest(whole(states), most)

    def _shares(self, states: "Floats") -> list[float]:
        """Each head looks at what counts for it, `content/learning/pooling.py`."""
        import numpy as np

        scores = states @ self._keys.T
        looks = np.exp(scores - scores.max(0))
        seen = (looks / looks.sum(0)).T @ states
        total = np.einsum("i,ij->j", seen.ravel(), self._weights) + self._bias  # by this thread alone, see below
        grown = np.exp(total - total.max())
        shares: list[float] = (grown / grown.sum()).tolist()
        return shares

    def _nearest(self, vector: "Floats", most: int) -> list[tuple[int, float]]:
        import numpy as np

        near = np.einsum("ij,j->i", self._vectors, vector)  # by this thread alone: BLAS would have all of them spin
        best = np.argpartition(-near, min(most, len(near) - 1))[:most]
        return [(self._answers[at], float(near[at])) for at in best[np.argsort(-near[best])]]


def whole(states: "Floats") -> "Floats":
    """The meaning of a text as one row of length 1: the mean of its words'."""
    import numpy as np

    mean = states.mean(0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _row(scale: float, packed: bytes) -> "Floats":
    import numpy as np

    return np.frombuffer(packed, np.int8).astype(np.float32) * np.float32(scale / STEPS)
