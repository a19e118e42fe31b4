"""What is promised before a report is typed, where a company's Code says less than Cellectar's."""

from dataclasses import replace
from pathlib import Path

from bot.person import NOBODY
from content.company import open_company
from dialogs.steps import Offer, Say, each_button_once
from tests.house import build
from tests.stage import Noticed

NORTHWIND = Path(__file__).parent / "company"


async def test_the_code_is_announced_only_where_it_is_quoted(tmp_path: Path) -> None:
    company = open_company(NORTHWIND)
    world = build(tmp_path, Noticed(company.wording()), company=company)
    said = (await world.talks.begin(NOBODY, "report")).said
    world.close()
    keys = [say.key for say in said]
    assert keys[keys.index("promise.we_cannot") + 1].startswith("promise.platform")
    announced = [say for say in said if say.key == "promise.code_says"]
    assert announced and all(say.quotes for say in announced)


def test_a_button_that_several_parts_of_an_answer_have_stands_below_the_first() -> None:
    one, other, case = Offer("report"), Offer("contacts"), Offer("case", "A")
    said = (
        Say("a", offers=(one, other)),
        Say("b", offers=(other, case)),
        Say("c", offers=(replace(case, regarding="B"),)),
    )
    assert [say.offers for say in each_button_once(said)] == [(one, other), (case,), (Offer("case", "B"),)]
