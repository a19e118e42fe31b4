"""What is promised and what cannot be, before a word is typed, built from the settings that are in force."""

from collections.abc import Iterator

from dialogs.contacts import off_platform
from dialogs.facts import Facts
from dialogs.steps import Say


def promised(facts: Facts) -> Iterator[Say]:
    quotes = facts.company.guidance.quotes
    yield Say("promise.we_promise", {"days": facts.promise.acknowledge_days}, quotes=quotes("retaliation", "anonymity"))
    yield Say(f"promise.committee_dm.{facts.promise.committee_dm}")
    if not facts.promise.hourly:
        yield Say("promise.leaves_at_once")
    yield Say("promise.we_cannot", quotes=quotes("extent", "false_report"))
    yield Say(f"promise.platform.{facts.promise.platform}")
    if facts.promise.web_address:
        yield Say("promise.web", {"address": facts.promise.web_address})
    yield Say("promise.stronger_ways", quotes=quotes("mail"))
    yield from (Say("promise.way", {"way": way}) for way in off_platform(facts))
    yield Say("promise.authorities")
