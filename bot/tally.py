"""How often each section answered a question, counted without anybody: in memory for the day, then by the week.

Nothing is written when somebody asks. A row that changed at every question would tell, through the file, its log and
its backups, at which minute somebody asked about what; and each question would wait for the disk. The price: a crash
loses the day's counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

Days = tuple[tuple[date, Mapping[str, int]], ...]


@dataclass(slots=True)
class Tally:
    """Counted and read on the register's own thread."""

    _days: dict[date, Counter[str]] = field(default_factory=dict, repr=False)

    def count(self, section: str, on: date) -> None:
        self._days.setdefault(on, Counter())[section] += 1

    def over(self, before: date | None = None) -> Days:
        """The days before this one, or all, each with its counts."""
        return tuple((day, dict(counts)) for day, counts in self._days.items() if before is None or day < before)

    def written(self, days: Iterable[date]) -> None:
        """They stand in the register now."""
        for day in days:
            self._days.pop(day, None)
