"""G4 in Teams: it is away for six hours; then everything arrives, once, in its order, and never before Retry-After."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.web.faults import Fault
from storage import outbox
from tests.faults import figures
from tests.faults.acting import adds, case_of
from tests.faults.reporter import answers, filed
from tests.teams.chats import COMPANY
from tests.teams.microsoft import Call, chat_of
from tests.teams.seen import reads
from tests.teams_house import COMMITTEE_CHANNEL, GRACE, MEI, SAMUEL
from tests.teams_wire import WiredHouse, wired_house

HOURS = 6
NO_LOGIN = range(2, 4)
"""In these hours Microsoft gives out no tokens either."""

RETRY_AFTER = 1234
"""Seconds: no divisor of a quarter of an hour, so that it is obeyed and not met by chance."""

TO_BEGIN = {"token": 1, "create": 2}
"""How many calls may be under way at once: Samuel's and Mei's chats are not begun, and one token serves everybody."""

PLACES = (*map(chat_of, (GRACE, SAMUEL, MEI)), COMMITTEE_CHANNEL)
LABEL = COMPANY.wording("en").text("notice.repeat")


@dataclass(slots=True)
class Away:
    """Teams and the house, each with a clock that stands still; both move together."""

    house: WiredHouse
    gone: float = 0.0
    receipts: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.gone >= HOURS * 3600

    @property
    def calls(self) -> list[Call]:
        return self.house.teams.microsoft.calls

    async def later(self, **by: float) -> None:
        self.house.teams.later(**by)
        self.house.world.clock.move(timedelta(**by))
        self.gone += timedelta(**by).total_seconds()
        await self.house.delivered()

    def weather(self, method: str) -> Fault:
        """By turns down and asking to wait; then as ever."""
        if self.over or (method == "token" and self.gone // 3600 not in NO_LOGIN):
            return Fault.NONE
        return Fault.ASKED_TO_WAIT if len(self.calls) % 2 else Fault.DOWN


@pytest.fixture
async def away(tmp_path: Path) -> AsyncIterator[Away]:
    """Grace has written to the bot before, the other two never."""
    async with wired_house(tmp_path) as house:
        await house.teams.types(GRACE, "help")
        away = Away(house)
        house.teams.microsoft.calls.clear()
        house.teams.microsoft.weather, house.teams.microsoft.retry_after = away.weather, RETRY_AFTER
        yield away


async def test_six_hours_without_teams(away: Away) -> None:
    while not away.over:
        away.receipts.append(await filed(away.house.world.talks, answers("Invoices are dated back.")))
        await away.later(minutes=5)
        await adds(away.house.world, away.receipts[-1], "One more thing.")
        await away.later(minutes=10)
    during = Counter(call.method for call in away.calls if call.answered in set(Fault))
    for _ in range(8):
        await away.later(minutes=15)
    sent = _all_arrived(away)
    early = _asked_before_retry_after(away.calls)
    assert early == []
    assert {"token", "create", "send"} <= set(during)
    figures.tell(
        "G4 Teams",
        f"{HOURS} h away, {len(away.receipts)} reports and additions, {during.total()} calls refused meanwhile "
        f"({during['token']} of them for a token), {len(early)} before Retry-After; then {sent} messages, 0 missing, "
        "0 doubled, 0 out of order in their case",
    )


def _all_arrived(away: Away) -> int:
    """How many there are."""
    world = away.house.world
    assert world.database.run_now(lambda r: outbox.counts(r).owed + outbox.counts(r).sending) == 0
    cases = [case_of(world, receipt) for receipt in away.receipts]
    sent = 0
    for place in PLACES:
        got = [reads(posted.card) for posted in away.house.teams.messages_in(place)]
        assert not any(LABEL in text for text in got)
        for case in cases:
            theirs = [text for text in got if case in text]
            assert len(theirs) == (1 if place == COMMITTEE_CHANNEL else 2)
            assert "something new" in theirs[-1] or place == COMMITTEE_CHANNEL
            sent += len(theirs)
    return sent


def _asked_before_retry_after(calls: list[Call]) -> list[Call]:
    """Calls for what Microsoft had said that it must not be asked for yet. At the very same instant another chat's call
    may have been on its way already."""
    closed: dict[str, tuple[float, float]] = {}
    under_way: Counter[tuple[str, float]] = Counter()
    early = []
    for call in calls:
        what = _asked_for(call)
        since, until = closed.get(what, (0.0, 0.0))
        under_way[what, call.at] += call.at == since
        if since < call.at < until or under_way[what, call.at] >= TO_BEGIN.get(what, 1):
            early.append(call)
        if call.answered == Fault.ASKED_TO_WAIT:
            closed[what] = call.at, call.at + RETRY_AFTER
    return early


def _asked_for(call: Call) -> str:
    """Retry-After is a conversation's; of what begins one, everything's but a channel's."""
    if call.method == "create" and call.body.get("isGroup"):
        return str(call.body["channelData"]["channel"]["id"])
    return call.where or call.method
