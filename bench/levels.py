"""What requests took, so many at a time: every one of them, and beside what they are compared with."""

import statistics
from dataclasses import dataclass

from bench.results import Goal, Table, number
from bench.rounds import Rounds

P99 = 150
"""Milliseconds at most."""


@dataclass(frozen=True, slots=True)
class Level:
    """`each`: the seconds of every single request, by name, with those of the round that is thrown away."""

    where: str
    tasks: int
    rounds: Rounds[str]
    each: dict[str, list[float]]

    def percentile(self, name: str, of_hundred: int) -> float:
        each, rounds = self.each[name], len(self.rounds.took[name])
        return percentile(each[len(each) // (rounds + 1) :], of_hundred)

    def p99(self, name: str) -> Goal:
        return Goal(f"{name}'s p99, {self.where}", P99, self.percentile(name, 99), "ms")

    def table(self, peer: str) -> Table:
        head = (self.where, "ms (processor ms)", "p50", "p99", "a second", f"ratio to the {peer} (smallest–largest)")
        return Table(head, tuple(self._row(name, peer) for name in self.rounds.took))

    def _row(self, name: str, peer: str) -> tuple[str, ...]:
        rounds = self.rounds
        wall = f"{number(rounds.wall(name))} ({number(rounds.cpu(name))})"
        ratio = f"{number(rounds.ratio(name, peer))} ({rounds.spread(name, peer)})"
        p50, p99 = (number(self.percentile(name, of)) for of in (50, 99))
        return name, wall, p50, p99, f"{1000 / rounds.wall(name):,.0f}", ratio


def percentile(each: list[float], of_hundred: int) -> float:
    """In milliseconds. With few requests, p99 is the longest."""
    if len(each) < 2:
        return 1000 * max(each, default=0.0)
    return 1000 * statistics.quantiles(each, n=100, method="inclusive")[of_hundred - 1]
