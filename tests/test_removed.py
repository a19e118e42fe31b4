"""Whoever leaves the Committee loses what they were sent, on whichever platform it stands."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import changing
from bot.clocks import Clocks
from bot.courier import Courier
from bot.notices import BLANKED
from bot.person import Account, Person
from storage import outbox, people
from storage.records import MemberAccount
from storage.register import Register
from tests.faults.platform import CLOSED, Platform
from tests.faults.reporter import answers, filed
from tests.forging import REPORT
from tests.house import CHANNEL, World, build
from tests.teams.seen import reads
from tests.teams_house import DANA, MEI
from tests.teams_wire import wired_house

HERE, THERE = "slack", "teams"
GRACE = Person(Account(HERE, "", "Grace"), "Grace Lindqvist")
SAMUEL = Person(Account(HERE, "", "Samuel"), "Samuel Osei")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Samuel is on both platforms, set to the first."""
    built = build(tmp_path, Platform(None), committee=(GRACE, SAMUEL))  # type: ignore[arg-type]
    built.courier = Courier(
        built.database,
        built.clock,
        {HERE: Platform(built.clock, HERE), THERE: Platform(built.clock, THERE, can_find=False)},
        CHANNEL,
        hourly=False,
    )
    accounts = (MemberAccount(HERE, "", "Samuel"), MemberAccount(THERE, "", "Samuel2"))
    built.database.run_now(lambda r: people.set_accounts(r, named(r, SAMUEL.name), accounts, built.clock.today()))
    yield built
    built.close()


def named(register: Register, name: str) -> str:
    return next(m.id for m in people.members(register) if m.name == name)


def on(world: World, platform: str) -> Platform:
    found = world.courier.messengers[platform]
    assert isinstance(found, Platform)
    return found


def removed(world: World, name: str) -> None:
    today = world.clock.today()
    world.database.run_now(lambda r: changing.remove(r, named(r, name), today, people.OPERATOR))


def before_samuel(world: World) -> dict[str, list[str]]:
    """The messages that stand before him, by account."""
    posts = [post for platform in (HERE, THERE) for post in on(world, platform).posts]
    return {to: [post.key for post in posts if post.to == to] for to in ("Samuel", "Samuel2")}


@pytest.mark.parametrize(
    ("dead", "left"), [(False, {"Samuel": [BLANKED], "Samuel2": []}), (True, {"Samuel": [], "Samuel2": [BLANKED]})]
)
async def test_it_is_taken_back_where_it_stands(world: World, dead: bool, left: dict[str, list[str]]) -> None:
    if dead:
        on(world, HERE).troubles("Samuel", CLOSED)
    await filed(world.talks, answers("Invoices are dated back."))
    await world.courier.deliver()
    removed(world, SAMUEL.name)
    await world.courier.deliver()
    assert before_samuel(world) == left
    assert world.database.run_now(outbox.parked) == ()


async def test_what_cannot_be_taken_back_in_a_month_is_given_up(world: World) -> None:
    """Their account is gone: nobody looks at it, and nothing waits for it for ever."""
    await filed(world.talks, answers("Invoices are dated back."))
    await world.courier.deliver()
    removed(world, SAMUEL.name)
    on(world, HERE).always = lambda _: CLOSED
    await world.courier.deliver()
    clocks = Clocks(world.database, world.clock, world.talks.house.terms, world.courier.wake)
    for days, waits in ((29, 1), (1, 0)):
        world.clock.move(timedelta(days=days))
        await clocks.look()
        assert len([n for n in world.database.run_now(outbox.parked) if n.key == BLANKED]) == waits


async def test_in_teams_it_is_taken_back_and_where_they_were_written_to_is_kept_no_longer(tmp_path: Path) -> None:
    async with wired_house(tmp_path) as house:
        await house.teams.types(MEI, "help")
        await house.teams.types(DANA, "report")
        await house.teams.presses(DANA, "Report a concern")
        await house.teams.submits(DANA, REPORT)
        await house.teams.submits(DANA, {})
        await house.delivered()
        assert "[Acknowledge]" in reads(house.teams.chat(MEI)[-1].card)
        removed(house.world, "Mei Tanaka")
        await house.delivered()
        assert reads(house.teams.chat(MEI)[-1].card) == "This message was taken back."
        assert house.world.database.run_now(outbox.parked) == ()
        kept = house.world.database.run_now(lambda r: r.db.execute("SELECT count(*) FROM conversations").fetchone()[0])
        assert kept == 0
