"""What a message server may do instead of delivering, for tests: in given shares, or one by one."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """One way for a request to go wrong."""

    NONE = "none"
    ASKED_TO_WAIT = "asked_to_wait"  # 429 with Retry-After
    DOWN = "down"  # 5xx, nothing accepted
    DROPPED = "dropped"  # accepted, and the connection ended before the answer
    LATE = "late"  # accepted after the caller would have waited
    CLOSED = "closed"  # the recipient's account is gone


NextFault = Callable[[], Fault]

STORM: Mapping[Fault, float] = {Fault.ASKED_TO_WAIT: 0.1, Fault.DOWN: 0.1, Fault.DROPPED: 0.08, Fault.LATE: 0.04}
"""Shares of all requests: 32 in a hundred go wrong."""


def fair_weather() -> Fault:
    return Fault.NONE


def one_by_one(faults: Iterable[Fault]) -> NextFault:
    """These first, in this order; then fair weather."""
    ahead = iter(faults)
    return lambda: next(ahead, Fault.NONE)


def storm(seed: int, shares: Mapping[Fault, float] = STORM) -> NextFault:
    """Faults in these shares, the same ones for the same seed."""
    dice = Random(seed)  # noqa: S311 - for tests; nothing secret hangs on it
    kinds, weights = [*shares, Fault.NONE], [*shares.values(), 1 - sum(shares.values())]
    return lambda: dice.choices(kinds, weights)[0]
