"""What every turn knows of the house: its terms, its promise to reporters, its limits."""

from bot.clock import SystemClock
from bot.limits import Limit
from bot.settings import Settings
from bot.talk import House
from bot.terms import Terms
from content.company import Company
from dialogs.facts import Promise

GUESSES = (5, 600.0)
"""Wrong receipts an account may try, and in how many seconds."""
HOUR, DAY = 3600.0, 86_400.0


def house(settings: Settings, company: Company, *, channel: bool) -> House:
    """`channel`: whether the Committee has one, which reporters are told."""
    clock, promised = SystemClock(), terms(settings)
    guesses = Limit(*GUESSES, clock.monotonic)
    reports = Limit(settings.limits.reports_an_hour, HOUR, clock.monotonic)
    questions = Limit(settings.limits.questions_a_day, DAY, clock.monotonic)
    promise = _promise(settings, promised)
    return House(company, clock, promised, promise, guesses, reports, channel, questions=questions)


def terms(settings: Settings) -> Terms:
    clocks = settings.clocks
    return Terms(
        acknowledge_days=clocks.acknowledge_business_days,
        acknowledge_latest=clocks.acknowledge_latest_days,
        feedback_months=clocks.feedback_months,
        unread_days=clocks.unread_days,
        check_in_days=tuple(sorted(set(clocks.check_in_days))),
        holidays=frozenset(clocks.holidays),
    )


def _promise(settings: Settings, promised: Terms) -> Promise:
    return Promise(
        web_address=settings.web.address,
        committee_dm=settings.committee.dm,
        acknowledge_days=promised.acknowledge_days,
        feedback_months=promised.feedback_months,
        draft_days=settings.drafts.days,
        hourly=settings.mode == "production",
    )
