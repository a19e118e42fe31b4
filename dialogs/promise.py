"""What is promised and what cannot be, before a word is typed, built from the settings that are in force."""

from collections.abc import Iterator

from dialogs.facts import Facts
from dialogs.steps import Say


def promised(facts: Facts) -> Iterator[Say]:
    quotes = facts.company.guidance.quotes
    yield Say("promise.we_promise", {"days": facts.promise.acknowledge_days}, quotes=quotes("retaliation", "anonymity"))
    yield Say(f"promise.committee_dm.{facts.promise.committee_dm}")
    yield Say("promise.we_cannot", quotes=quotes("extent", "false_report"))
    yield Say(f"promise.platform.{facts.promise.platform}")
    if facts.promise.web_address:
        yield Say("promise.web", {"address": facts.promise.web_address})
    ways = tuple(f"{c.name}: {c.phone or c.address}" for c in facts.company.contacts.off_platform(()))
    yield Say("promise.stronger_ways", {"ways": ways}, quotes=quotes("mail"))
    yield Say("promise.authorities")
