"""How much is measured: the run of `make bench`, the long form of it, and a tiny one that only proves that it runs."""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Sizes:
    """`operations` are timed in a round, for each thing measured and each of `at_once`.

    `stored` are the registers compared, in cases; what is asked once a day is asked once for ten `pages`; `reports`
    are the two moments at which memory is read. `starts` is how often each process is started. `requests` are sent to
    Slack's and to Teams' parts in a round, one at a time and then at the most of `at_once`; `crowd` come all at once;
    `owed` are the direct messages that leave meanwhile.
    """

    rounds: int = 5
    operations: int = 800
    at_once: tuple[int, ...] = (1, 16, 50)
    stored: tuple[int, ...] = (1_000, 100_000)
    filings: int = 1_000
    lookups: int = 1_000
    pages: int = 100
    starts: int = 7
    reports: tuple[int, int] = (100, 25_000)
    requests: int = 400
    crowd: int = 200
    owed: int = 1_000


DEFAULT: Final = Sizes()
LONG: Final = replace(DEFAULT, stored=(1_000, 100_000, 1_000_000))
TINY: Final = Sizes(
    rounds=1,
    operations=6,
    at_once=(1, 3),
    stored=(5, 10, 20),
    filings=4,
    lookups=5,
    pages=2,
    starts=1,
    reports=(3, 12),
    requests=6,
    crowd=5,
    owed=4,
)
