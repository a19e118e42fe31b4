"""A report that cannot be stored points nobody to somebody whom it is about."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.company import open_company
from dialogs.steps import Answers
from tests.faults.acting import member_id
from tests.faults.disks import read_only
from tests.faults.reporter import Ready, answers, reviewed
from tests.house import DANA, MEI, World, build
from tests.stage import Noticed

NORTHWIND = Path(__file__).parent / "company"
POST, HOTLINE, SECOND, COUNSEL = "3 Quay Street", "555 0190", "555 0191", "555 0192"
MORE = f"""
[[contact]]
id = "line"
role = "hotline"
name = "Hotline"
person = "Ivo Quist"
phone = "{HOTLINE}"
[[contact]]
id = "second"
role = "hotline"
name = "Second hotline"
person = "{MEI.name}"
phone = "{SECOND}"
[[contact]]
id = "sorel"
role = "counsel"
name = "Nadia Sorel"
phone = "{COUNSEL}"
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    company = open_company(shutil.copytree(NORTHWIND, tmp_path / "company"))
    with (company.folder / "contacts.toml").open("a", encoding="utf-8") as contacts:
        contacts.write(MORE)
    world = build(tmp_path, Noticed(company.wording()), company=company)
    yield world
    world.close()


async def ready(world: World, *involved: str, **more: str) -> Ready:
    told: Answers = {**answers("Invoices are dated back.", involved=involved), "category": "other", **more}
    return await reviewed(world.talks, told, DANA)


async def shown_when_full(world: World, form: Ready) -> set[str]:
    """The register is read still, and takes nothing more."""
    world.database.run_now(lambda r: r.db.execute("PRAGMA max_page_count = 1").fetchone() and None)
    for _ in range(9):
        shown = await form.press(world.talks)
        if shown.failed:
            return ways(str(shown.said[0].facts["ways"]))
        form = await ready(world, *map(str, form.reply.answers["involved"]))
    pytest.fail("the register was never full")


def ways(told: str) -> set[str]:
    return {way for way in (POST, HOTLINE, SECOND, COUNSEL) if way in told}


async def test_whoever_leaves_nobody_out_reads_every_way(world: World) -> None:
    assert await shown_when_full(world, await ready(world)) == {POST, HOTLINE, SECOND, COUNSEL}


async def test_not_to_whom_they_ticked(world: World) -> None:
    assert await shown_when_full(world, await ready(world, "line")) == {POST, SECOND, COUNSEL}


async def test_nor_to_a_telephone_that_only_a_member_answers_whom_they_ticked(world: World) -> None:
    assert await shown_when_full(world, await ready(world, member_id(world, MEI))) == {POST, HOTLINE, COUNSEL}


async def test_nor_to_whom_their_text_names_when_they_say_so(world: World) -> None:
    told = {"narrative": "Ivo Quist dates invoices back."}
    form = await ready(world, **told, **{"spoken_of.line": "involved"})
    with read_only(world):
        assert HOTLINE not in ways(str((await form.press(world.talks)).said[0].facts["ways"]))


async def test_when_nobody_can_be_looked_up_no_telephone_of_one_person_is_shown(world: World) -> None:
    form = await ready(world, member_id(world, MEI))
    with read_only(world):
        shown = await form.press(world.talks)
    assert [say.key for say in shown.said] == ["failed.not_stored"]
    assert ways(str(shown.said[0].facts["ways"])) == {POST, COUNSEL}
