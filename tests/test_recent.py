"""What is remembered of a question: by person, in memory, for ten minutes; beginning a report forgets it at once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clocks import Clocks
from bot.person import NOBODY, Account, Person
from bot.recent import LONGEST, REMEMBERED, SECONDS, Recent
from bot.terms import Terms
from bot.turns import Reply, Shown
from content.company import open_company
from dialogs.steps import Text
from storage import asked
from tests.house import DANA, ELI, World, build
from tests.stage import Noticed

DANAS = Account("slack", "", "Dana")
GIFT = "Can I accept a gift from a supplier?"
WIFE = "and what about my wife?"


def test_a_follow_up_is_read_with_the_topic_and_the_follow_up_before_it() -> None:
    recent = Recent()
    recent.keep(DANAS, "a gift?", 0, follows=False)
    recent.keep(DANAS, "and my wife?", 1, follows=True)
    assert recent.before(DANAS, 2) == "a gift? and my wife?"
    recent.keep(DANAS, "and abroad?", 3, follows=True)
    assert recent.before(DANAS, 4) == "a gift? and abroad?"
    recent.keep(DANAS, "insider trading", 5, follows=False)
    assert recent.before(DANAS, 6) == "insider trading"


@pytest.mark.parametrize(("later", "before"), [(SECONDS - 1, "a gift?"), (SECONDS, ""), (SECONDS * 9, "")])
def test_after_ten_minutes_it_is_forgotten(later: float, before: str) -> None:
    recent = Recent()
    recent.keep(DANAS, "a gift?", 0, follows=False)
    assert recent.before(DANAS, later) == before


def test_anybodys_next_question_clears_what_is_old() -> None:
    recent = Recent()
    recent.keep(DANAS, "a gift?", 0, follows=False)
    recent.keep(Account("slack", "", "Eli"), "a bonus?", SECONDS, follows=False)
    recent.keep(DANAS, "", SECONDS, follows=True)
    assert recent.before(DANAS, SECONDS) == ""


def test_it_holds_a_bounded_number_of_people_and_letters() -> None:
    recent = Recent()
    for n in range(REMEMBERED + 1):
        recent.keep(Account("slack", "", str(n)), "x" * 3_000, 0, follows=False)
    assert recent.before(Account("slack", "", "0"), 1) == ""
    assert len(recent.before(Account("slack", "", str(REMEMBERED)), 1)) == LONGEST


def test_without_an_account_nothing_is_remembered() -> None:
    recent = Recent()
    recent.keep(None, "a gift?", 0, follows=False)
    assert recent.before(None, 1) == ""


def test_it_is_not_shown() -> None:
    recent = Recent()
    recent.keep(DANAS, "my secret", 0, follows=False)
    assert "secret" not in repr(recent)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    built = build(tmp_path, Noticed(open_company().wording("en")))
    yield built
    built.close()


async def sections(world: World, person: Person, text: str) -> list[str]:
    shown = await world.talks.said(person, text)
    return [quote.section for say in shown.said for quote in say.quotes]


async def test_beginning_a_report_forgets_at_once(world: World) -> None:
    await sections(world, DANA, GIFT)
    with_it = await sections(world, DANA, WIFE)
    await world.talks.said(DANA, "report")
    assert await sections(world, DANA, WIFE) != with_it
    assert with_it[0] == "7"


async def test_one_persons_question_is_nobody_elses(world: World) -> None:
    alone = await sections(world, ELI, WIFE)
    await sections(world, DANA, GIFT)
    await sections(world, NOBODY, GIFT)
    assert await sections(world, ELI, WIFE) == alone
    assert await sections(world, NOBODY, WIFE) == alone


async def test_a_cry_for_help_is_not_remembered(world: World) -> None:
    await world.talks.said(DANA, "A coworker threatened to kill me, what does the Code say of violence?")
    recent = world.talks.house.recent
    assert recent.before(DANA.account, world.clock.monotonic()) == ""


async def test_questions_are_counted_by_section_and_reach_the_register_when_the_day_is_over(world: World) -> None:
    for _ in range(12):
        await world.talks.said(NOBODY, GIFT)
    await world.talks.said(DANA, "hello")
    await world.talks.said(DANA, "who is the chair?")
    clocks = Clocks(world.database, world.clock, Terms(), lambda: None, world.talks.house.tally)
    await clocks.look()
    assert world.database.run_now(asked.counts) == ()
    world.clock.move(timedelta(days=1))
    await clocks.look()
    await clocks.look()
    assert [(one.section, one.at_least) for one in world.database.run_now(asked.counts)] == [("7", 10)]


async def test_what_was_counted_today_is_written_down_when_askfirst_stops(world: World) -> None:
    for _ in range(10):
        await world.talks.said(NOBODY, GIFT)
    await Clocks(world.database, world.clock, Terms(), lambda: None, world.talks.house.tally).count()
    assert [one.section for one in world.database.run_now(asked.counts)] == ["7"]
    assert world.talks.house.tally.over() == ()


async def test_a_question_that_is_sent_on_is_filled_in_sent_once_and_names_nobody(world: World) -> None:
    await world.talks.said(DANA, "What is the dress code on Fridays?")
    form = await world.talks.begin(DANA, "send_question")
    assert form.asking and isinstance(form.asking.fields[0], Text)
    assert form.asking.fields[0].value == "What is the dress code on Fridays?"
    answers = {"question": "May I wear shorts?"}
    reply = Reply("send_question", form.asking.key, answers, digest=form.digest, nonce=form.nonce)
    for _ in range(2):
        await world.talks.answer(DANA, reply)
    sent = world.database.run_now(asked.questions)
    assert [(one.week, one.text) for one in sent] == [(asked.week_of(world.clock.today()), "May I wear shorts?")]


async def test_an_account_sends_only_a_few_questions_on_in_a_day(world: World) -> None:
    """Who asked is remembered in memory alone; a second click counts once, and nobody else is held up."""
    for n in range(3):
        assert [say.key for say in (await sent_on(world, DANA, f"Question {n}?")).said] == ["send_question.done"]
    refused = await sent_on(world, DANA, "One more?")
    assert refused.failed
    assert [say.key for say in refused.said] == ["refused.too_many_questions"]
    assert not (await sent_on(world, ELI, "And mine?")).failed
    world.clock.move(timedelta(hours=25))
    assert not (await sent_on(world, DANA, "One more?")).failed
    assert len(world.database.run_now(asked.questions)) == 5


async def sent_on(world: World, who: Person, question: str) -> Shown:
    form = await world.talks.begin(who, "send_question")
    assert form.asking
    answers = {"question": question}
    reply = Reply("send_question", form.asking.key, answers, digest=form.digest, nonce=form.nonce)
    await world.talks.answer(who, reply)
    return await world.talks.answer(who, reply)
