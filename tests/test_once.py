"""Each thing that happens is answered once, however often it is delivered."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.held import AGAIN, LARGE, MANY, Held
from bot.once import KEPT, REMEMBERED, Once
from tests.clocks import StoppedClock

LATE = "late"


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def once(clock: StoppedClock) -> Once[str]:
    return Once(clock.monotonic)


class Counted:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> str:
        self.times += 1
        return str(self.times)


def move(clock: StoppedClock, seconds: float) -> None:
    clock.move(timedelta(seconds=seconds))


async def test_a_second_delivery_gets_the_first_ones_answer(once: Once[str]) -> None:
    do = Counted()
    assert [await once.answer("a", do, LATE) for _ in range(3)] == ["1", "1", "1"]


async def test_another_thing_is_answered_by_itself(once: Once[str]) -> None:
    do = Counted()
    assert [await once.answer(key, do, LATE) for key in "ab"] == ["1", "2"]


async def test_long_after_it_is_told_that_it_was_taken(once: Once[str], clock: StoppedClock) -> None:
    do = Counted()
    await once.answer("a", do, LATE)
    move(clock, AGAIN + 1)
    assert await once.answer("a", do, LATE) == LATE
    assert do.times == 1


async def test_after_an_hour_it_is_forgotten(once: Once[str], clock: StoppedClock) -> None:
    do = Counted()
    await once.answer("a", do, LATE)
    move(clock, KEPT + 1)
    assert await once.answer("a", do, LATE) == "2"


async def test_without_a_name_nothing_is_remembered(once: Once[str]) -> None:
    do = Counted()
    assert [await once.answer("", do, LATE) for _ in range(2)] == ["1", "2"]


async def test_what_failed_is_tried_again(once: Once[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        await once.answer("a", failing, LATE)
    assert await once.answer("a", Counted(), LATE) == "1"


async def failing() -> str:
    raise ZeroDivisionError


def held(gate: asyncio.Event, do: Callable[[], Awaitable[str]]) -> Callable[[], Awaitable[str]]:
    async def waits() -> str:
        await gate.wait()
        return await do()

    return waits


async def test_deliveries_at_the_same_time_wait_for_the_first(once: Once[str]) -> None:
    gate, do = asyncio.Event(), Counted()
    waiting = [asyncio.ensure_future(once.answer("a", held(gate, do), LATE)) for _ in range(5)]
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(*waiting) == ["1"] * 5


async def test_when_the_first_fails_those_who_waited_fail_too_and_the_next_tries(once: Once[str]) -> None:
    gate = asyncio.Event()
    waiting = [asyncio.ensure_future(once.answer("a", held(gate, failing), LATE)) for _ in range(3)]
    await asyncio.sleep(0)
    gate.set()
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(error) for error in ended] == [ZeroDivisionError] * 3
    assert await once.answer("a", Counted(), LATE) == "1"


async def test_who_gives_up_waiting_ends_it_for_nobody_else(once: Once[str]) -> None:
    gate, do = asyncio.Event(), Counted()
    first, second = (asyncio.ensure_future(once.answer("a", held(gate, do), LATE)) for _ in range(2))
    await asyncio.sleep(0)
    second.cancel()
    gate.set()
    assert await first == "1"
    assert do.times == 1


async def test_so_many_are_remembered_and_no_more(once: Once[str]) -> None:
    first = Counted()
    await once.answer("first", first, LATE)
    for n in range(REMEMBERED):
        await once.answer(str(n), Counted(), LATE)
    assert await once.answer("first", first, LATE) == "2"


async def test_so_many_answers_are_held_and_no_more(once: Once[str]) -> None:
    first = Counted()
    await once.answer("first", first, LATE)
    for n in range(MANY):
        await once.answer(str(n), Counted(), LATE)
    assert [await once.answer(key, Counted(), LATE) for key in ("0", "first")] == ["1", LATE]
    assert [once.is_late("0"), once.is_late("first")] == [False, True]


async def test_the_answers_held_are_not_too_large_together(clock: StoppedClock) -> None:
    once = Once(clock.monotonic, Held[str](lambda _: LARGE // 2))
    for key in "abc":
        await once.answer(key, Counted(), LATE)
    assert [await once.answer(key, Counted(), LATE) for key in "abc"] == [LATE, "1", "1"]


async def test_nothing_of_what_happened_shows(once: Once[str]) -> None:
    await once.answer("1700000000.000100 offer", Counted(), LATE)
    assert "offer" not in repr(once)
