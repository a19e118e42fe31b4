"""Several messages within a short time become one, which names no case."""

from datetime import timedelta

import pytest

from bot.bundling import LATELY, MOST, Bundling
from storage import outbox, people
from tests.faults.acting import acknowledges, adds, case_of, member_id, recuses
from tests.faults.platform import DOWN, Platform
from tests.faults.reporter import answers, filed
from tests.house import CHANNEL, GRACE, MEI, World

FILED, ADDED, MANY, URGENT = "notice.filed", "notice.added", "notice.many", "notice.many_urgent"


@pytest.fixture
def world(world: World) -> World:
    return bundling(world)


@pytest.fixture
def hourly(hourly: World) -> World:
    return bundling(hourly)


def bundling(world: World) -> World:
    world.courier.bundling = Bundling(world.clock)
    return world


async def reports(world: World, times: int, *, danger: str = "no", involved: tuple[str, ...] = ()) -> list[str]:
    """The receipts."""
    told = answers("Invoices are dated back.", danger=danger, involved=involved)
    return [await filed(world.talks, told) for _ in range(times)]


async def later(world: World, **by: float) -> float:
    world.clock.move(timedelta(**by))
    return await world.courier.deliver()


def keys(platform: Platform, who: str) -> list[str]:
    return [key for _, key in platform.before(who)]


async def test_a_few_come_each_by_itself(world: World, platform: Platform) -> None:
    await reports(world, MOST)
    await world.courier.deliver()
    assert keys(platform, "Grace") == [FILED] * MOST


async def test_more_come_as_one_which_names_no_case(world: World, platform: Platform) -> None:
    await reports(world, MOST + 1)
    await world.courier.deliver()
    assert [platform.before(who) for who in ("Grace", "Samuel", "Mei")] == [[("", MANY)]] * 3
    assert platform.before(CHANNEL.id) == [("", "notice.many_channel")]


async def test_what_comes_soon_after_waits_for_the_next_minute(world: World, platform: Platform) -> None:
    """One alone comes as itself."""
    await reports(world, MOST)
    await later(world, seconds=0)
    await reports(world, 1)
    assert await later(world, seconds=20) == 40
    assert len(keys(platform, "Grace")) == MOST
    await later(world, seconds=40)
    assert keys(platform, "Grace")[MOST:] == [FILED]
    await reports(world, 2)
    await later(world, seconds=60)
    assert keys(platform, "Grace")[MOST + 1 :] == [MANY]


async def test_after_a_while_a_few_come_by_themselves_again(world: World, platform: Platform) -> None:
    await reports(world, MOST + 1)
    await later(world, seconds=0)
    await reports(world, 2)
    await later(world, seconds=LATELY)
    assert keys(platform, "Grace") == [MANY, FILED, FILED]


async def test_it_says_when_people_are_in_danger_and_then_leaves_at_once(hourly: World, platform: Platform) -> None:
    await hourly.courier.deliver()
    await reports(hourly, 1)
    await reports(hourly, MOST + 1, danger="yes")
    await hourly.courier.deliver()
    assert keys(platform, "Grace") == [URGENT]
    await later(hourly, minutes=30)
    assert keys(platform, "Grace") == [URGENT, FILED]


async def test_whom_the_cases_are_hidden_from_hears_nothing(world: World, platform: Platform) -> None:
    mei = next(m.id for m in world.database.run_now(people.members) if m.name == MEI.name)
    await reports(world, MOST + 1, involved=(mei,))
    await world.courier.deliver()
    assert (keys(platform, "Grace"), keys(platform, "Mei"), keys(platform, CHANNEL.id)) == ([MANY], [], [])


@pytest.mark.parametrize(("danger", "leads"), [("no", "notice.filed_yours"), ("yes", "notice.filed_urgent_yours")])
async def test_the_acting_chair_hears_of_each_case_that_is_theirs_to_lead(
    world: World, platform: Platform, danger: str, leads: str
) -> None:
    """A bundle says nothing of that; the others, who lead none of them, get one."""
    receipts = await reports(world, MOST + 1, danger=danger, involved=(member_id(world, GRACE),))
    await world.courier.deliver()
    assert set(platform.before("Samuel")) == {(case_of(world, receipt), leads) for receipt in receipts}
    assert [platform.before(who) for who in ("Grace", "Mei")] == [[], [("", URGENT if danger == "yes" else MANY)]]


async def test_who_steps_aside_before_the_minute_is_over_hears_of_it_no_more(world: World, platform: Platform) -> None:
    await reports(world, MOST)
    await later(world, seconds=0)
    (receipt,) = await reports(world, 1)
    await world.courier.deliver()
    await recuses(world, GRACE, case_of(world, receipt))
    await later(world, seconds=60)
    assert case_of(world, receipt) not in {case for case, _ in platform.before("Grace")}
    assert (case_of(world, receipt), FILED) in platform.before("Mei")


async def test_a_case_told_of_in_one_goes_on_by_itself(world: World, platform: Platform) -> None:
    """There is no message of it that could be brought to where it stands; nothing is left waiting for one."""
    first, *_ = await reports(world, MOST + 1)
    await world.courier.deliver()
    case = case_of(world, first)
    await acknowledges(world, MEI, case)
    await adds(world, first, "One more thing.")
    await later(world, minutes=1)
    assert platform.before("Grace") == [("", MANY), (case, ADDED)]
    assert world.database.run_now(outbox.counts).owed == 0


async def test_after_an_outage_there_is_one_and_not_one_a_minute(world: World, platform: Platform) -> None:
    platform.always = lambda _: DOWN
    for _ in range(5):
        await reports(world, MOST + 1, danger="yes")
        await later(world, minutes=2)
    await reports(world, MOST + 1)
    await later(world, minutes=2)
    platform.always = lambda _: None
    await later(world, minutes=30)
    assert keys(platform, "Grace") == [URGENT]
