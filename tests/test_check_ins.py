"""After a case was closed its reporter is asked whether anybody has paid them back: by message, or with the receipt."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clocks import Clocks
from bot.person import NOBODY, Person
from bot.turns import Reply, Shown
from content.company import open_company
from dialogs.steps import Answers
from storage import cases
from tests.faults.acting import closes, fills
from tests.house import DANA, ELI, MEI, World, build
from tests.stage import RECEIPT, Noticed

DAY = timedelta(days=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    built = build(tmp_path, Noticed(open_company().wording()))
    yield built
    built.close()


async def reported(world: World, who: Person, level: str = "named") -> tuple[str, str]:
    """The case's number, and the receipt."""
    answers: Answers = {
        "category": "other",
        "danger": "no",
        "narrative": "Something is wrong.",
        "involved": (),
        "level": level,
    }
    review = await fills(world, who, await world.talks.begin(who, "report"), answers)
    assert review.asking
    sent = await world.talks.answer(who, _again(review, answers))
    receipt = str(next(say.facts["receipt"] for say in sent.said if "receipt" in say.facts))
    case = world.database.run_now(lambda r: cases.by_receipt(r, receipt))
    assert case and RECEIPT.fullmatch(receipt)
    return case, receipt


def _again(shown: Shown, answers: Answers) -> Reply:
    assert shown.asking
    return Reply(shown.dialog, shown.asking.key, answers, "", shown.asking.restates, shown.digest, shown.nonce)


async def asked(world: World) -> list[str]:
    """Whom a look at the calendar asks, and leaves asked."""
    await world.courier.deliver()
    noticed = world.messenger
    assert isinstance(noticed, Noticed)
    noticed.arrived.clear()
    clocks = Clocks(world.database, world.clock, world.talks.house.terms, world.courier.wake)
    for _ in range(3):
        await clocks.look()
        await world.courier.deliver()
    return [to for to, lines in noticed.arrived if "how have you fared since" in lines[1]]


async def test_a_named_reporter_is_asked_three_times_and_once_each(world: World) -> None:
    case, _ = await reported(world, DANA)
    await closes(world, MEI, case, "It was looked into.")
    days = []
    for day in range(130):
        days += [day for _ in await asked(world)]
        world.clock.move(DAY)
    assert days == [30, 60, 90]


async def test_what_was_missed_is_asked_once(world: World) -> None:
    """Nobody served for two months."""
    case, _ = await reported(world, DANA)
    await closes(world, MEI, case, "It was looked into.")
    world.clock.move(70 * DAY)
    assert await asked(world) == ["Dana"]
    world.clock.move(19 * DAY)
    assert await asked(world) == []


async def test_a_clock_that_comes_back_asks_nobody_again(world: World) -> None:
    case, _ = await reported(world, DANA)
    await closes(world, MEI, case, "It was looked into.")
    world.clock.move(60 * DAY)
    assert await asked(world) == ["Dana"]
    world.clock.move(-30 * DAY)
    assert await asked(world) == []


async def test_of_several_cases_one_is_asked_about_each_day(world: World) -> None:
    """And another reporter is asked on the same day."""
    for who in (DANA, DANA, ELI):
        case, _ = await reported(world, who)
        await closes(world, MEI, case, "It was looked into.")
    world.clock.move(30 * DAY)
    assert sorted(await asked(world)) == ["Dana", "Eli"]
    assert await asked(world) == []
    world.clock.move(DAY)
    assert await asked(world) == ["Dana"]


async def test_an_open_case_asks_nothing(world: World) -> None:
    await reported(world, DANA)
    world.clock.move(40 * DAY)
    assert await asked(world) == []


async def test_without_a_name_nobody_is_written_to_and_the_receipt_finds_the_question(world: World) -> None:
    case, receipt = await reported(world, DANA, "anonymous")
    await closes(world, MEI, case, "It was looked into.")
    closed, seen = world.clock.now(), {}
    for day in (29, 30, 60, 119, 120):
        world.clock.move(closed + day * DAY - world.clock.now())
        assert await asked(world) == []
        opened = await fills(world, NOBODY, await world.talks.begin(NOBODY, "follow_up"), {"receipt": receipt})
        seen[day] = "follow_up.check_in" in {say.key for say in opened.said}
    assert seen == {29: False, 30: True, 60: True, 119: True, 120: False}


async def test_the_question_comes_with_the_codes_word_on_retaliation(world: World) -> None:
    case, _ = await reported(world, DANA)
    await closes(world, MEI, case, "It was looked into.")
    world.clock.move(31 * DAY)
    shown = await world.talks.begin(DANA, "own_case", case)
    [check_in] = [say for say in shown.said if say.key == "follow_up.check_in"]
    assert "does not permit retaliation" in check_in.quotes[0].text


async def test_members_do_not_see_the_question(world: World) -> None:
    case, _ = await reported(world, DANA)
    await closes(world, MEI, case, "It was looked into.")
    world.clock.move(31 * DAY)
    assert "follow_up.check_in" not in {say.key for say in (await world.talks.begin(MEI, "case", case)).said}
