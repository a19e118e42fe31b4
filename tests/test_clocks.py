"""What the calendar owes, and that it never owes it twice."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from secrets import token_bytes

import pytest

from bot.clocks import Clocks
from bot.person import Person
from bot.turns import Reply, Shown
from content.company import open_company
from storage import cases, people
from storage.records import Level, NewReport
from storage.register import Register
from tests.clocks import MONDAY
from tests.faults.acting import closes
from tests.house import DANA, GRACE, MEI, SAMUEL, World, build
from tests.stage import Noticed

DAY = timedelta(days=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    built = build(tmp_path, Noticed(open_company().wording()))
    yield built
    built.close()


def clocks(world: World) -> Clocks:
    return Clocks(world.database, world.clock, world.talks.house.terms, world.courier.wake)


async def reported(world: World, *involved: str) -> None:
    """A report by Dana about these members."""
    begun = await world.talks.begin(DANA, "report")
    ids = tuple(o.value for f in begun.asking.fields for o in getattr(f, "options", ()) if o.name in involved)  # type: ignore[union-attr]
    answers: dict[str, str | tuple[str, ...]] = {
        "category": "other",
        "danger": "no",
        "narrative": "Something is wrong.",
        "involved": ids,
        "level": "anonymous",
    }
    review = await world.talks.answer(DANA, reply(begun, answers))
    sent = await world.talks.answer(DANA, reply(review, answers))
    assert sent.dialog == "receipt"


def reply(shown: Shown, answers: dict[str, str | tuple[str, ...]]) -> Reply:
    assert shown.asking
    return Reply(
        shown.dialog, shown.asking.key, answers, "", shown.asking.restates, shown.digest, shown.nonce, shown.given
    )


def member(world: World, who: Person) -> str:
    return next(m.id for m in world.database.run_now(people.members) if m.name == who.name)


def filed(world: World, without: str = "", times: int = 1) -> None:
    """Cases filed today, hidden from this member."""

    def file(register: Register) -> None:
        seeing = tuple(m.id for m in people.members(register) if m.id != without)
        involved = (without,) if without else ()
        new = NewReport(b"", Level.ANONYMOUS, "other", False, (), seeing, involved)
        for _ in range(times):
            cases.file(register, replace(new, nonce=token_bytes(16)), world.clock.today())

    world.database.run_now(file)


async def reminded(world: World) -> dict[str, str]:
    """Who was sent which reminder by this look."""
    await world.courier.deliver()
    noticed = world.messenger
    assert isinstance(noticed, Noticed)
    noticed.arrived.clear()
    await clocks(world).look()
    await world.courier.deliver()
    return {to: lines[1] for to, lines in noticed.arrived}


async def test_nobody_is_reminded_before_two_days(world: World) -> None:
    await reported(world)
    world.clock.move(DAY)
    assert await reminded(world) == {}


async def test_after_two_days_each_member_is_reminded_once_a_day(world: World) -> None:
    await reported(world)
    world.clock.move(2 * DAY)
    assert set(await reminded(world)) == {"Grace", "Samuel", "Mei"}
    assert await reminded(world) == {}
    world.clock.move(DAY)
    assert set(await reminded(world)) == {"Grace", "Samuel", "Mei"}


async def test_reminders_are_bundled_and_count_only_what_the_member_may_see(world: World) -> None:
    await reported(world)
    await reported(world, "Samuel Osei")
    world.clock.move(2 * DAY)
    sent = await reminded(world)
    assert sent["Grace"].startswith("2 reports")
    assert sent["Samuel"].startswith("One report")


async def test_a_member_from_whom_every_case_is_hidden_hears_nothing(world: World) -> None:
    await reported(world, "Samuel Osei")
    world.clock.move(9 * DAY)
    assert set(await reminded(world)) == {"Grace", "Mei"}


async def test_many_older_cases_hidden_from_a_member_take_no_reminder_from_them(world: World) -> None:
    """Of their own cases they hear the same as if the hidden ones did not exist."""
    filed(world, without=member(world, SAMUEL), times=150)
    world.clock.move(DAY)
    filed(world)
    world.clock.move(2 * DAY)
    sent = await reminded(world)
    assert sent["Grace"].startswith("151 reports")
    assert sent["Samuel"].startswith("One report")


async def test_a_report_kept_from_the_chair_is_the_only_one_the_acting_chair_is_told_of_as_theirs(world: World) -> None:
    filed(world, without=member(world, GRACE))
    filed(world)
    world.clock.move(8 * DAY)
    sent = await reminded(world)
    assert sent["Samuel"].startswith("One report")
    assert "more than a week" in sent["Samuel"]
    assert sent["Mei"].startswith("2 reports")


async def test_after_a_week_it_is_the_chairs_task(world: World) -> None:
    await reported(world)
    world.clock.move(8 * DAY)
    sent = await reminded(world)
    assert "more than a week" in sent["Grace"]
    assert "more than a week" not in sent["Samuel"]


async def test_when_the_chair_is_involved_it_is_the_acting_chairs_task(world: World) -> None:
    await reported(world, "Grace Lindqvist")
    world.clock.move(8 * DAY)
    sent = await reminded(world)
    assert "Grace" not in sent
    assert "more than a week" in sent["Samuel"]


async def test_an_acknowledged_case_reminds_nobody(world: World) -> None:
    await reported(world)
    await world.talks.begin(MEI, "acknowledge", case_in(await world.talks.begin(MEI, "cases")))
    world.clock.move(9 * DAY)
    assert await reminded(world) == {}


async def test_two_weeks_before_a_reporter_should_hear_members_are_reminded_and_then_weekly(world: World) -> None:
    """Due on 23 February: three months from the stopped clock's day."""
    case = await acknowledged(world)
    for day, told in ((77, False), (78, True), (79, False), (84, False), (85, True), (99, True)):
        world.clock.move(day * DAY - (world.clock.now() - MONDAY))
        sent = await reminded(world)
        assert set(sent) == ({"Grace", "Samuel", "Mei"} if told else set()), day
        assert all(line.startswith("One open case: its reporter should hear") for line in sent.values())
        assert case not in " ".join(sent.values())
    await closes(world, MEI, case, "It was looked into.")
    world.clock.move(7 * DAY)
    assert await reminded(world) == {}


async def test_both_kinds_come_in_one_message(world: World) -> None:
    await acknowledged(world)
    world.clock.move(80 * DAY)
    filed(world)
    world.clock.move(2 * DAY)
    sent = await reminded(world)
    assert set(sent) == {"Grace", "Samuel", "Mei"}
    assert sent["Mei"].startswith("One report waits") and sent["Mei"].endswith("should have heard: 1.")
    world.clock.move(DAY)
    assert not (await reminded(world))["Mei"].endswith("should have heard: 1."), "of the other it was said this week"


async def test_of_a_case_hidden_from_them_nobody_is_told_that_its_reporter_waits(world: World) -> None:
    filed(world, without=member(world, SAMUEL))
    for who in (GRACE, MEI):
        listed = await world.talks.begin(who, "cases")
        await world.talks.begin(who, "acknowledge", case_in(listed))
    world.clock.move(80 * DAY)
    assert set(await reminded(world)) == {"Grace", "Mei"}


async def acknowledged(world: World) -> str:
    """The number of a case that Mei has acknowledged."""
    await reported(world)
    case = case_in(await world.talks.begin(MEI, "cases"))
    await world.talks.begin(MEI, "acknowledge", case)
    return case


def case_in(listed: Shown) -> str:
    return next(o.regarding for s in listed.said for o in s.offers if o.dialog == "case")


async def test_a_walk_whose_days_are_over_is_gone(world: World) -> None:
    begun = await world.talks.begin(DANA, "guidance")
    await world.talks.answer(DANA, reply(begun, {"answer": "yes", "note": ""}))
    world.clock.move(8 * DAY)
    await clocks(world).look()
    left = await world.database.run(lambda r: r.db.execute("SELECT count(*) FROM drafts").fetchone()[0])
    assert left == 0


async def test_what_was_dropped_is_in_no_log_after_a_look_at_the_calendar(world: World) -> None:
    begun = await world.talks.begin(DANA, "guidance")
    await world.talks.answer(DANA, reply(begun, {"answer": "yes", "note": ""}))
    tag = await world.database.run(lambda r: bytes(r.db.execute("SELECT tag FROM drafts").fetchone()[0]))
    await world.talks.begin(DANA, "forget")
    await reported(world)
    log, register = (world.path.with_name(world.path.name + end) for end in ("-wal", ""))
    assert tag in log.read_bytes()
    await clocks(world).look()
    assert tag not in log.read_bytes() + register.read_bytes()
