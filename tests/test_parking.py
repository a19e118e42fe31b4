"""What cannot be delivered: tried again at growing intervals, told once, and nobody else's trouble."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.check import of_work
from bot.clocks import Clocks
from bot.desk import Stuck, state
from storage import outbox
from tests.faults.acting import acknowledges, adds, case_of, member_id, recuses
from tests.faults.platform import CLOSED, LOST, Platform, Trouble
from tests.faults.reporter import answers, filed
from tests.house import CHANNEL, GRACE, SAMUEL, World, build

FILED, ADDED, TOLD, NO_CHANNEL = "notice.filed", "notice.added", "notice.unreachable", "notice.no_channel"
HOURS = (1, 2, 4, 8, 24, 24)


@pytest.fixture
def alarms(world: World) -> list[str]:
    heard: list[str] = []
    world.courier.alarm = heard.append
    return heard


async def later(world: World, **by: float) -> None:
    world.clock.move(timedelta(**by))
    await settled(world)


async def settled(world: World) -> None:
    """As `run` does it: round after round, until there is nothing to do just now."""
    for _ in range(5):
        if await world.courier.deliver() > 1:
            await world.courier.deliver()
            return
    raise AssertionError("the courier goes round and round")


async def report(world: World) -> str:
    """The case's number."""
    return case_of(world, await filed(world.talks, answers("Invoices are dated back.")))


def closes(platform: Platform, *whom: str) -> None:
    def trouble(to: str) -> Trouble | None:
        return CLOSED if to in whom else None

    platform.always = trouble


def opens(platform: Platform) -> None:
    platform.always = lambda _: None


def keys(platform: Platform, who: str) -> list[str]:
    return [key for _, key in platform.before(who)]


def parked(world: World) -> int:
    return world.database.run_now(lambda r: outbox.counts(r).parked)


async def test_it_is_tried_again_at_growing_intervals_and_then_daily(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    await report(world)
    await settled(world)
    begun, tried = world.clock.monotonic(), len(tries_of(platform, world))
    for hours in HOURS:
        await later(world, hours=hours, minutes=-1)
        assert len(tries_of(platform, world)) == tried
        await later(world, minutes=1)
        tried += 1
        assert len(tries_of(platform, world)) == tried
    assert world.clock.monotonic() - begun == sum(HOURS) * 3600


def tries_of(platform: Platform, world: World) -> list[float]:
    """When the parked message was tried."""
    ids = {n.id for n in world.database.run_now(outbox.parked)}
    return [at for id_, at in platform.asked if id_ in ids]


async def test_the_courier_knows_when_the_next_try_is_due(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    await report(world)
    await settled(world)
    await later(world, minutes=50)
    assert await world.courier.deliver() == 600


async def test_the_alarm_is_raised_once(world: World, platform: Platform, alarms: list[str]) -> None:
    closes(platform, "Grace")
    for _ in range(3):
        await report(world)
    await settled(world)
    await later(world, days=3)
    await report(world)
    await settled(world)
    assert alarms == ["courier.parked"]


async def test_the_other_members_are_told_once_and_nothing_of_a_case(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    for _ in range(3):
        await report(world)
        await settled(world)
    await later(world, days=3)
    for who in ("Samuel", "Mei"):
        assert keys(platform, who).count(TOLD) == 1
        assert (("", TOLD) in platform.before(who)) is True
    assert TOLD not in keys(platform, "Grace") + keys(platform, CHANNEL.id)


async def test_whom_the_case_is_hidden_from_is_not_told(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    await filed(world.talks, answers("It is about Samuel.", involved=(member_id(world, SAMUEL),)))
    await settled(world)
    assert keys(platform, "Samuel") == []
    assert keys(platform, "Mei") == [FILED, TOLD]


async def test_who_was_not_told_of_the_hidden_case_is_told_of_the_next_one(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    await filed(world.talks, answers("It is about Samuel.", involved=(member_id(world, SAMUEL),)))
    await settled(world)
    await report(world)
    await settled(world)
    assert keys(platform, "Samuel") == [FILED, TOLD]


async def test_a_member_who_can_be_reached_again_gets_it_all_in_its_order(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    case = await report(world)
    await settled(world)
    await acknowledges(world, SAMUEL, case)
    await settled(world)
    opens(platform)
    await later(world, hours=1)
    assert keys(platform, "Grace") == ["notice.acknowledged"], "the message stands where the case does"
    assert parked(world) == 0


async def test_one_message_that_arrives_brings_the_parked_ones_along(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    first = await report(world)
    await settled(world)
    await later(world, days=9)
    opens(platform)
    second = await report(world)
    await settled(world)
    assert sorted(platform.before("Grace")) == sorted([(first, FILED), (second, FILED)])


async def test_it_blocks_nothing_else(world: World, platform: Platform) -> None:
    platform.troubles("Grace", CLOSED)
    receipt = await filed(world.talks, answers("Invoices are dated back."))
    await settled(world)
    await adds(world, receipt, "One more thing.")
    await world.courier.deliver()
    case = case_of(world, receipt)
    assert (case, ADDED) in platform.before("Grace")
    assert [key for key in keys(platform, "Mei") if key != TOLD] == [FILED, ADDED]


async def test_once_reached_a_member_who_is_lost_again_is_told_again(world: World, platform: Platform) -> None:
    for _ in range(2):
        closes(platform, "Grace")
        await report(world)
        await settled(world)
        opens(platform)
        await later(world, hours=1)
    assert keys(platform, "Mei").count(TOLD) == 2


async def test_the_bot_removed_from_the_channel_is_told_and_its_notes_follow(world: World, platform: Platform) -> None:
    closes(platform, CHANNEL.id)
    for _ in range(2):
        await report(world)
        await settled(world)
    assert [keys(platform, who).count(NO_CHANNEL) for who in ("Grace", "Samuel", "Mei")] == [1, 1, 1]
    opens(platform)
    await later(world, hours=1)
    assert keys(platform, CHANNEL.id) == ["notice.channel"] * 2


async def test_a_restart_tries_at_once_and_raises_no_second_alarm(
    tmp_path: Path, world: World, platform: Platform
) -> None:
    closes(platform, "Grace")
    await report(world)
    await settled(world)
    world.close()
    alarms: list[str] = []
    for reachable in (False, True):
        if reachable:
            opens(platform)
        again = build(tmp_path, platform, clock=world.clock)
        again.courier.alarm = alarms.append
        await settled(again)
        again.close()
        assert len(platform.before("Grace")) == reachable
    assert alarms == []


async def test_what_is_parked_for_who_steps_aside_never_arrives(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    case = await report(world)
    await settled(world)
    await recuses(world, GRACE, case)
    opens(platform)
    await later(world, days=1)
    assert platform.before("Grace") == []
    assert parked(world) == 0


async def test_a_refused_try_is_not_taken_for_one_that_may_have_arrived(world: World, platform: Platform) -> None:
    platform.can_find = False
    closes(platform, "Grace")
    await report(world)
    await settled(world)
    opens(platform)
    await later(world, hours=1)
    assert [post.repeat for post in platform.posts if post.to == "Grace"] == [False]


async def test_a_try_that_may_have_arrived_stays_one(world: World, platform: Platform) -> None:
    platform.can_find = False
    platform.troubles("Grace", LOST, CLOSED)
    await report(world)
    await settled(world)
    await later(world, minutes=1)
    assert parked(world) == 1
    await later(world, hours=1)
    assert [post.repeat for post in platform.posts if post.to == "Grace"] == [True]


async def test_check_says_who_cannot_be_reached_and_why(world: World, platform: Platform) -> None:
    closes(platform, "Grace", CHANNEL.id)
    for _ in range(2):
        await report(world)
    await settled(world)
    found = world.database.run_now(state)
    why = ("account_closed",)
    assert found.stuck == (Stuck("channel", "", why), Stuck("member", "Grace Lindqvist", why))
    for language in ("en", "es"):
        words = world.company.wording(language)
        lines = [words.text(one.key, one.facts) for one in of_work(found)]
        assert len(lines) == 3
        assert "Grace Lindqvist" in lines[2]
        assert "account_closed" in lines[2]


async def test_who_comes_back_finds_one_reminder_not_one_a_day(world: World, platform: Platform) -> None:
    closes(platform, "Grace")
    await report(world)
    clocks = Clocks(world.database, world.clock, world.talks.house.terms, world.courier.wake)
    for _ in range(6):
        await later(world, days=1)
        await clocks.look()
        await settled(world)
    opens(platform)
    await later(world, days=1)
    assert sorted(keys(platform, "Grace")) == [FILED, "notice.reminder"]
