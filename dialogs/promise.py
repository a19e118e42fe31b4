"""What is promised and what cannot be, before a word is typed, built from the settings that are in force."""

from collections.abc import Iterator
from functools import lru_cache

from content.company import Company
from content.quotes import Quote
from dialogs.contacts import ways_off_platform
from dialogs.facts import Facts, Promise
from dialogs.steps import Say


def promised(facts: Facts) -> tuple[Say, ...]:
    return _promised(facts.company, facts.promise, serving=bool(facts.members()))


@lru_cache(maxsize=32)
def _promised(company: Company, promise: Promise, *, serving: bool) -> tuple[Say, ...]:
    """Put together once for a company and a platform."""
    return tuple(_spelled_out(company, promise, serving=serving))


def _spelled_out(company: Company, promise: Promise, *, serving: bool) -> Iterator[Say]:
    quotes = company.guidance.quotes
    yield Say("promise.we_promise", {"days": promise.acknowledge_days})
    yield from _as_the_code_says(quotes("retaliation", "false_report", "anonymity"))
    yield Say(f"promise.committee_dm.{promise.committee_dm}")
    if not promise.hourly:
        yield Say("promise.leaves_at_once")
    yield Say("promise.we_cannot")
    yield from _as_the_code_says(quotes("extent"))
    yield Say(f"promise.platform.{promise.platform}")
    if promise.web_address:
        yield Say("promise.web", {"address": promise.web_address})
    yield Say("promise.stronger_ways", quotes=quotes("mail"))
    yield from (Say("promise.way", {"way": way}) for way in ways_off_platform(company, (), left=serving))
    yield Say("promise.authorities")


def _as_the_code_says(quotes: tuple[Quote, ...]) -> Iterator[Say]:
    """Nothing where a company's Code does not say it."""
    if quotes:
        yield Say("promise.code_says", quotes=quotes)
