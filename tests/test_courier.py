"""The courier: every message once, in order, in its hour, and nobody's trouble is another's."""

from datetime import timedelta
from pathlib import Path

from bot.courier import BATCH
from bot.notices import reminder
from storage import delivery, outbox, people
from storage.register import Register
from tests.faults.acting import adds, case_of
from tests.faults.platform import BROKEN, DOWN, DROPPED, LOST, Platform, Trouble, nothing, wait
from tests.faults.reporter import answers, filed
from tests.house import CHANNEL, World, build

FILED, ADDED, URGENT = "notice.filed", "notice.added", "notice.filed_urgent"


async def later(world: World, **by: float) -> None:
    world.clock.move(timedelta(**by))
    await world.courier.deliver()


async def report(world: World, *, danger: str = "no") -> str:
    """The receipt."""
    return await filed(world.talks, answers("Invoices are dated back.", danger=danger))


def owed(world: World) -> int:
    return world.database.run_now(lambda r: outbox.counts(r).owed + outbox.counts(r).sending)


async def test_what_has_to_wait_keeps_the_later_messages_of_its_case_waiting(world: World, platform: Platform) -> None:
    platform.troubles("Grace", wait(60))
    receipt = await report(world)
    case = case_of(world, receipt)
    await world.courier.deliver()
    await adds(world, receipt, "One more thing.")
    await later(world, seconds=10)
    assert platform.before("Grace") == []
    assert platform.before("Mei") == [(case, FILED), (case, ADDED)]
    await later(world, seconds=50)
    assert platform.before("Grace") == [(case, FILED), (case, ADDED)]


async def test_other_cases_do_not_wait(world: World, platform: Platform) -> None:
    platform.troubles("Grace", wait(60))
    await report(world)
    await world.courier.deliver()
    second = case_of(world, await report(world))
    await world.courier.deliver()
    assert platform.before("Grace") == [(second, FILED)]


async def test_nobody_is_asked_before_retry_after(world: World, platform: Platform) -> None:
    platform.troubles("Grace", wait(30), wait(7.5))
    await report(world)
    for _ in range(80):
        await world.courier.deliver()
        world.clock.move(timedelta(seconds=0.5))
    (grace,) = [post for post in platform.posts if post.to == "Grace"]
    first, second, third = (at for id_, at in platform.asked if id_ == grace.id)
    assert (second - first, third - second) == (30, 7.5)


async def test_deliver_says_when_it_is_worth_while_again(world: World, platform: Platform) -> None:
    platform.troubles("Grace", wait(42))
    await report(world)
    assert await world.courier.deliver() == 42


async def test_accepted_without_an_answer_is_looked_for_and_not_sent_again(world: World, platform: Platform) -> None:
    platform.troubles("Grace", DROPPED)
    await report(world)
    await world.courier.deliver()
    await later(world, minutes=1)
    assert len(platform.before("Grace")) == 1
    assert owed(world) == 0


async def test_lost_without_an_answer_is_sent_again(world: World, platform: Platform) -> None:
    platform.troubles("Grace", LOST, LOST)
    await report(world)
    for _ in range(3):
        await later(world, minutes=1)
    assert len(platform.before("Grace")) == 1
    assert owed(world) == 0


async def test_where_the_platform_cannot_find_a_second_try_says_that_it_may_be_one(
    world: World, platform: Platform
) -> None:
    platform.can_find = False
    platform.troubles("Grace", DROPPED)
    await report(world)
    await world.courier.deliver()
    await later(world, minutes=1)
    assert [post.repeat for post in platform.posts if post.to == "Grace"] == [False, True]
    assert [post.repeat for post in platform.posts if post.to == "Mei"] == [False]


async def test_an_adapters_mistake_delays_one_message_and_nothing_else(world: World, platform: Platform) -> None:
    platform.troubles("Grace", BROKEN)
    await report(world)
    await world.courier.deliver()
    assert [len(platform.before(who)) for who in ("Grace", "Samuel", "Mei", CHANNEL.id)] == [0, 1, 1, 1]
    await later(world, minutes=1)
    assert len(platform.before("Grace")) == 1


async def test_a_dead_recipient_with_a_long_queue_holds_nobody_up(world: World, platform: Platform) -> None:
    platform.always = lambda to: DOWN if to == "Grace" else None
    for _ in range(3):
        for _ in range(70):
            await report(world)
        await later(world, minutes=30)
    assert [len(platform.before(who)) for who in ("Grace", "Samuel", "Mei", CHANNEL.id)] == [0, 210, 210, 210]
    platform.always = lambda _: None
    await later(world, minutes=30)
    assert len(platform.before("Grace")) == len(set(platform.before("Grace"))) == 210


async def test_messages_leave_at_the_full_hour(hourly: World, platform: Platform) -> None:
    """It is half past nine. Nothing in a message's time tells when in the hour the report was sent."""
    await hourly.courier.deliver()
    await report(hourly)
    await later(hourly, minutes=29)
    await report(hourly)
    await hourly.courier.deliver()
    assert platform.posts == []
    await later(hourly, minutes=1)
    assert len(platform.posts) == 8
    assert {post.at % 3600 for post in platform.posts} == {0}


async def test_when_people_are_in_danger_messages_leave_at_once(hourly: World, platform: Platform) -> None:
    await hourly.courier.deliver()
    await report(hourly)
    await report(hourly, danger="yes")
    await hourly.courier.deliver()
    assert {post.key for post in platform.posts if post.to != CHANNEL.id} == {URGENT}


async def test_a_round_that_lasts_into_the_next_hour_does_not_use_it_up(hourly: World, platform: Platform) -> None:
    await report(hourly)

    async def slowly(_: str) -> None:
        hourly.clock.move(timedelta(minutes=15))

    platform.meanwhile = slowly
    await hourly.courier.deliver()
    platform.meanwhile = nothing
    await report(hourly)
    await hourly.courier.deliver()
    assert len(platform.before("Mei")) == 2


async def test_a_try_that_failed_need_not_wait_for_the_next_hour(hourly: World, platform: Platform) -> None:
    platform.troubles("Grace", wait(5))
    await report(hourly)
    await hourly.courier.deliver()
    await later(hourly, seconds=5)
    assert len(platform.before("Grace")) == 1


async def test_after_a_crash_the_courier_looks_before_it_sends(
    tmp_path: Path, world: World, platform: Platform
) -> None:
    """The message was handed over, and the process died before it could note that."""
    await report(world)
    (notice,) = [n for n in world.database.run_now(outbox.owed) if n.to != "channel"][:1]
    world.database.run_now(lambda r: delivery.sending(r, notice.id))
    await world.courier.deliver()
    arrived = len(platform.posts)
    world.close()
    again = build(tmp_path, platform, clock=world.clock)
    await again.courier.deliver()
    again.close()
    assert len(platform.posts) == arrived == 4


async def test_six_hours_without_the_platform(world: World, platform: Platform) -> None:
    """G4: then everything arrives, nothing before Retry-After, each case in its order; and once."""
    back = world.clock.monotonic() + 6 * 3600

    def away(_: str) -> Trouble | None:
        seconds = back - world.clock.monotonic()
        return wait(seconds) if seconds > 0 else None

    platform.always = away
    receipts = []
    for _ in range(23):
        receipts.append(await report(world))
        await later(world, minutes=5)
        await adds(world, receipts[-1], "One more thing.")
        await later(world, minutes=10)
    asked_before = [id_ for id_, _ in platform.asked]
    assert platform.posts == []
    assert len(asked_before) == len(set(asked_before)) > 0
    await later(world, minutes=15)
    expected = sorted(case_of(world, receipt) for receipt in receipts)
    for who in ("Grace", "Samuel", "Mei"):
        got = platform.before(who)
        assert sorted(case for case, key in got if key == FILED) == expected
        assert all(got.index((case, FILED)) < got.index((case, ADDED)) for case in expected)
        assert len(got) == len(set(got)) == 46
    assert min(post.at for post in platform.posts) >= back
    assert owed(world) == 0


async def test_a_message_that_was_changed_from_outside_holds_up_nobody_else(world: World, platform: Platform) -> None:
    """It raises the alarm, and `verify` names it."""
    alarms: list[str] = []
    world.courier.alarm = alarms.append
    for _ in range(2):
        await report(world)
    first = "SELECT id FROM outbox ORDER BY case_no, n LIMIT 1"
    change = f"UPDATE outbox SET sealed = zeroblob(length(sealed)) WHERE id = ({first})"
    await world.database.run(lambda r: r.db.execute(change) and None)
    await world.courier.deliver()
    assert len(platform.posts) == 2 * 4 - 1
    assert alarms == ["courier.damaged"]


async def test_many_messages_that_belong_to_no_case_hold_up_no_case(hourly: World, platform: Platform) -> None:
    await hourly.courier.deliver()
    await hourly.database.run(owe_many)
    await report(hourly, danger="yes")
    await hourly.courier.deliver()
    assert {post.to for post in platform.posts if post.key == URGENT} == {"Grace", "Samuel", "Mei"}


def owe_many(register: Register) -> None:
    """More than a page of them, for the next full hour."""
    first, *_ = people.members(register)
    for n in range(BATCH + 1):
        outbox.owe(register, reminder(first.id, "notice.reminder", n))
