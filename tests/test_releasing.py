"""An earlier case reaches nobody whom it may be about, also not who was no member when it was written."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot import releasing
from content.company import open_company
from dialogs.outcomes import ReleaseCase
from storage import access, cases, people
from storage.errors import NotVisibleError, RefusedError
from storage.records import Kind, Part
from tests.faults.acting import case_of, member_id
from tests.faults.reporter import answers, filed
from tests.house import DANA, ELI, GRACE, MEI, NOOR, World, build
from tests.stage import Noticed

NORTHWIND = Path(__file__).parent / "company"
SENIOR = "Ulf Sandvik"
TEXT = "Invoices are dated back."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    company = open_company(shutil.copytree(NORTHWIND, tmp_path / "company"))
    with (company.folder / "contacts.toml").open("a", encoding="utf-8") as contacts:
        contacts.write(f'[[contact]]\nid = "sandvik"\nrole = "senior"\nname = "{SENIOR}"\n')
    world = build(tmp_path, Noticed(company.wording()), company=company)
    yield world
    world.close()


def joins(world: World, name: str) -> str:
    return world.database.run_now(lambda r: people.add_member(r, name, (), world.clock.today())).id


def may_join(world: World, case: str) -> list[str]:
    viewer = member_id(world, GRACE)
    offered = world.database.run_now(lambda r: releasing.may_join(r, world.company, case, viewer))
    assert offered is not None
    return [handler.name for handler in offered]


def release(world: World, case: str, to: str, by: str) -> None:
    today = world.clock.today()
    world.database.run_now(lambda r: releasing.carry_out(r, world.company, ReleaseCase(case, to), by, today))


async def reported(world: World, text: str = TEXT, involved: tuple[str, ...] = ()) -> str:
    told = {**answers(text, involved=involved), "category": "other"}
    return case_of(world, await filed(world.talks, told))


async def test_whoever_the_report_names_is_not_let_in(world: World) -> None:
    case = await reported(world, f"{TEXT} Eli Novák signed them.")
    eli, noor = joins(world, ELI.name), joins(world, NOOR.name)
    assert may_join(world, case) == [NOOR.name]
    with pytest.raises(RefusedError, match=r"^not_released$"):
        release(world, case, eli, member_id(world, GRACE))
    release(world, case, noor, member_id(world, GRACE))
    assert world.database.run_now(lambda r: access.may_see(r, case, noor))


async def test_nor_whom_an_addition_names_but_a_members_note_names_anybody(world: World) -> None:
    case, grace, today = await reported(world), member_id(world, GRACE), world.clock.today()
    joins(world, ELI.name)
    joins(world, NOOR.name)
    note, said = (Part("entry.note", "Ask Noor Haddad."),), (Part("entry.addition", "Eli Novak knew."),)
    world.database.run_now(lambda r: cases.add(r, case, note, Kind.NOTE, today, grace))
    assert may_join(world, case) == [ELI.name, NOOR.name]
    world.database.run_now(lambda r: cases.add(r, case, said, Kind.ADDITION, today))
    assert may_join(world, case) == [NOOR.name]


async def test_nor_whom_the_reporter_left_out_before_they_were_a_member(world: World) -> None:
    case = await reported(world, involved=("sandvik",))
    joins(world, SENIOR.upper())
    assert may_join(world, case) == []


async def test_whoever_does_not_see_it_learns_and_lets_in_nobody(world: World) -> None:
    case = await reported(world, involved=(member_id(world, MEI),))
    noor = joins(world, NOOR.name)
    for by in (member_id(world, MEI), noor, DANA.name):
        assert world.database.run_now(partial(releasing.may_join, company=world.company, case=case, viewer=by)) is None
        with pytest.raises(NotVisibleError):
            release(world, case, noor, by)
