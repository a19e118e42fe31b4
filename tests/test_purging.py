"""What members were sent about a case does not outlast it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import changing, purging
from bot.correspondence import Correspondence
from content.company import open_company
from dialogs.facts import Promise
from dialogs.outcomes import Purge
from storage import cases, delivery, outbox, people, retention
from storage.records import Kind, Part
from storage.register import Register
from tests.faults.acting import case_of, member_id
from tests.faults.reporter import answers, filed
from tests.house import GRACE, MEI, SAMUEL, World, build
from tests.stage import Noticed

SECRET = "Invoices are dated back."
TAKEN_BACK = "This message was taken back."
YEARS = timedelta(days=6 * 366)


async def test_a_purge_takes_the_reports_text_out_of_the_members_messages(tmp_path: Path) -> None:
    noticed = Noticed(open_company().wording())
    world = build(tmp_path, noticed, promise=Promise(committee_dm="full"))
    case = case_of(world, await filed(world.talks, answers(SECRET)))
    await world.courier.deliver()
    assert {to for to, lines in noticed.arrived if SECRET in " ".join(lines)} == {"Grace", "Samuel", "Mei"}
    close(world, case)
    await world.courier.deliver()
    noticed.arrived.clear()
    destroy(world, case)
    await world.courier.deliver()
    taken_back = {to for to, lines in noticed.arrived if TAKEN_BACK in lines}
    assert taken_back == {"Grace", "Samuel", "Mei", "#committee"}
    world.close()


@pytest.mark.parametrize("leaves", ["steps aside", "is struck out", "is removed"])
@pytest.mark.parametrize("arrived", [True, False])
async def test_also_from_members_who_saw_it_once(tmp_path: Path, leaves: str, arrived: bool) -> None:
    """`arrived`: what the bot took back from them then had arrived when the case was destroyed."""
    noticed = Noticed(open_company().wording())
    world = build(tmp_path, noticed, promise=Promise(committee_dm="full"))
    case = case_of(world, await filed(world.talks, answers(SECRET)))
    await world.courier.deliver()
    mei = member_id(world, MEI)
    world.database.run_now(lambda r: leave(r, case, mei, leaves, world.clock.today()))
    close(world, case)
    if arrived:
        await world.courier.deliver()
    destroy(world, case)
    await world.courier.deliver()
    to_mei = [lines for to, lines in noticed.arrived if to == "Mei"]
    assert SECRET in " ".join(to_mei[0])
    assert to_mei[1:]
    assert all(TAKEN_BACK in lines for lines in to_mei[1:])
    assert world.database.run_now(outbox.owed) == ()
    world.close()


async def test_also_from_whom_a_message_was_under_way_when_they_left(tmp_path: Path) -> None:
    """Nobody knew whether it had arrived; it is looked for, and taken back."""
    noticed = Noticed(open_company().wording())
    world = build(tmp_path, noticed, promise=Promise(committee_dm="full"))
    case = case_of(world, await filed(world.talks, answers(SECRET)))
    mei = member_id(world, MEI)
    world.database.run_now(lambda r: [delivery.sending(r, n.id, case) for n in outbox.owed(r) if n.to == mei])
    world.database.run_now(lambda r: leave(r, case, mei, "steps aside", world.clock.today()))
    close(world, case)
    destroy(world, case)
    await world.courier.deliver()
    assert not [lines for to, lines in noticed.arrived if to == "Mei" and SECRET in " ".join(lines)]
    assert world.database.run_now(outbox.owed) == ()
    world.close()


def leave(register: Register, case: str, member: str, how: str, today: date) -> None:
    match how:
        case "steps aside":
            cases.recuse(register, case, member, Part("entry.recusal", "A friend."), today)
        case "is struck out":
            cases.add(register, case, (Part("entry.addition", "Her, too."),), Kind.ADDITION, today, None, (member,))
        case "is removed":
            changing.remove(register, member, today, people.OPERATOR)
            return
    Correspondence(register, case).take_back(member)


def close(world: World, case: str) -> None:
    grace = member_id(world, GRACE)
    told = (Part("disposition.unfounded", "Nothing was found."),)
    world.database.run_now(lambda r: cases.close(r, case, grace, told, world.clock.today()))


def destroy(world: World, case: str) -> None:
    """Years later."""
    world.clock.move(YEARS)
    today = world.clock.today()
    grace, samuel = member_id(world, GRACE), member_id(world, SAMUEL)

    def both(register: Register) -> None:
        retention.confirm(register, today, grace)
        for who in (grace, samuel):
            purging.carry_out(register, Purge(case), who, today)

    world.database.run_now(both)
