"""Interleaved rounds: everything that is compared is measured in every round, in a turning order."""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds for each operation: on the clock, and of processor time in all threads."""

    wall: float
    cpu: float = 0.0


Measured = Callable[[], Awaitable[Took]]


@dataclass(frozen=True, slots=True)
class Rounds(Generic[K]):
    """What each round measured, by name, in the order of the rounds."""

    took: Mapping[K, list[Took]]

    def wall(self, name: K) -> float:
        """The median of the rounds."""
        return statistics.median(took.wall for took in self.took[name])

    def cpu(self, name: K) -> float:
        return statistics.median(took.cpu for took in self.took[name])

    def ratio(self, name: K, to: K) -> float:
        """The median of the rounds' own ratios: what slows a whole round cancels out."""
        return statistics.median(self._ratios(name, to))

    def spread(self, name: K, to: K) -> str:
        """The smallest and the largest of them."""
        ratios = self._ratios(name, to)
        return f"{min(ratios):.2f}–{max(ratios):.2f}"

    def _ratios(self, name: K, to: K) -> list[float]:
        return [one.wall / other.wall for one, other in zip(self.took[name], self.took[to], strict=True)]


async def interleaved(
    rounds: int, measured: Mapping[K, Measured], say: Callable[[str], None], *, warm_up: bool = True
) -> Rounds[K]:
    """One round more than asked for when `warm_up`: the first one is thrown away."""
    took: dict[K, list[Took]] = {name: [] for name in measured}
    names = list(measured)
    for number in range(0 if warm_up else 1, rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for name in names[number % len(names) :] + names[: number % len(names)]:
            one = await measured[name]()
            if number:
                took[name].append(one)
    return Rounds(took)


async def timed(count: int, work: Callable[[], Awaitable[None]]) -> Took:
    """Runs work that does something `count` times."""
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    return Took(1000 * (time.perf_counter() - wall) / count, 1000 * (time.process_time() - cpu) / count)
