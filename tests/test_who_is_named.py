"""Whoever a report is about is not pointed to, not asked, and not written to: people outside the Committee as well."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.turns import Reply, Shown
from content.company import open_company
from dialogs.steps import Value
from tests.house import DANA, GRACE, MEI, SAMUEL, World, build
from tests.stage import Noticed

NORTHWIND = Path(__file__).parent / "company"
CONTACTS = """
[[contact]]
id = "line"
role = "hotline"
name = "The night line"
person = "Wanda Pike"
phone = "555 0199"

[[contact]]
id = "adler"
role = "senior"
name = "Rolf Adler"
email = "adler@northwind.example"
"""
REPORT: dict[str, Value] = {
    "category": "other",
    "danger": "no",
    "narrative": "Something is wrong.",
    "involved": (),
    "level": "anonymous",
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    folder = Path(shutil.copytree(NORTHWIND, tmp_path / "northwind"))
    contacts = folder / "contacts.toml"
    contacts.write_text(contacts.read_text("utf-8") + CONTACTS, "utf-8")
    company = open_company(folder)
    built = build(tmp_path, Noticed(company.wording()), company=company)
    yield built
    built.close()


async def answered(world: World, shown: Shown, **answers: Value) -> Shown:
    form = shown.asking
    assert form
    reply = Reply(shown.dialog, form.key, {**REPORT, **answers}, "", form.restates, shown.digest, shown.nonce)
    return await world.talks.answer(DANA, reply)


async def handlers(world: World) -> dict[str, str]:
    """Ids by name, as the form offers them to be ticked."""
    begun = await world.talks.begin(DANA, "report")
    options = (o for f in (begun.asking.fields if begun.asking else ()) for o in getattr(f, "options", ()))
    return {o.name: o.value for o in options if o.name}


async def reviewed(world: World, **answers: Value) -> Shown:
    return await answered(world, await world.talks.begin(DANA, "report"), **answers)


def names_that_receive(shown: Shown) -> tuple[str, ...]:
    will = next(say.facts["names"] for say in shown.said if say.key == "report.will_receive")
    return will if isinstance(will, tuple) else ()


def questions(shown: Shown) -> list[tuple[str, str]]:
    """Name and wording of each question about somebody whom the text names."""
    fields = shown.asking.fields if shown.asking else ()
    return [(about, f.name.partition(".")[0]) for f in fields if (about := getattr(f, "about", ""))]


async def test_the_one_who_alone_answers_the_hotline_can_be_ticked_and_is_then_no_way_to_go(world: World) -> None:
    known = await handlers(world)
    everybody = tuple(known[p.name] for p in (GRACE, MEI, SAMUEL))
    open_ways = await reviewed(world, involved=everybody)
    assert "555 0199" in str(open_ways.problems["involved"].facts)
    fewer = await reviewed(world, involved=(*everybody, known["Wanda Pike"]))
    assert "555 0199" not in str(fewer.problems["involved"].facts)


async def test_everybody_stands_in_the_list_once(world: World) -> None:
    begun = await world.talks.begin(DANA, "report")
    names = [o.name for f in (begun.asking.fields if begun.asking else ()) for o in getattr(f, "options", ()) if o.name]
    assert names == [*dict.fromkeys(names)]
    assert names.count("Wanda Pike") == 1


async def test_the_review_asks_about_everybody_whom_the_text_names(world: World) -> None:
    shown = await reviewed(world, narrative="Rolf Adler told Wanda, and Osei heard it.")
    assert questions(shown) == [
        (SAMUEL.name, "named"),
        ("Rolf Adler", "spoken_of"),
        ("Wanda Pike", "spoken_of"),
    ]


async def test_involved_outside_the_committee_changes_no_list_and_is_written_down(world: World) -> None:
    known = await handlers(world)
    told: dict[str, Value] = {"narrative": "Rolf Adler did it."}
    shown = await reviewed(world, **told)
    filed = await answered(world, shown, **told, **{f"spoken_of.{known['Rolf Adler']}": "involved"})
    assert filed.dialog == "receipt"
    case: str = await world.database.run(lambda r: r.db.execute("SELECT case_no FROM cases").fetchone()[0])
    read = await world.talks.begin(GRACE, "case", case)
    left_out = next(say for say in read.said if say.key == "case.left_out")
    assert left_out.facts == {"names": ("Rolf Adler",)}


async def test_a_member_found_to_be_involved_at_the_review_is_shown_left_out_before_it_is_sent(world: World) -> None:
    known = await handlers(world)
    told: dict[str, Value] = {"narrative": "Osei did it."}
    said: dict[str, Value] = {**told, f"named.{known[SAMUEL.name]}": "involved"}
    again = await answered(world, await reviewed(world, **told), **said)
    assert again.dialog == "report"
    assert names_that_receive(again) == (GRACE.name, MEI.name)
    assert (await answered(world, again, **said)).dialog == "receipt"


async def test_taking_it_back_on_that_page_is_shown_once_more_as_well(world: World) -> None:
    """Nobody was shown that he would receive it after all."""
    known = await handlers(world)
    told: dict[str, Value] = {"narrative": "Osei did it."}
    named = f"named.{known[SAMUEL.name]}"
    again = await answered(world, await reviewed(world, **told), **told, **{named: "involved"})
    back = await answered(world, again, **told, **{named: "mentioned"})
    assert back.dialog == "report"
    assert SAMUEL.name in names_that_receive(back)
    assert back.problems[""].key == "changed"
    assert (await answered(world, back, **told, **{named: "mentioned"})).dialog == "receipt"


async def test_a_refusal_points_to_nobody_who_was_struck_out(world: World) -> None:
    """The last who may see a case are struck out by an addition to it."""
    known = await handlers(world)
    shown = await reviewed(world, level="named")
    assert (await answered(world, shown, level="named")).dialog == "receipt"
    case: str = await world.database.run(lambda r: r.db.execute("SELECT case_no FROM cases").fetchone()[0])
    own = await world.talks.begin(DANA, "own_case", case)
    everybody = tuple(known[p.name] for p in (GRACE, MEI, SAMUEL))
    form = own.asking
    assert form
    answers: dict[str, Value] = {"text": "Wanda Pike knows.", "involved": everybody}
    review = await world.talks.answer(
        DANA, Reply("own_case", form.key, answers, case, form.restates, own.digest, own.nonce)
    )
    asked = review.asking
    assert asked and questions(review) == [("Wanda Pike", "spoken_of")]
    answers |= {f"spoken_of.{known['Wanda Pike']}": "involved"}
    refused = await world.talks.answer(
        DANA, Reply("own_case", asked.key, answers, case, asked.restates, review.digest, review.nonce)
    )
    assert refused.failed
    assert refused.said[0].key == "refused.nobody_left"
    assert "555 0199" not in str(refused.said[0].facts)
