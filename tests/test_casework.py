"""What an outcome does to a case and to the messages owed, where a transcript cannot show it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.person import NOBODY
from bot.turns import Shown
from dialogs.steps import Offer
from storage import cases, outbox
from storage.records import Case, Kind
from tests.faults.acting import acknowledges, adds, asks, case_of, closes, fills, member_id, recuses
from tests.faults.platform import DROPPED, LOST, Platform, Trouble, nothing, wait
from tests.faults.reporter import answers, filed, receipt_in, reviewed
from tests.house import CHANNEL, DANA, GRACE, MEI, SAMUEL, World

FILED, BLANKED, ACKNOWLEDGED = "notice.filed", "notice.blanked", "notice.acknowledged"


async def later(world: World, **by: float) -> None:
    world.clock.move(timedelta(**by))
    await world.courier.deliver()


async def test_the_acting_chair_is_told_to_lead_what_is_kept_from_the_chair(world: World, platform: Platform) -> None:
    """And nobody is told so where the Chair sees it, or the acting chair is to know nothing either."""
    known = {who.name: member_id(world, who) for who in (GRACE, SAMUEL)}
    told: list[dict[str, str]] = []
    for out in ((), (known[GRACE.name],), (known[GRACE.name], known[SAMUEL.name])):
        case = case_of(world, await filed(world.talks, answers("Invoices are dated back.", involved=out)))
        owed = world.database.run_now(outbox.owed)
        told.append({n.to: n.key for n in owed if n.case == case and n.to in known.values()})
    assert told == [
        {known[GRACE.name]: FILED, known[SAMUEL.name]: FILED},
        {known[SAMUEL.name]: f"{FILED}_yours"},
        {},
    ]


async def report(world: World) -> tuple[str, str]:
    """The case and its receipt."""
    receipt = await filed(world.talks, answers("Invoices are dated back."))
    return case_of(world, receipt), receipt


def read(world: World, case: str) -> Case:
    return world.database.run_now(lambda r: cases.read_as_reporter(r, case))


def said(shown: Shown) -> list[str]:
    return [say.key for say in shown.said]


async def test_a_recusal_blanks_every_message_and_the_channels_note(world: World, platform: Platform) -> None:
    case, receipt = await report(world)
    await adds(world, receipt, "One more thing.")
    await world.courier.deliver()
    await recuses(world, GRACE, case)
    await world.courier.deliver()
    assert platform.before("Grace") == [("", BLANKED), ("", BLANKED)]
    assert platform.before(CHANNEL.id) == [("", BLANKED)]
    assert (case, FILED) in platform.before("Mei")


async def test_a_recusal_blanks_a_message_of_which_nobody_knows_whether_it_arrived(
    world: World, platform: Platform
) -> None:
    platform.troubles("Grace", DROPPED)
    case, _ = await report(world)
    await world.courier.deliver()
    await recuses(world, GRACE, case)
    await later(world, minutes=1)
    assert platform.before("Grace") == [("", BLANKED)]


async def test_a_message_that_never_arrived_is_withdrawn_by_the_recusal(world: World, platform: Platform) -> None:
    platform.troubles("Grace", LOST)
    case, _ = await report(world)
    await world.courier.deliver()
    await recuses(world, GRACE, case)
    for _ in range(5):
        await later(world, minutes=20)
    assert platform.before("Grace") == []
    assert world.database.run_now(outbox.counts) == outbox.Owed(owed=0, parked=0, sending=0)


@pytest.mark.parametrize("trouble", [LOST, DROPPED, wait(30), None])
async def test_a_recusal_while_the_message_is_on_its_way(
    world: World, platform: Platform, trouble: Trouble | None
) -> None:
    """It is committed while the platform has the request: what came of that is blanked, nothing is sent after it."""
    case, _ = await report(world)

    async def steps_aside(to: str) -> None:
        if to == "Grace":
            platform.meanwhile = nothing
            await recuses(world, GRACE, case)

    platform.meanwhile = steps_aside
    platform.troubles("Grace", *([trouble] if trouble else []))
    for _ in range(5):
        await later(world, minutes=20)
    arrived = trouble is None or trouble.accepted
    assert platform.before("Grace") == [("", BLANKED)] * arrived
    assert world.database.run_now(outbox.counts) == outbox.Owed(owed=0, parked=0, sending=0)


async def test_where_the_platform_cannot_find_a_message_that_may_be_there_alarms(
    world: World, platform: Platform
) -> None:
    """It cannot be blanked, and somebody has to know."""
    alarms: list[str] = []
    world.courier.alarm = alarms.append
    platform.can_find = False
    platform.troubles("Grace", DROPPED)
    case, _ = await report(world)
    await world.courier.deliver()
    await recuses(world, GRACE, case)
    await later(world, minutes=1)
    assert alarms == ["courier.parked"]


async def test_a_blanked_message_stays_blank(hourly: World, platform: Platform) -> None:
    """What was owed before the recusal and waits for the full hour no longer arrives."""
    case, _ = await report(hourly)
    await hourly.courier.deliver()
    await acknowledges(hourly, MEI, case)
    await recuses(hourly, GRACE, case)
    await hourly.courier.deliver()
    assert platform.before("Grace") == [("", BLANKED)]
    await later(hourly, hours=1)
    await later(hourly, hours=1)
    assert platform.before("Grace") == [("", BLANKED)]
    assert platform.before("Samuel")[0] == (case, ACKNOWLEDGED)


async def test_two_recusals_blank_the_channels_note_that_may_be_there(world: World, platform: Platform) -> None:
    platform.troubles(CHANNEL.id, DROPPED)
    case, _ = await report(world)
    await world.courier.deliver()
    await recuses(world, GRACE, case)
    await recuses(world, MEI, case)
    await later(world, minutes=1)
    assert platform.before(CHANNEL.id) == [("", BLANKED)]


async def test_the_channel_has_no_note_of_a_case_hidden_from_somebody_in_it(world: World, platform: Platform) -> None:
    await filed(world.talks, answers("About Grace.", involved=(member_id(world, GRACE),)))
    await world.courier.deliver()
    assert platform.before(CHANNEL.id) == platform.before("Grace") == []
    assert len(platform.before("Mei")) == 1


async def test_the_last_who_may_see_a_case_cannot_step_aside(world: World) -> None:
    case, _ = await report(world)
    await recuses(world, GRACE, case)
    await recuses(world, SAMUEL, case)
    before = read(world, case)
    assert said(await recuses(world, MEI, case)) == ["refused.last_handler"]
    assert read(world, case) == before
    assert world.database.run_now(lambda r: cases.handlers(r, case)) == (member_id(world, MEI),)


async def test_a_member_steps_aside_from_a_closed_case_too(world: World) -> None:
    case, _ = await report(world)
    await closes(world, MEI, case, "It was so.")
    shown = await world.talks.begin(GRACE, "case", case)
    assert Offer("recuse", case) in shown.said[-1].offers
    assert said(await recuses(world, GRACE, case)) == ["recuse.done"]
    assert said(await world.talks.begin(GRACE, "case", case)) == ["case.none"]


async def test_the_first_to_close_a_case_has_closed_it(world: World, platform: Platform) -> None:
    case, _ = await report(world)
    second = await world.talks.begin(MEI, "close", case)
    await closes(world, GRACE, case, "The entries are corrected.")
    shown = await fills(world, MEI, second, {"disposition": "outside", "told": "Not for us."})
    assert said(shown) == ["close.already"]
    (ending,) = [e for e in read(world, case).entries if e.kind is Kind.DISPOSITION]
    assert ending.parts[0].text == "The entries are corrected."
    await world.courier.deliver()
    assert len(platform.before("Samuel")) == 1


async def test_the_same_form_with_other_words_becomes_an_addition(world: World) -> None:
    form = await reviewed(world.talks, answers("First words."))
    receipt = receipt_in(await form.press(world.talks))
    other = replace(form, reply=replace(form.reply, answers=answers("Other words.")))
    assert receipt_in(await other.press(world.talks)) == receipt
    entries = read(world, case_of(world, receipt)).entries
    assert [(e.kind, e.parts[0].text) for e in entries] == [
        (Kind.REPORT, "First words."),
        (Kind.ADDITION, "Other words."),
    ]


async def test_whoever_is_struck_out_in_an_addition_is_out_at_once(world: World, platform: Platform) -> None:
    case, receipt = await report(world)
    await world.courier.deliver()
    await adds(world, receipt, "She knew.", involved=(member_id(world, GRACE),))
    await world.courier.deliver()
    assert platform.before("Grace") == [("", BLANKED)]
    assert said(await world.talks.begin(GRACE, "case", case)) == ["case.none"]


async def test_an_unnamed_reporter_is_never_sent_anything(world: World, platform: Platform) -> None:
    receipt = await filed(world.talks, answers("Invoices are dated back."), DANA)
    case = case_of(world, receipt)
    await acknowledges(world, GRACE, case)
    await asks(world, GRACE, case, "Which?")
    await closes(world, GRACE, case, "Done.")
    await world.courier.deliver()
    assert platform.before("Dana") == []


async def test_a_named_reporter_is_told_that_there_is_something_to_read(world: World, platform: Platform) -> None:
    case = case_of(world, await filed(world.talks, answers("Invoices are dated back.", level="named"), DANA))
    await acknowledges(world, GRACE, case)
    await asks(world, GRACE, case, "Which?")
    await world.courier.deliver()
    assert platform.before("Dana") == [(case, "notice.reporter.acknowledged"), (case, "notice.reporter.question")]


async def test_nobody_without_an_account_can_give_a_name(world: World) -> None:
    form = await reviewed(world.talks, answers("Invoices are dated back."))
    forged = replace(form, reply=replace(form.reply, answers=answers("Invoices.", level="named")))
    shown = await forged.press(world.talks)
    case = case_of(world, receipt_in(shown)) if receipt_in(shown) else ""
    assert not case or world.database.run_now(lambda r: cases.reporter(r, case)) is None
    assert forged.person is NOBODY
