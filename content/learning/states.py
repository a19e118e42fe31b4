"""What the model makes of many texts, kept together while they are learned from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from content.learning.linear import Floats
from content.near import whole

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class States:
    """Of each text a row for every piece of a word. `rows` are those of all texts, `spans` where each text's begin and
    end."""

    rows: NDArray[np.float16] = field(repr=False)
    spans: Places = field(repr=False)

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, n: int) -> Floats:
        begin, end = self.spans[n]
        return self.rows[begin:end].astype(np.float32)

    def only(self, chosen: Sequence[int] | Places) -> "States":
        return States(self.rows, self.spans[np.asarray(chosen, np.int64)])

    def followed_by(self, others: "States") -> "States":
        return States(np.vstack([self.rows, others.rows]), np.vstack([self.spans, others.spans + len(self.rows)]))

    def lengths(self) -> Places:
        return self.spans[:, 1] - self.spans[:, 0]

    def wholes(self) -> Floats:
        """The meaning of each text as one row of length 1."""
        return np.array([whole(self[n]) for n in range(len(self))])

    def padded(self) -> tuple[Floats, NDArray[np.bool_]]:
        """By text, place and dimension, as long as the longest; and at which places something stands."""
        lengths = self.lengths()
        there = np.arange(lengths.max()) < lengths[:, None]
        filled = np.zeros((*there.shape, self.rows.shape[1]), np.float32)
        filled[there] = np.concatenate([self[n] for n in range(len(self))])
        return filled, there


def gathered(states: Iterable[Floats]) -> States:
    """In half precision: they are many."""
    all_ = [one.astype(np.float16) for one in states]
    ends = np.cumsum([len(one) for one in all_])
    return States(np.vstack(all_), np.column_stack([np.concatenate([[0], ends[:-1]]), ends]))
