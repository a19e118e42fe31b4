"""How much is measured: the run of `make answers`, and a tiny one that only proves that it runs."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Extent:
    """`draws` of the bootstrap; `numbers` of examples compared, with `each` voice's questions asked; `rounds` of the
    speed, in each every question `times` times. Of the examples so many are used, of so many `voices` (None: all); of
    the other people's questions each so many-th one."""

    draws: int = 1_000
    numbers: tuple[int, ...] = (300, 600, 1_200)
    each: int = 100
    rounds: int = 5
    times: int = 5
    examples: int | None = None
    voices: int | None = None
    every: int = 1


DEFAULT: Final = Extent()
TINY: Final = Extent(draws=20, numbers=(24,), each=4, rounds=1, times=1, examples=60, voices=2, every=12)
