"""What leaves at once waits behind no backlog: neither one that lies there before it, nor one that is being served."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.notices import reminder
from storage import outbox, people
from storage.register import Register
from tests.clocks import StoppedClock
from tests.faults.acting import case_of, recuses
from tests.faults.platform import Platform
from tests.faults.reporter import answers, filed
from tests.house import COMMITTEE, MEI, World, build

BACKLOG, LONG = 100, 1_000
"""Messages to each member."""
NAMES = tuple(str(who.account.id) for who in COMMITTEE if who.account)
FILED, URGENT, BACK = "notice.filed", "notice.filed_urgent", "notice.reminder"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[tuple[World, Platform]]:
    """With messages that leave at the full hour, and a backlog."""
    platform = Platform(StoppedClock())
    world = build(tmp_path, platform, hourly=True)
    platform.clock = world.clock
    world.database.run_now(lambda r: owes(r, BACKLOG))
    yield world, platform
    world.close()


def owes(register: Register, count: int) -> None:
    members = people.members(register)
    outbox.owe_all(register, "", [reminder(one.id, BACK, n) for one in members for n in range(count)])


def keys(platform: Platform, who: str) -> list[str]:
    return [key for _, key in platform.before(who)]


def in_the_midst(platform: Platform, sent: int, happens: Callable[[], Awaitable[object]]) -> dict[str, int]:
    """It happens while the so-manieth message is on its way; how many each member had before them just then."""
    had: dict[str, int] = {}

    async def meanwhile(_: str) -> None:
        if len(platform.posts) >= sent and not had:
            had["begun"] = 0
            await happens()
            had.update({name: len(platform.before(name)) for name in NAMES})

    platform.meanwhile = meanwhile
    return had


async def report(world: World, *, danger: str) -> str:
    return await filed(world.talks, answers("Invoices are dated back.", danger=danger))


async def test_it_is_the_first_message_of_a_round(world: tuple[World, Platform]) -> None:
    house, platform = world
    await report(house, danger="yes")
    await house.courier.deliver()
    assert [keys(platform, name)[0] for name in NAMES] == [URGENT] * 3
    assert [len(keys(platform, name)) for name in NAMES] == [BACKLOG + 1] * 3


async def test_it_is_the_next_message_while_a_backlog_is_served(world: tuple[World, Platform]) -> None:
    """Of each member, but for the one that is on its way to them already. Everything else leaves all the same, once."""
    house, platform = world
    house.database.run_now(lambda r: owes(r, LONG - BACKLOG))
    had = in_the_midst(platform, 60, lambda: report(house, danger="yes"))
    await house.courier.deliver()
    for name in NAMES:
        assert keys(platform, name).index(URGENT) <= had[name] + 1
        assert len(keys(platform, name)) == LONG + 1
    assert len({post.id for post in platform.posts}) == len(platform.posts)


async def test_what_is_owed_meanwhile_for_the_next_hour_waits_for_it(world: tuple[World, Platform]) -> None:
    """Otherwise its time would tell when in the hour the report was sent."""
    house, platform = world

    async def both() -> None:
        await report(house, danger="no")
        await report(house, danger="yes")

    in_the_midst(platform, 60, both)
    await house.courier.deliver()
    assert [FILED in keys(platform, name) for name in NAMES] == [False] * 3
    assert [URGENT in keys(platform, name) for name in NAMES] == [True] * 3


async def test_a_blanking_waits_behind_no_backlog(world: tuple[World, Platform]) -> None:
    """The second message after the recusal at the latest finds it done."""
    house, platform = world
    case = case_of(house, await report(house, danger="yes"))
    had = in_the_midst(platform, 60, lambda: recuses(house, MEI, case))
    recusing, still_there = platform.meanwhile, []

    async def meanwhile(to: str) -> None:
        await recusing(to)
        if "Mei" in had and to == "Mei" and len(keys(platform, "Mei")) == had["Mei"] + 2:
            still_there.append((case, URGENT) in platform.before("Mei"))

    platform.meanwhile = meanwhile
    await house.courier.deliver()
    assert still_there == [False]
