"""G6 in Teams: every request with its valid token comes five times more, byte for byte. Nothing happens twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.teams.service import open_service
from tests.faults import figures
from tests.faults.counting import digest, rows
from tests.faults.teams_reporter import TeamsReporter
from tests.teams_api import Request
from tests.teams_house import GRACE
from tests.teams_wire import WiredHouse, served, tenant_of, wired_house, wording

REQUESTS = figures.of(short=200, long=1000)
TIMES = 5
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class State:
    """All that a request can have an effect on: the register to the last byte, and what Microsoft was asked for."""

    register: str
    calls: int
    messages: int


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WiredHouse]:
    async with wired_house(tmp_path) as house:
        yield house


async def test_replayed_five_times_nothing_happens_twice(house: WiredHouse) -> None:
    """A token is valid for an hour, so each replay is admitted: what has happened is told by its own id."""
    requests = await _done(house)
    before, filed = _state(house), rows(house.world)["cases"]
    statuses = await _replayed(house, requests)
    assert statuses == {200: TIMES * len(requests)}
    assert _state(house) == before
    figures.tell(
        "G6 Teams",
        f"{len(requests)} requests with valid tokens, {filed} reports filed by them, {statuses.total()} replays, "
        "0 second effects",
    )


async def test_of_five_at_once_one_is_done(house: WiredHouse) -> None:
    """Of a service that remembers nothing of it."""
    reports = TeamsReporter(house.teams)
    house.teams.hires(_person(0), "Reporter Doe")
    await reports.files(_person(0), "Dates were moved.")
    before = rows(house.world)
    async with _restarted(house):
        bodies = await asyncio.gather(*(house.teams.replays(house.teams.requests[-1]) for _ in range(TIMES)))
    assert len({str(answered.body) for answered in bodies}) == 1
    assert reports.receipts["Dates were moved."] in str(bodies[0].body)
    assert rows(house.world) == before


async def test_after_a_restart_which_forgets_what_it_has_seen_the_register_takes_nothing_twice(
    house: WiredHouse,
) -> None:
    requests = await _done(house, figures.of(short=40, long=200))
    await house.delivered()
    before = rows(house.world)
    async with _restarted(house):
        statuses = await _replayed(house, requests, times=1)
        await house.delivered()
    assert statuses == {200: len(requests)}
    assert rows(house.world) == before


async def _done(house: WiredHouse, enough: int = REQUESTS) -> list[Request]:
    """People ask, walk and report, and a member reads and acknowledges, until there are requests enough."""
    n = 0
    while len(house.teams.requests) < enough:
        await _day(house, _person(n), n)
        n += 1
    return house.teams.requests[:enough]


async def _day(house: WiredHouse, user: str, n: int) -> None:
    teams = house.teams
    teams.hires(user, f"Person{n} Doe")
    await teams.installs(user)
    await TeamsReporter(teams).files(user, f"Report number {n}.")
    await teams.types(user, "May I keep a gift?")
    await teams.types(user, "guide")
    await teams.presses(user, "Yes, I know what happened")
    await house.delivered()
    await teams.presses(GRACE, "Read the report", on=teams.chat(GRACE)[-1])
    teams.closes(GRACE)
    await teams.presses(GRACE, "Acknowledge", on=teams.chat(GRACE)[-1])


def _person(n: int) -> str:
    return f"{n:08x}-eeee-eeee-eeee-eeeeeeeeeeee"


async def _replayed(house: WiredHouse, requests: list[Request], times: int = TIMES) -> Counter[int]:
    """How often each status was answered."""
    again = [request for request in requests for _ in range(times)]
    statuses: Counter[int] = Counter()
    for start in range(0, len(again), AT_ONCE):
        answers = await asyncio.gather(*(house.teams.replays(one) for one in again[start : start + AT_ONCE]))
        statuses.update(answered.status for answered in answers)
    return statuses


@asynccontextmanager
async def _restarted(house: WiredHouse) -> AsyncIterator[None]:
    """The same register behind a service that remembers nothing."""
    teams, references = house.teams, house.service.references
    opened = open_service(tenant_of(teams), wording, teams.clock, references)
    async with opened as service, served(teams, service, house.world.talks):
        yield


def _state(house: WiredHouse) -> State:
    messages = sum(len(posts) for posts in house.teams.posts.values())
    return State(digest(house.world), len(house.teams.microsoft.calls), messages)
