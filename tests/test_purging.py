"""What members were sent about a case does not outlast it."""

from datetime import timedelta
from pathlib import Path

from bot import purging
from content.company import open_company
from dialogs.facts import Promise
from dialogs.outcomes import Purge
from storage import cases, retention
from storage.records import Part
from storage.register import Register
from tests.faults.acting import case_of, member_id
from tests.faults.reporter import answers, filed
from tests.house import GRACE, SAMUEL, World, build
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
