"""The dates of a case: business days of the company's calendar, and months that may be short."""

from datetime import date, timedelta

import pytest

from bot.terms import SOON, Terms


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


@pytest.mark.parametrize("today", [date(2027, 1, 1) + timedelta(days=day) for day in range(0, 800, 7)])
def test_feedback_is_near_for_whatever_is_due_within_two_weeks(today: date) -> None:
    terms, near = Terms(), Terms().feedback_near(today)
    assert terms.feedback_by(near) <= today + SOON < terms.feedback_by(near + timedelta(days=1))


CLOSED = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "which"), [(0, 0), (29, 0), (30, 30), (59, 30), (60, 60), (89, 60), (90, 90), (119, 90), (120, 0)]
)
def test_a_reporter_is_asked_after_thirty_sixty_and_ninety_days(days: int, which: int) -> None:
    terms, today = Terms(), CLOSED + timedelta(days=days)
    assert terms.check_in(CLOSED, today) == which
    span = terms.checked_in(today)
    assert span
    assert which == 0 or span[0] <= CLOSED <= span[1]


def test_without_days_nobody_is_asked() -> None:
    terms = Terms(check_in_days=())
    assert terms.checked_in(CLOSED) is None
    assert terms.check_in(CLOSED, CLOSED + timedelta(days=40)) == 0
