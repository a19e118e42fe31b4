"""G5: 200 people press [Send] five times at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import quantiles

import pytest

from bot.terminal_messenger import TerminalMessenger
from bot.turns import Shown
from content.company import open_company
from storage import cases, people
from storage.records import Kind
from storage.register import Register
from tests.faults.figures import tell
from tests.faults.reporter import Ready, answers, receipt_in, reviewed
from tests.house import PLATFORM, World, build, person

PEOPLE, PRESSES = 200, 5


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = build(tmp_path, TerminalMessenger(open_company().wording("en"), lambda _: None, PLATFORM))
    yield world
    world.close()


async def ready(world: World, count: int) -> AsyncIterator[Ready]:
    """Every one with an account of their own, every fourth with somebody struck out."""
    member = world.database.run_now(people.members)[0].id
    for n in range(count):
        involved = (member,) if n % 4 == 0 else ()
        yield await reviewed(world.talks, answers(f"Report {n}.", involved=involved), person(f"Reporter{n} Doe"))


async def test_200_reports_sent_five_times_at_once_are_200_cases(world: World) -> None:
    forms = [form async for form in ready(world, PEOPLE)]
    took: list[float] = []

    async def press(form: Ready) -> Shown:
        began = time.perf_counter()
        shown = await form.press(world.talks)
        took.append(time.perf_counter() - began)
        return shown

    shown = await asyncio.gather(*(press(form) for form in forms for _ in range(PRESSES)))
    receipts = [receipt_in(one) for one in shown]
    by_person = [set(receipts[n : n + PRESSES]) for n in range(0, len(receipts), PRESSES)]
    assert all(len(theirs) == 1 and "" not in theirs for theirs in by_person)
    assert len(set(receipts)) == PEOPLE

    found = {receipt: entries_of(world, receipt) for receipt in set(receipts)}
    assert all(kinds == (Kind.REPORT,) for kinds in found.values())
    assert len(world.database.run_now(listed)) == PEOPLE
    tell("G5", f"{PEOPLE} cases of {len(shown)} presses, 0 errors, p99 {quantiles(took, n=100)[98] * 1000:.0f} ms")


def listed(register: Register) -> set[str]:
    """Every case that some member sees."""
    serving = people.members(register)
    return {line.case for member in serving for line in cases.lines(register, member.id, limit=10_000)}


def entries_of(world: World, receipt: str) -> tuple[Kind, ...]:
    def look(register: Register) -> tuple[Kind, ...]:
        case = cases.by_receipt(register, receipt)
        return tuple(e.kind for e in cases.read_as_reporter(register, case).entries) if case else ()

    return world.database.run_now(look)


async def test_pressing_again_never_counts_as_another_report(world: World) -> None:
    form = await reviewed(world.talks, answers("Once."), person("Dana Reyes"))
    receipts = {receipt_in(await form.press(world.talks)) for _ in range(20)}
    assert len(receipts) == 1 and "" not in receipts
