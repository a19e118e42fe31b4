"""A question is met beside the register's thread: whoever asks holds up nobody who reports."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.turns import Reply, Shown
from content.company import open_company
from content.finding import Finding
from content.search import REMEMBERED, Search
from tests.faults.reporter import answers, filed
from tests.house import DANA, ELI, World, build
from tests.stage import Noticed

LONG = 10.0
GIFT = "May I accept a gift from a supplier?"


@dataclass
class Slow:
    """A finder that finds nothing before it is let."""

    asked: list[str] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    let: threading.Event = field(default_factory=threading.Event)

    def find(self, question: str) -> Finding:
        self.asked.append(question)
        self.begun.set()
        assert self.let.wait(LONG)
        return Finding("quote", 1.0, (0,))


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def world(tmp_path: Path, slow: Slow) -> Iterator[World]:
    company = open_company()
    company.__dict__["search"] = Search(company.code.passages, slow)
    world = build(tmp_path, Noticed(company.wording()), company=company)
    yield world
    slow.let.set()
    world.close()


def asks(world: World, question: str = GIFT) -> "asyncio.Task[Shown]":
    return asyncio.create_task(world.talks.answer(DANA, Reply("question", "question.ask", {"question": question})))


async def test_a_question_that_takes_long_holds_up_nobody_elses_turn(world: World, slow: Slow) -> None:
    asking = asks(world)
    await asyncio.to_thread(slow.begun.wait, LONG)
    receipt = await asyncio.wait_for(filed(world.talks, answers("Invoices are dated back.")), LONG)
    menu = await asyncio.wait_for(world.talks.begin(ELI, "menu"), LONG)
    assert (bool(receipt), menu.failed, asking.done()) == (True, False, False)
    slow.let.set()
    assert [say.key for say in (await asking).said] == ["question.quote"]
    assert slow.asked == [GIFT]


async def test_a_follow_up_is_met_beforehand_too(world: World, slow: Slow) -> None:
    slow.let.set()
    await asks(world)
    await asks(world, "and what about my wife?")
    before = list(slow.asked)
    await asks(world, "and what about my wife?")
    assert len(before) == len(set(before)) == 3


@pytest.mark.parametrize("text", ["", "   ", "x" * 3_001])
async def test_what_the_dialog_would_not_take_is_not_looked_for(world: World, slow: Slow, text: str) -> None:
    shown = await asyncio.wait_for(asks(world, text), LONG)
    assert (list(shown.problems), slow.asked) == (["question"], [])


async def test_it_is_loaded_before_anybody_asks(world: World, slow: Slow) -> None:
    slow.let.set()
    await world.talks.beforehand.load()
    assert slow.asked


class Failing:
    def find(self, question: str) -> Finding:
        raise LookupError(question)


async def test_a_finder_that_fails_fails_the_question_and_nothing_else(world: World) -> None:
    world.company.__dict__["search"] = Search(world.company.code.passages, Failing())
    with pytest.raises(LookupError):
        await asks(world)
    await world.talks.beforehand.load()
    assert not (await world.talks.begin(ELI, "menu")).failed


def test_the_search_remembers_so_many_findings_and_no_word_of_a_question(slow: Slow) -> None:
    slow.let.set()
    search = Search(open_company().code.passages, slow)
    for n in range(REMEMBERED + 1):
        search.answer(f"May I accept {n}?")
    search.answer(f"May I accept {REMEMBERED}?")
    assert len(slow.asked) == REMEMBERED + 1
    search.answer("May I accept 0?")
    assert len(slow.asked) == REMEMBERED + 2
    assert "accept" not in repr(search.__dict__ | {"_finder": None, "_passages": None})
