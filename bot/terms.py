"""The dates a case carries, counted in business days of the company's calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5

SOON = timedelta(14)
"""So long before its day, feedback to a reporter is called to mind."""

LASTS = timedelta(30)
"""So long after its day, the last check-in with a reporter still stands."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`acknowledge_days` are business days, `acknowledge_latest` and `unread_days` calendar days. `check_in_days` after
    a case was closed its reporter is asked how they have fared since: in rising order, none when empty."""

    acknowledge_days: int = 3
    acknowledge_latest: int = 7
    feedback_months: int = 3
    unread_days: int = 2
    check_in_days: tuple[int, ...] = (30, 60, 90)
    holidays: frozenset[date] = frozenset()

    def acknowledge_by(self, filed_on: date) -> date:
        return min(self.business_day(filed_on, self.acknowledge_days), filed_on + timedelta(self.acknowledge_latest))

    def feedback_by(self, filed_on: date) -> date:
        """Some months on, at the latest the last day of the month."""
        return _months_on(filed_on, self.feedback_months)

    def feedback_near(self, today: date) -> date:
        """The latest day of filing for which feedback is due within `SOON`, or overdue."""
        filed_on = _months_on(today + SOON, -self.feedback_months)
        while self.feedback_by(filed_on + timedelta(1)) <= today + SOON:  # a long month's last days share a date
            filed_on += timedelta(1)
        return filed_on

    def check_in(self, closed_on: date, today: date) -> int:
        """The last of `check_in_days` that has come; 0 before the first, and when the last is long past."""
        since = (today - closed_on).days
        passed = [days for days in self.check_in_days if days <= since]
        return passed[-1] if passed and since < self.check_in_days[-1] + LASTS.days else 0

    def checked_in(self, today: date) -> tuple[date, date] | None:
        """The first and the last day of closing for which there is a check-in; None when there are none at all."""
        if not self.check_in_days:
            return None
        return today - timedelta(self.check_in_days[-1]) - LASTS, today - timedelta(self.check_in_days[0])

    def business_day(self, start: date, days: int) -> date:
        """The day that many business days after `start`."""
        day = start
        while days > 0:
            day += timedelta(1)
            days -= day.weekday() < SATURDAY and day not in self.holidays
        return day


def _months_on(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(1)).day
    return date(year, month + 1, min(start.day, last))
