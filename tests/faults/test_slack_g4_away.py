"""G4 in Slack: it is away for six hours; then everything arrives, once, in its order, and never before Retry-After."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.courier import Courier
from bot.messenger import Channel
from bot.slack.messenger import SlackMessenger, connected
from bot.web.faults import Fault
from content.company import open_company
from storage import outbox
from tests.faults import figures
from tests.faults.acting import adds, case_of
from tests.faults.reporter import answers, filed
from tests.house import World, build
from tests.slack.server import Call
from tests.slack_api import BOT_TOKEN, TEAM, SlackApi
from tests.slack_house import COMMITTEE, COMMITTEE_CHANNEL, NAMES

HOURS = 6
RECIPIENTS = len(COMMITTEE) + 1
RETRY_AFTER = 1234
"""Seconds: no divisor of a quarter of an hour, so that it is obeyed and not met by chance."""


@dataclass(slots=True)
class Away:
    """Slack and the house, each with a clock that stands still; both move together."""

    slack: SlackApi
    world: World
    left: float = HOURS * 3600.0
    receipts: list[str] = field(default_factory=list)

    async def later(self, **by: float) -> None:
        self.slack.later(**by)
        self.world.clock.move(timedelta(**by))
        self.left -= timedelta(**by).total_seconds()
        await self.world.courier.deliver()

    def weather(self, method: str) -> Fault:
        """By turns down and asking to wait; then as ever."""
        if self.left <= 0:
            return Fault.NONE
        return Fault.ASKED_TO_WAIT if len(self.slack.calls) % 2 else Fault.DOWN


@pytest.fixture
async def away(tmp_path: Path) -> AsyncIterator[Away]:
    async with SlackApi() as slack, connected(BOT_TOKEN, slack.url) as client:
        for id_, name in NAMES.items():
            slack.hires(id_, name)
        slack.makes_channel(COMMITTEE_CHANNEL, *(who.account.id for who in COMMITTEE if who.account))
        messenger = SlackMessenger(client, open_company().wording, slack.clock, TEAM, pace=0)
        world = build(tmp_path, messenger, committee=COMMITTEE)
        channel = Channel("slack", TEAM, COMMITTEE_CHANNEL)
        world.courier = Courier(world.database, world.clock, {"slack": messenger}, channel, hourly=False)
        away = Away(slack, world)
        slack.api.weather, slack.api.retry_after = away.weather, RETRY_AFTER
        yield away
        world.close()


async def test_six_hours_without_slack(away: Away) -> None:
    while away.left > 900:
        away.receipts.append(await filed(away.world.talks, answers("Invoices are dated back.")))
        await away.later(minutes=5)
        await adds(away.world, away.receipts[-1], "One more thing.")
        await away.later(minutes=10)
    during = list(away.slack.calls)
    assert not any(away.slack.messages_in(place) for place in _places(away))
    for _ in range(8):
        await away.later(minutes=15)
    _all_arrived(away)
    early = _asked_before_retry_after(away.slack.calls)
    assert early == []
    sent = sum(len(away.slack.messages_in(place)) for place in _places(away))
    figures.tell(
        "G4 Slack",
        f"{HOURS} h away, {len(away.receipts)} reports and additions, {len(during)} calls refused meanwhile, "
        f"{len(early)} before Retry-After; then {sent} messages, 0 missing, 0 doubled, 0 out of order in their case",
    )


def _places(away: Away) -> tuple[str, ...]:
    return (*(f"D{who.account.id}" for who in COMMITTEE if who.account), COMMITTEE_CHANNEL)


def _all_arrived(away: Away) -> None:
    assert away.world.database.run_now(lambda r: outbox.counts(r).owed + outbox.counts(r).sending) == 0
    cases = [case_of(away.world, receipt) for receipt in away.receipts]
    for place in _places(away):
        got = [away.slack.reads(posted) for posted in away.slack.messages_in(place)]
        for case in cases:
            theirs = [text for text in got if case in text]
            assert len(theirs) == (1 if place == COMMITTEE_CHANNEL else 2)
            assert "something new" in theirs[-1] or place == COMMITTEE_CHANNEL


def _asked_before_retry_after(calls: list[Call]) -> list[Call]:
    """Calls of a method that had said that it must not be asked yet. At the very same instant another recipient's call
    may have been on its way already: one each, no more."""
    closed: dict[str, tuple[float, float]] = {}
    under_way: Counter[tuple[str, float]] = Counter()
    early = []
    for call in calls:
        since, until = closed.get(call.method, (0.0, 0.0))
        under_way[call.method, call.at] += call.at == since
        if since < call.at < until or under_way[call.method, call.at] >= RECIPIENTS:
            early.append(call)
        if call.answered == "ratelimited":
            closed[call.method] = call.at, call.at + RETRY_AFTER
    return early
