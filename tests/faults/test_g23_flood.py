"""G23: a flood of reports from many accounts, in ten minutes. None is lost, and no member is buried under messages."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.bundling import MOST, Bundling
from bot.courier import Courier
from bot.messenger import Channel
from bot.person import Account, Person
from bot.slack.messenger import SlackMessenger, connected
from content.company import open_company
from storage import outbox
from tests.faults import figures
from tests.faults.acting import case_of
from tests.faults.reporter import answers, filed
from tests.house import World, build
from tests.slack.workspace import Posted
from tests.slack_api import BOT_TOKEN, TEAM, SlackApi
from tests.slack_house import COMMITTEE, COMMITTEE_CHANNEL, NAMES

REPORTS = figures.of(short=200, long=1000)
MINUTES = 10
ACCOUNTS = REPORTS // 4
MANY, URGENT = (open_company().wording("en").text(key) for key in ("notice.many", "notice.many_urgent"))


@dataclass(slots=True)
class Flooded:
    """Slack and the house, each with a clock that stands still; both move together."""

    slack: SlackApi
    world: World
    receipts: list[str] = field(default_factory=list, repr=False)

    async def later(self, **by: float) -> None:
        self.slack.later(**by)
        self.world.clock.move(timedelta(**by))
        await self.world.courier.deliver()

    async def reports(self, *, urgent: int = 0) -> None:
        """Every so-manieth says that people are in danger."""
        for n in range(REPORTS):
            danger = "yes" if urgent and n % urgent == 0 else "no"
            who = Person(Account("slack", TEAM, f"UP{n % ACCOUNTS}"), f"Person{n % ACCOUNTS} Doe")
            self.receipts.append(await filed(self.world.talks, answers(f"Report {n}.", danger=danger), who))
            await self.later(seconds=MINUTES * 60 / REPORTS)

    def got(self, place: str) -> list[Posted]:
        return self.slack.messages_in(place)

    def at_most(self, place: str) -> int:
        """Messages within the same minute, but for the first ones, when nobody knew yet that there would be so many."""
        at = [int(float(one.ts)) for one in self.got(place)]
        minutes = Counter((one - at[0]) // 60 for one in at[MOST:])
        return max(minutes.values(), default=0)


DMS = tuple(f"D{who.account.id}" for who in COMMITTEE if who.account)
PLACES = (*DMS, COMMITTEE_CHANNEL)


@asynccontextmanager
async def flooded(folder: Path, *, hourly: bool) -> AsyncIterator[Flooded]:
    async with SlackApi() as slack, connected(BOT_TOKEN, slack.url) as client:
        for id_, name in NAMES.items():
            slack.hires(id_, name)
        slack.makes_channel(COMMITTEE_CHANNEL, *(who.account.id for who in COMMITTEE if who.account))
        messenger = SlackMessenger(client, open_company().wording, slack.clock, TEAM, pace=0)
        world = build(folder, messenger, committee=COMMITTEE)
        channel = Channel("slack", TEAM, COMMITTEE_CHANNEL)
        messengers, bundling = {"slack": messenger}, Bundling(world.clock)
        world.courier = Courier(world.database, world.clock, messengers, channel, hourly=hourly, bundling=bundling)
        try:
            yield Flooded(slack, world)
        finally:
            world.close()


async def listed(flood: Flooded, who: Person) -> set[str]:
    """Every case that a member comes to, page after page."""
    found, after = set[str](), ""
    while True:
        shown = await flood.world.talks.begin(who, "cases", after)
        offers = [offer for say in shown.said for offer in say.offers]
        found |= {offer.regarding for offer in offers if offer.dialog == "case"}
        after = next((offer.regarding for offer in offers if offer.dialog == "cases" and offer.regarding), "")
        if not after:
            return found


async def nothing_lost(flood: Flooded) -> None:
    kept = {case_of(flood.world, receipt) for receipt in flood.receipts}
    assert len(kept) == REPORTS
    for who in COMMITTEE:
        assert await listed(flood, who) == kept
    counts = flood.world.database.run_now(outbox.counts)
    assert (counts.owed, counts.sending, counts.parked) == (0, 0, 0)


async def test_where_messages_leave_at_once_there_is_one_a_minute(tmp_path: Path) -> None:
    async with flooded(tmp_path, hourly=False) as flood:
        await flood.reports()
        await flood.later(minutes=1)
        await nothing_lost(flood)
        for place in PLACES:
            assert flood.at_most(place) == 1
            assert len(flood.got(place)) <= MOST + MINUTES + 1
        told = [flood.slack.reads(one) for one in flood.got(DMS[0])]
        assert [text.startswith(MANY) for text in told] == [n >= MOST for n in range(len(told))]
        assert all("[My cases]" in text for text in told[MOST:])
        figures.tell(
            "G23",
            f"{REPORTS} reports in {MINUTES} minutes from {ACCOUNTS} accounts, messages leave at once: 0 lost, "
            f"{len(told)} messages to each member: {MOST} before it was a flood, then {flood.at_most(DMS[0])} a minute",
        )


async def test_where_they_leave_at_the_full_hour_there_is_one_and_danger_waits_for_no_hour(tmp_path: Path) -> None:
    async with flooded(tmp_path, hourly=True) as flood:
        await flood.world.courier.deliver()
        await flood.reports(urgent=2)
        urgent = [flood.slack.reads(one) for one in flood.got(DMS[0])]
        assert all("danger" in text for text in urgent)
        assert {flood.at_most(place) for place in DMS} == {1}
        assert any(text.startswith(URGENT) for text in urgent)
        await flood.later(minutes=20)
        await nothing_lost(flood)
        for place in DMS:
            assert len(flood.got(place)) - len(urgent) <= 1
        figures.tell(
            "G23",
            f"{REPORTS} reports in {MINUTES} minutes, every second with people in danger, messages leave at the full "
            f"hour: 0 lost, {len(urgent)} messages to each member before it, then "
            f"{len(flood.got(DMS[0])) - len(urgent)} for all that was left",
        )
