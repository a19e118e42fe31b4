"""One person on two platforms: each notice once, on the one set for them, on the other when the first is dead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot import notices
from bot.courier import Courier
from bot.messenger import Message, UndeliverableError
from bot.notices import BLANKED
from bot.person import Account, Person
from bot.ways import Ways
from storage import outbox, people
from storage.records import MemberAccount, Notice
from storage.register import Register
from tests.faults.acting import case_of
from tests.faults.platform import CLOSED, DOWN, DROPPED, Platform
from tests.faults.reporter import answers, filed
from tests.house import CHANNEL, World, build

HERE, THERE = "slack", "teams"
GRACE, MEI = Person(Account(HERE, "", "Grace"), "Grace Lindqvist"), Person(Account(THERE, "", "Mei"), "Mei Tanaka")


@dataclass(slots=True)
class Both:
    """Grace is on both, set to the first; Mei on the second alone."""

    world: World
    here: Platform
    there: Platform
    alarms: list[str]

    async def report(self) -> str:
        return case_of(self.world, await filed(self.world.talks, answers("Invoices are dated back.")))

    async def later(self, **by: float) -> None:
        self.world.clock.move(timedelta(**by))
        await self.world.courier.deliver()


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    world = build(tmp_path, Platform(None), committee=(GRACE, MEI))  # type: ignore[arg-type]
    here, there = Platform(world.clock, HERE), Platform(world.clock, THERE, can_find=False)
    alarms: list[str] = []
    messengers = {HERE: here, THERE: there}
    world.courier = Courier(world.database, world.clock, messengers, CHANNEL, hourly=False, alarm=alarms.append)
    _two_accounts(world)
    yield Both(world, here, there, alarms)
    world.close()


def _two_accounts(world: World) -> None:
    grace = next(m for m in world.database.run_now(people.members) if m.name == GRACE.name)
    accounts = (*grace.accounts, MemberAccount(THERE, "", "Grace2"))
    world.database.run_now(lambda r: people.set_accounts(r, grace.id, accounts, world.clock.today()))


def owed(both: Both) -> int:
    return both.world.database.run_now(lambda r: outbox.counts(r).owed + outbox.counts(r).sending)


async def test_each_notice_arrives_once_on_the_platform_set_for_them(both: Both) -> None:
    await both.report()
    await both.world.courier.deliver()
    assert [post.to for post in both.here.posts if post.to != CHANNEL.id] == ["Grace"]
    assert [post.to for post in both.there.posts] == ["Mei"]


async def test_when_the_first_is_dead_it_arrives_on_the_other_and_the_operator_hears_it_once(both: Both) -> None:
    both.here.troubles("Grace", CLOSED, CLOSED)
    for _ in range(2):
        await both.report()
        await both.world.courier.deliver()
    assert [post.to for post in both.there.posts if post.to == "Grace2"] == ["Grace2"] * 2
    assert ({post.to for post in both.here.posts}, owed(both)) == ({CHANNEL.id}, 0)
    assert both.alarms == ["courier.other_way"]


async def test_a_first_that_is_only_down_is_waited_for(both: Both) -> None:
    both.here.troubles("Grace", DOWN)
    await both.report()
    await both.world.courier.deliver()
    assert "Grace2" not in {post.to for post in both.there.posts}
    await both.later(minutes=1)
    assert [post.repeat for post in both.here.posts if post.to == "Grace"] == [False]


async def test_both_dead_it_waits_and_says_so(both: Both) -> None:
    both.here.troubles("Grace", CLOSED)
    both.there.troubles("Grace2", CLOSED)
    await both.report()
    await both.world.courier.deliver()
    assert both.alarms == ["courier.parked"]


async def test_what_may_have_arrived_on_the_other_is_labelled_there(both: Both) -> None:
    both.here.troubles("Grace", CLOSED, CLOSED)
    both.there.troubles("Grace2", DROPPED)
    await both.report()
    await both.world.courier.deliver()
    await both.later(minutes=1)
    assert [post.repeat for post in both.there.posts if post.to == "Grace2"] == [False, True]


async def test_what_was_refused_for_sure_is_no_repeat(both: Both) -> None:
    both.there.troubles("Mei", DOWN)
    await both.report()
    await both.world.courier.deliver()
    await both.later(minutes=1)
    assert [post.repeat for post in both.there.posts] == [False]


async def test_a_message_is_blanked_where_it_stands(both: Both) -> None:
    """Even when that is not where the next one would go."""
    both.here.troubles("Grace", CLOSED)
    case = await both.report()
    await both.world.courier.deliver()
    grace = next(m for m in both.world.database.run_now(people.members) if m.name == GRACE.name)
    both.world.database.run_now(lambda r: _owe_blanking(r, case, grace.id))
    await both.world.courier.deliver()
    assert [post.key for post in both.there.posts if post.to == "Grace2"] == [BLANKED]


def _owe_blanking(register: Register, case: str, member: str) -> None:
    [sent] = outbox.sent_for(register, case, member)
    outbox.owe(register, notices.blank(sent))


async def test_a_ref_of_before_there_were_two_platforms_is_the_first_ones(both: Both) -> None:
    await both.report()
    await both.world.courier.deliver()
    assert GRACE.account
    message = Message("x", GRACE.account, notices.said(Notice("x", "g", BLANKED)))
    await Ways(both.world.courier.messengers).update("0", [message])
    assert both.here.posts[0].key == BLANKED
    with pytest.raises(UndeliverableError, match="no_account"):
        await Ways(both.world.courier.messengers).update("teams 0", [message])
