"""What a turn guarantees beyond the words of a transcript: second clicks, old and foreign buttons, failures, limits."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.person import NOBODY, Person
from bot.turns import Reply, Shown
from content.company import open_company
from dialogs.catalogue import CATALOGUE
from dialogs.steps import Value
from storage import cases, outbox
from storage.errors import StorageFailedError
from storage.register import Register
from tests.house import DANA, ELI, GRACE, SAMUEL, World, build
from tests.stage import Noticed

REPORT: dict[str, Value] = {
    "category": "other",
    "danger": "no",
    "narrative": "Something is wrong.",
    "involved": (),
    "level": "anonymous",
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    built = build(tmp_path, Noticed(open_company().wording()))
    yield built
    built.close()


def reply(shown: Shown, answers: dict[str, Value]) -> Reply:
    assert shown.asking
    return Reply(
        shown.dialog,
        shown.asking.key,
        answers,
        shown.regarding,
        shown.asking.restates,
        shown.digest,
        shown.nonce,
        shown.given,
    )


async def reviewed(world: World, who: Person = DANA, **changed: Value) -> Shown:
    begun = await world.talks.begin(who, "report")
    return await world.talks.answer(who, reply(begun, {**REPORT, **changed}))


async def sent(world: World, who: Person = DANA, **changed: Value) -> Shown:
    return await world.talks.answer(who, reply(await reviewed(world, who, **changed), {**REPORT, **changed}))


def receipt_of(shown: Shown) -> str:
    return str(shown.said[0].facts["receipt"])


async def stored(world: World) -> int:
    count: int = await world.database.run(lambda r: r.db.execute("SELECT count(*) FROM cases").fetchone()[0])
    return count


async def the_case(world: World) -> str:
    case: str = await world.database.run(lambda r: r.db.execute("SELECT case_no FROM cases").fetchone()[0])
    return case


async def test_a_second_click_gives_the_same_receipt_and_one_case(world: World) -> None:
    review = await reviewed(world)
    both = await asyncio.gather(*(world.talks.answer(DANA, reply(review, REPORT)) for _ in range(5)))
    assert len({receipt_of(shown) for shown in both}) == 1
    assert await stored(world) == 1
    owed = await world.database.run(outbox.counts)
    assert owed.owed == 4  # three members and the channel, once each


async def test_the_same_form_sent_again_with_other_words_adds_them(world: World) -> None:
    review = await reviewed(world)
    first = await world.talks.answer(DANA, reply(review, REPORT))
    again = await world.talks.answer(DANA, reply(review, {**REPORT, "narrative": "And something else."}))
    assert receipt_of(again) == receipt_of(first)
    case = await the_case(world)
    texts = await world.database.run(lambda r: _texts(r, case))
    assert texts == ["Something is wrong.", "And something else."]


def _texts(register: Register, case: str) -> list[str]:
    return [part.text for entry in cases.read_as_reporter(register, case).entries for part in entry.parts]


async def test_a_member_struck_out_on_the_second_click_is_out_at_once(world: World) -> None:
    begun = await world.talks.begin(DANA, "report")
    samuel = next(
        o.value
        for f in (begun.asking.fields if begun.asking else ())
        for o in getattr(f, "options", ())
        if o.name == SAMUEL.name
    )
    review = await world.talks.answer(DANA, reply(begun, REPORT))
    await world.talks.answer(DANA, reply(review, REPORT))
    case = await the_case(world)
    changed = await world.talks.answer(DANA, reply(replace(review), {**REPORT, "involved": (samuel,)}))
    confirmed = await world.talks.answer(DANA, reply(changed, {**REPORT, "involved": (samuel,)}))
    assert confirmed.dialog == "receipt"
    seen = await world.talks.begin(SAMUEL, "case", case)
    assert [say.key for say in seen.said] == ["case.none"]


async def test_two_forms_are_two_reports(world: World) -> None:
    first, second = await sent(world), await sent(world)
    assert receipt_of(first) != receipt_of(second)
    assert await stored(world) == 2


async def test_a_forged_nonce_files_under_a_receipt_of_its_own(world: World) -> None:
    for nonce in ("", "zz", "00", "ab" * 40):
        review = replace(await reviewed(world, NOBODY), nonce=nonce)
        assert (await world.talks.answer(NOBODY, reply(review, REPORT))).dialog == "receipt"
    assert await stored(world) == 4


async def test_a_name_cannot_be_given_without_an_account(world: World) -> None:
    shown = await sent(world, NOBODY, level="named")
    assert shown.dialog == "report"
    assert await stored(world) == 0


@pytest.mark.parametrize("dialog", [*CATALOGUE, "no_such_dialog", "", "case; DROP TABLE cases"])
@pytest.mark.parametrize("person", [DANA, NOBODY, GRACE], ids=["employee", "nobody", "chair"])
async def test_any_button_of_anybody_gets_an_answer_in_words(world: World, dialog: str, person: Person) -> None:
    await sent(world)
    for regarding in ("", "ZZZZZZ", "../../etc", "7"):
        shown = await world.talks.begin(person, dialog, regarding)
        assert shown.said or shown.asking


@pytest.mark.parametrize("dialog", ["case", "acknowledge", "ask_reporter", "note", "recuse", "close"])
@pytest.mark.parametrize("person", [DANA, NOBODY, SAMUEL], ids=["employee", "nobody", "kept out"])
async def test_a_members_button_opens_nothing_for_anybody_else(world: World, dialog: str, person: Person) -> None:
    begun = await world.talks.begin(DANA, "report")
    samuel = next(
        o.value
        for f in (begun.asking.fields if begun.asking else ())
        for o in getattr(f, "options", ())
        if o.name == SAMUEL.name
    )
    await sent(world, involved=(samuel,))
    case = await the_case(world)
    absent = await world.talks.begin(person, dialog, "ZZZZZZ")
    hidden = await world.talks.begin(person, dialog, case)
    assert [say.key for say in hidden.said] == ["case.none"]
    assert hidden.said == absent.said
    assert hidden.asking is None


@pytest.mark.parametrize("dialog", ["ask_reporter", "note", "recuse", "close"])
async def test_a_forged_form_does_nothing_in_a_case_that_is_not_ones_own(world: World, dialog: str) -> None:
    await sent(world)
    case = await the_case(world)
    form = await world.talks.begin(GRACE, dialog, case)
    answers: dict[str, Value] = {"asked": "?", "noted": "!", "reason": "-", "disposition": "outside", "told": "."}
    for person in (DANA, NOBODY):
        shown = await world.talks.answer(person, reply(form, answers))
        assert [say.key for say in shown.said] == ["case.none"]
    assert await world.database.run(lambda r: _texts(r, case)) == ["Something is wrong."]


async def test_an_account_that_signed_nothing_opens_no_named_report(world: World) -> None:
    await sent(world, ELI, level="named")
    case = await the_case(world)
    assert (await world.talks.begin(ELI, "own_case", case)).asking
    for person in (DANA, NOBODY, GRACE):
        shown = await world.talks.begin(person, "own_case", case)
        assert [say.key for say in shown.said] == ["case.none"]


async def test_the_sixth_report_within_an_hour_waits_with_its_form_open(world: World) -> None:
    for _ in range(5):
        await sent(world)
    shown = await sent(world)
    assert shown.failed
    assert await stored(world) == 5
    assert (await sent(world, ELI)).dialog == "receipt"
    assert (await sent(world, NOBODY)).dialog == "receipt"


async def test_when_nothing_can_be_stored_the_form_stays_open_and_says_where_to_turn(world: World) -> None:
    review = await reviewed(world)
    await world.database.run(lambda r: r.db.execute("PRAGMA max_page_count = 1").fetchone() and None)
    for _ in range(3):
        shown = await world.talks.answer(DANA, reply(review, REPORT))
        if shown.failed:
            break
        review = await reviewed(world)
    else:
        pytest.fail("the register was never full")
    assert shown.said[0].key == "failed.not_stored"
    assert "608-8019" in str(shown.said[0].facts["ways"])
    assert shown.nonce == review.nonce
    with pytest.raises(StorageFailedError):
        await world.database.run(lambda r: r.db.execute("CREATE TABLE t (b) STRICT").fetchall())


HARMED = {
    "the members": "UPDATE members SET sealed = zeroblob(length(sealed))",
    "a case": "UPDATE cases SET sealed = zeroblob(length(sealed))",
}


@pytest.mark.parametrize("harm", HARMED.values(), ids=HARMED)
async def test_what_cannot_be_read_is_called_damaged_and_nothing_is_said_of_storing(world: World, harm: str) -> None:
    await sent(world)
    case = await the_case(world)
    await world.database.run(lambda r: r.db.execute(harm).fetchall())
    shown = await world.talks.begin(GRACE, "case", case)
    assert shown.failed
    assert [say.key for say in shown.said] == ["failed.damaged"]
    assert "608-8019" in str(shown.said[0].facts["ways"])


async def test_two_tabs_of_a_walk_do_not_answer_for_each_other(world: World) -> None:
    first = await world.talks.begin(DANA, "guidance")
    await world.talks.answer(DANA, reply(first, {"answer": "yes", "note": ""}))
    late = await world.talks.answer(DANA, reply(first, {"answer": "not_yet", "note": "late"}))
    assert late.said[0].key == "turn.moved_on"
    assert late.asking
    assert late.asking.key == "guidance.question"


async def test_a_walk_is_its_persons_own(world: World) -> None:
    begun = await world.talks.begin(DANA, "guidance")
    await world.talks.answer(DANA, reply(begun, {"answer": "yes", "note": "mine"}))
    other = await world.talks.begin(ELI, "guidance")
    assert other.asking
    assert other.asking.key == "guidance.facts"


async def test_without_an_account_the_walk_is_kept_by_nobody_but_the_page(world: World) -> None:
    begun = await world.talks.begin(NOBODY, "guidance")
    second = await world.talks.answer(NOBODY, reply(begun, {"answer": "yes", "note": ""}))
    assert not second.kept
    assert second.can_go_back
    third = await world.talks.answer(NOBODY, reply(second, {"answer": "unsure", "note": ""}))
    assert third.asking
    assert third.asking.key == "guidance.role"
    back = await world.talks.back(NOBODY, "guidance", third.given)
    assert back.asking
    assert back.asking.key == "guidance.question"
    left = await world.database.run(lambda r: r.db.execute("SELECT count(*) FROM drafts").fetchone()[0])
    assert left == 0


LONGEST = ("x" * 3000, "🙂" * 3000, "\x01" * 3000, '"' * 3000, "é\u0301" * 1500, "\ud800" * 3000)


@pytest.mark.parametrize("text", LONGEST, ids=["letters", "emoji", "control", "quotes", "accents", "surrogates"])
async def test_the_longest_texts_are_filed_or_refused_in_words_and_never_lost(world: World, text: str) -> None:
    for parts in ({"narrative": text}, {"narrative": text, "when_where": text, "known_to": text}):
        shown = await sent(world, ELI, **parts)
        if shown.dialog == "receipt":
            continue
        assert shown.problems
        assert shown.asking
        assert [f.value for f in shown.asking.fields if f.name == "narrative"] == [text]


@pytest.mark.parametrize("text", ["x" * 400, "🙂" * 400, "\x01" * 400], ids=["letters", "emoji", "control"])
async def test_a_walk_full_of_notes_is_kept_and_carried(world: World, text: str) -> None:
    shown = await world.talks.begin(DANA, "guidance")
    while shown.asking and shown.asking.key != "guidance.end":
        first = getattr(shown.asking.fields[0], "options")[0].value  # noqa: B009
        shown = await world.talks.answer(DANA, reply(shown, {"answer": first, "note": text}))
    carried = await world.talks.answer(DANA, reply(shown, {"way": "carry"}))
    assert carried.dialog == "report"
    assert carried.asking
    assert len(str(carried.asking.fields[2].value)) <= 3000


@pytest.mark.parametrize("regarding", ["\ud800", "\x00", "x" * 70_000, "K7Q2M9\u202e"])
@pytest.mark.parametrize("dialog", ["code", "case", "cases", "own_case", "contacts"])
async def test_any_handle_gets_an_answer_in_words(world: World, dialog: str, regarding: str) -> None:
    for person in (DANA, GRACE):
        shown = await world.talks.begin(person, dialog, regarding)
        assert shown.said or shown.asking


async def test_danger_said_on_the_second_click_is_told_at_once_and_once(world: World) -> None:
    review = await reviewed(world)
    await world.talks.answer(DANA, reply(review, REPORT))
    await world.courier.deliver()
    noticed = world.messenger
    assert isinstance(noticed, Noticed)
    for _ in range(2):
        changed = await world.talks.answer(DANA, reply(review, {**REPORT, "danger": "yes"}))
        await world.talks.answer(DANA, reply(changed, {**REPORT, "danger": "yes"}))
    noticed.arrived.clear()
    await world.courier.deliver()
    assert sorted(to for to, lines in noticed.arrived if "danger" in lines[1]) == ["Grace", "Mei", "Samuel"]


async def test_the_same_addition_question_or_note_twice_is_there_once(world: World) -> None:
    shown = await sent(world)
    case, receipt = await the_case(world), receipt_of(shown)
    began = await world.talks.begin(DANA, "follow_up")
    form = await world.talks.answer(DANA, reply(began, {"receipt": receipt}))
    added: dict[str, Value] = {"receipt": receipt, "text": "One more thing.", "involved": ()}
    await asyncio.gather(*(world.talks.answer(DANA, reply(form, added)) for _ in range(5)))
    for dialog, words in (("ask_reporter", {"asked": "Which?"}), ("note", {"noted": "Call them."})):
        form = await world.talks.begin(GRACE, dialog, case)
        again = [await world.talks.answer(GRACE, reply(form, {**words})) for _ in range(3)]
        assert {s.said[0].key for s in again} == {f"{dialog}.done"}
    texts = await world.database.run(lambda r: [p.text for e in cases.entries(r, case) for p in e.parts])
    assert texts == ["Something is wrong.", "One more thing.", "Which?", "Call them."]
    owed = await world.database.run(outbox.owed)
    assert len([n for n in owed if n.key == "notice.added"]) == 3


async def test_two_members_may_write_the_same_note(world: World) -> None:
    await sent(world)
    case = await the_case(world)
    for who in (GRACE, SAMUEL):
        form = await world.talks.begin(who, "note", case)
        await world.talks.answer(who, reply(form, {"noted": "Agreed."}))
    texts = await world.database.run(lambda r: [p.text for e in cases.entries(r, case) for p in e.parts])
    assert texts == ["Something is wrong.", "Agreed.", "Agreed."]


async def test_a_receipts_button_without_a_receipt_says_that_nothing_was_filed_now(world: World) -> None:
    shown = await world.talks.begin(DANA, "receipt")
    assert [say.key for say in shown.said] == ["receipt.gone"]
    assert shown.asking is None
