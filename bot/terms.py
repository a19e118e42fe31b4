"""The dates a case carries, counted in business days of the company's calendar (requirements.md, "Clocks")."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """`acknowledge_days` are business days, `acknowledge_latest` and `unread_days` calendar days."""

    acknowledge_days: int = 3
    acknowledge_latest: int = 7
    feedback_months: int = 3
    unread_days: int = 2
    holidays: frozenset[date] = frozenset()

    def acknowledge_by(self, filed_on: date) -> date:
        return min(self.business_day(filed_on, self.acknowledge_days), filed_on + timedelta(self.acknowledge_latest))

    def feedback_by(self, filed_on: date) -> date:
        """Some months on, at the latest the last day of the month."""
        months = filed_on.year * 12 + filed_on.month - 1 + self.feedback_months
        year, month = divmod(months, 12)
        last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(1)).day
        return date(year, month + 1, min(filed_on.day, last))

    def business_day(self, start: date, days: int) -> date:
        """The day that many business days after `start`."""
        day = start
        while days > 0:
            day += timedelta(1)
            days -= day.weekday() < SATURDAY and day not in self.holidays
        return day
