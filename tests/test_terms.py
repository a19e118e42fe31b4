"""The dates of a case: business days of the company's calendar, and months that may be short."""

from datetime import date

import pytest

from bot.terms import Terms


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday to Thursday
        (date(2026, 11, 26), date(2026, 12, 1)),  # Thursday, over a weekend
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday
    ],
)
def test_three_business_days_to_acknowledge(filed: date, due: date) -> None:
    assert Terms().acknowledge_by(filed) == due


def test_holidays_do_not_count() -> None:
    assert Terms(holidays=frozenset({date(2026, 11, 26)})).acknowledge_by(date(2026, 11, 23)) == date(2026, 11, 27)


def test_never_more_than_seven_days_however_many_holidays() -> None:
    feast = frozenset(date(2026, 12, day) for day in range(21, 32))
    assert Terms(holidays=feast).acknowledge_by(date(2026, 12, 21)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (date(2026, 11, 23), date(2027, 2, 23)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 9, 30), date(2026, 12, 30)),
        (date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_feedback_within_three_months(filed: date, due: date) -> None:
    assert Terms().feedback_by(filed) == due
