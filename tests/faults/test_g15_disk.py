"""G15: the disk is full, refuses, or is read-only. Accepted is stored is owed; the others are told; it recovers."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.terminal import shown_lines
from bot.turns import Shown
from storage import cases, outbox, people
from storage.errors import StorageFailedError
from storage.verify import verify
from tests.clocks import StoppedClock
from tests.faults import figures
from tests.faults.acting import acknowledges, case_of
from tests.faults.disks import FAULTS, Fault
from tests.faults.platform import Platform, nothing
from tests.faults.reporter import Ready, answers, filed, receipt_in, reviewed
from tests.house import CHANNEL, GRACE, World, build, person

FORMS = figures.of(short=40, long=400)


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> Fault:
    return FAULTS[request.param]


@pytest.fixture
def platform() -> Platform:
    return Platform(StoppedClock())


@pytest.fixture
def world(tmp_path: Path, platform: Platform) -> Iterator[World]:
    world = build(tmp_path, platform)
    platform.clock = world.clock
    yield world
    world.close()


async def forms(world: World) -> list[Ready]:
    return [await reviewed(world.talks, answers(f"Report {n}."), person(f"Reporter{n} Doe")) for n in range(FORMS)]


async def press(world: World, ready: list[Ready]) -> list[Shown]:
    """Four at a time: some share a commit."""
    shown: list[Shown] = []
    for at in range(0, len(ready), 4):
        shown += await asyncio.gather(*(form.press(world.talks) for form in ready[at : at + 4]))
    return shown


def stored(world: World) -> set[str]:
    chair, *_ = world.database.run_now(people.members)
    lines = world.database.run_now(lambda r: cases.lines(r, chair.id, limit=10_000))
    return {line.case for line in lines if line.acknowledged_on is None}


def owed(world: World) -> Counter[str]:
    return Counter(notice.case for notice in world.database.run_now(lambda r: outbox.owed(r, 100_000)))


async def test_accepted_is_stored_is_owed(
    world: World, platform: Platform, fault: Fault, request: pytest.FixtureRequest
) -> None:
    ready = await forms(world)
    with fault(world):
        shown = await press(world, ready)
    accepted = {case_of(world, receipt) for one in shown if (receipt := receipt_in(one))}
    refused = [form for form, one in zip(ready, shown, strict=True) if not receipt_in(one)]
    assert refused
    assert accepted == stored(world) == set(owed(world))
    assert set(owed(world).values()) <= {4}

    again = await press(world, refused)
    everything = accepted | {case_of(world, receipt_in(one)) for one in again}
    assert len(everything) == FORMS and everything == stored(world)
    await world.courier.deliver()
    assert Counter(case for case, _ in platform.before("Grace")) == dict.fromkeys(everything, 1)
    assert world.database.run_now(lambda r: verify(r, world.database.head_path)) == ()
    how = request.node.callspec.id
    figures.tell("G15", f"{how}: {len(accepted)} of {FORMS} accepted, stored and owed; {len(again)} later, alone")


async def test_whoever_is_not_stored_reads_so_and_where_else_to_turn(world: World, fault: Fault) -> None:
    words = world.company.wording("en")
    ready = await forms(world)
    with fault(world):
        refused = [shown for shown in await press(world, ready) if not receipt_in(shown)]
    for shown in refused:
        text = "\n".join(shown_lines(words, shown))
        assert shown.failed and [say.key for say in shown.said] == ["failed.not_stored"]
        assert all((way.phone or way.address or way.name) in text for way in world.company.contacts.off_platform())
        assert shown.nonce in {form.reply.nonce for form in ready}


async def test_the_disk_fails_while_messages_leave(world: World, platform: Platform, fault: Fault) -> None:
    """Sent, and nobody could note it: none is sent a second time."""
    receipts = [await filed(world.talks, answers(f"Report {n}.")) for n in range(5)]
    filler = await forms(world)
    with ExitStack() as failing:

        async def fails(_: str) -> None:
            platform.meanwhile = nothing
            failing.enter_context(fault(world))
            await press(world, filler)

        platform.meanwhile = fails
        with suppress(StorageFailedError):
            await world.courier.deliver()
        assert platform.posts
    assert owed(world)
    world.clock.move(timedelta(hours=1))
    await world.courier.deliver()
    for who in ("Grace", "Samuel", "Mei", CHANNEL.id):
        arrived = Counter(case for case, _ in platform.before(who))
        assert {arrived[case_of(world, receipt)] for receipt in receipts} == {1}
        assert set(arrived.values()) == {1}
    assert not owed(world)


async def test_a_members_act_that_was_not_stored_is_said_to_have_failed(world: World, fault: Fault) -> None:
    case = case_of(world, await filed(world.talks, answers("Before.")))
    filler = await forms(world)
    with fault(world):
        await press(world, filler)
        shown = await acknowledges(world, GRACE, case)
    done = world.database.run_now(lambda r: cases.read_as_reporter(r, case)).head.acknowledged_on is not None
    assert done != shown.failed
    await acknowledges(world, GRACE, case)
    assert case not in stored(world)
