"""G6 in Slack: every signed request comes five times more, byte for byte. Nothing happens twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.slack.listeners import create_app
from tests.faults import figures
from tests.faults.counting import digest, rows
from tests.faults.slack_reporter import SlackReporter
from tests.slack.callbacks import Request
from tests.slack_house import GRACE, SlackHouse, edge_of, over_http, slack_house

REQUESTS = figures.of(short=200, long=1000)
TIMES = 5
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class State:
    """All that a request can have an effect on: the register to the last byte, and what Slack was asked for."""

    register: str
    calls: int
    messages: int


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path) as house:
        yield house


async def test_replayed_five_times_nothing_happens_twice(house: SlackHouse) -> None:
    requests = await _done(house)
    before, filed = _state(house), rows(house.world)["cases"]
    statuses = await _replayed(house, requests)
    assert statuses == {409: TIMES * len(requests)}
    assert _state(house) == before
    figures.tell(
        "G6 Slack",
        f"{len(requests)} signed requests, {filed} reports filed by them, {TIMES * len(requests)} replays, "
        "all refused, 0 second effects",
    )


async def test_of_five_at_once_one_is_taken(house: SlackHouse) -> None:
    reports = SlackReporter(house.slack)
    house.slack.hires("UP0", "Reporter Doe")
    await reports.files("UP0", "Dates were moved.")
    sent = _sent(house)[-1]
    async with aiohttp.ClientSession(trust_env=False) as session, _restarted(house, session):
        got = await asyncio.gather(*(house.slack.replays(sent) for _ in range(TIMES)))
    assert sorted(answer.status for answer in got) == [200, 409, 409, 409, 409]


async def test_after_a_restart_which_forgets_what_it_has_seen_the_register_takes_nothing_twice(
    house: SlackHouse,
) -> None:
    requests = await _done(house, figures.of(short=40, long=200))
    await house.delivered()
    before = rows(house.world)
    async with aiohttp.ClientSession(trust_env=False) as session, _restarted(house, session):
        statuses = await _replayed(house, requests, times=1)
        await house.delivered()
    assert statuses == {200: len(requests)}
    assert rows(house.world) == before


async def _done(house: SlackHouse, enough: int = REQUESTS) -> list[Request]:
    """People ask, read, walk and report, and a member reads and acknowledges, until there are requests enough."""
    n = 0
    while len(_sent(house)) < enough:
        await _day(house, f"UP{n}", n)
        n += 1
    return _sent(house)[:enough]


async def _day(house: SlackHouse, user: str, n: int) -> None:
    slack = house.slack
    slack.hires(user, f"Person{n} Doe")
    await SlackReporter(slack).files(user, f"Report number {n}.")
    while slack.view_of(user):
        await slack.closes(user)
    await slack.command(user, text="ask May I keep a gift?")
    await slack.types(user, "What of a loan?")
    await slack.opens_home(user)
    await slack.command(user, text="guide")
    await slack.presses(user, "Yes, I know what happened")
    await house.delivered()
    await slack.presses(GRACE, "Acknowledge", on=slack.dm_of(GRACE)[-1])
    while slack.view_of(GRACE):
        await slack.closes(GRACE)


async def _replayed(house: SlackHouse, requests: list[Request], times: int = TIMES) -> dict[int, int]:
    """How often each status was answered."""
    again = [request for request in requests for _ in range(times)]
    statuses: dict[int, int] = {}
    for start in range(0, len(again), AT_ONCE):
        for answer in await asyncio.gather(*(house.slack.replays(one) for one in again[start : start + AT_ONCE])):
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
    return statuses


def _restarted(house: SlackHouse, session: aiohttp.ClientSession) -> AbstractAsyncContextManager[None]:
    edge = edge_of(house.slack, session, house.world.talks)
    return over_http(SlackHouse(house.slack, house.world, edge, create_app(edge)))


def _sent(house: SlackHouse) -> list[Request]:
    assert house.slack.http
    return house.slack.http.sent


def _state(house: SlackHouse) -> State:
    messages = sum(len(c.messages) for c in house.slack.workspace.conversations.values())
    return State(digest(house.world), len(house.slack.calls), messages)
