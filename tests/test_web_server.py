"""The page's server: who may do what, in the demo and without accounts, and what comes of odd input."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.caller import STORY, Caller, Json, calling


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Caller]:
    async with calling(tmp_path) as caller:
        yield caller


@pytest.fixture
async def anonymous(tmp_path: Path) -> AsyncIterator[Caller]:
    async with calling(tmp_path, anonymous=True) as caller:
        yield caller


def texts(shown: Json) -> list[str]:
    return [block["text"] for say in shown["said"] for block in say["blocks"] if "text" in block]


async def case_of(demo: Caller, person: str) -> str:
    """The case that the last message of this member is about."""
    async with asyncio.timeout(SOON):
        while True:
            _, body = await demo.get(f"/api/messages?person={person}")
            if messages := json.loads(body)["messages"]:
                return str(messages[-1]["say"]["offers"][0]["regarding"])


SOON = 20
"""Seconds: a message that is owed at once has left long before, also while the disk is busy with other tests."""

UNKNOWN = ["", "no_such", "__class__", "../menu", "case", "pause", "x" * 5_000, "\ud800"]


@pytest.mark.parametrize("dialog", UNKNOWN, ids=range(len(UNKNOWN)))
async def test_an_unknown_button_gets_an_answer(demo: Caller, dialog: str) -> None:
    for turn in ("begin", "back"):
        status, shown = await demo.post(turn, {"person": "maya", "dialog": dialog})
        assert (status, bool(shown.get("said") or shown.get("form"))) == (200, True)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00\x1b[2J", "\ud800", "\u202etxt.exe", "😀" * 5_000, "<b>hi</b>", '"; DROP TABLE', "a" * 60_000],
)
async def test_whatever_is_typed_gets_an_answer(demo: Caller, text: str) -> None:
    status, shown = await demo.post("said", {"person": "maya", "text": text})
    assert (status, bool(shown["said"] or shown["form"])) == (200, True)


async def test_a_stranger_is_nobody(demo: Caller) -> None:
    for turn in ("begin", "said", "back"):
        assert (await demo.post(turn, {"person": "eve", "dialog": "cases", "text": "cases"}))[0] == 404
    assert (await demo.get("/api/messages?person=eve"))[0] == 404


async def test_an_employee_is_not_in_the_channel(demo: Caller) -> None:
    await demo.answer("maya", await demo.reviewed("maya"))
    await case_of(demo, "ines")
    _, body = await demo.get("/api/messages?person=maya")
    assert json.loads(body) | {"version": 0} == {"version": 0, "messages": [], "channel": []}


async def test_who_is_left_out_of_a_case_counts_no_message_of_it(demo: Caller) -> None:
    """Neither the version nor the refs move for whoever is struck out."""
    await demo.answer("maya", await demo.reviewed("maya", involved=[await choice(demo, "Greta Halvorsen")]))
    await case_of(demo, "ines")
    assert json.loads((await demo.get("/api/messages?person=greta"))[1])["version"] == 0
    await demo.answer("maya", await demo.reviewed("maya", narrative="Another one."))
    await case_of(demo, "greta")
    news = json.loads((await demo.get("/api/messages?person=greta"))[1])
    assert [message["ref"] for message in news["messages"]] == ["1"]
    assert news["version"] == len(news["messages"]) + len(news["channel"])


async def choice(demo: Caller, name: str) -> str:
    """The value of the person of this name in the report form."""
    fields = (await demo.begin("maya", "report"))["form"]["fields"]
    return str(next(o["value"] for f in fields for o in f.get("options", ()) if o["label"] == name))


@pytest.mark.parametrize("dialog", ["case", "acknowledge", "ask_reporter", "note", "recuse", "close"])
async def test_a_case_is_not_there_for_those_who_may_not_see_it(demo: Caller, dialog: str) -> None:
    """An employee, another reporter, and the member who was struck out see what they see for a case that never was."""
    involved = await choice(demo, "Greta Halvorsen")
    await demo.answer("maya", await demo.reviewed("maya", involved=[involved]))
    case = await case_of(demo, "ines")
    assert (await demo.begin("ines", dialog, case))["said"] != (await demo.begin("ines", dialog, "000000"))["said"]
    for person in ("maya", "tomas", "greta"):
        hidden, absent = await demo.begin(person, dialog, case), await demo.begin(person, dialog, "000000")
        assert hidden["said"] == absent["said"]
        assert (hidden["form"], STORY in json.dumps(hidden)) == (None, False)
    assert case not in json.dumps(await demo.begin("greta", "cases"))


@pytest.mark.parametrize("dialog", ["cases", "case", "acknowledge", "ask_reporter", "note", "recuse", "close"])
async def test_without_an_account_nothing_of_the_committee_can_be_begun(anonymous: Caller, dialog: str) -> None:
    """Whoever the page says they are: without a cast everybody is nobody."""
    for person in ("", "ines", "nobody"):
        shown = await anonymous.begin(person, dialog, "000000")
        assert (len(texts(shown)), shown["form"]) == (1, None)


async def test_without_an_account_one_can_report_and_come_back(anonymous: Caller) -> None:
    filed = await anonymous.answer("", await anonymous.reviewed(""))
    receipt = next(block["receipt"] for say in filed["said"] for block in say["blocks"] if "receipt" in block)
    back = await anonymous.answer("", await anonymous.begin("", "follow_up"), receipt=receipt)
    assert [said["text"] for say in back["said"] for said in say["words"]] == [STORY]


async def test_without_an_account_the_walk_is_carried_by_the_page(anonymous: Caller) -> None:
    first = await anonymous.begin("", "guidance")
    second = await anonymous.answer("", first, answer="yes", note="")
    assert (first["form"]["key"], first["kept"], len(second["given"])) == ("guidance.facts", False, 1)
    status, back = await anonymous.post("back", {"dialog": "guidance", "given": second["given"]})
    assert (status, back["form"]["key"]) == (200, "guidance.facts")


async def test_there_is_no_inbox_without_accounts(anonymous: Caller) -> None:
    assert (await anonymous.get("/api/messages?person=ines"))[0] == 404
    assert json.loads((await anonymous.get("/api/page"))[1])["people"] == []


async def test_the_same_form_five_times_at_once_is_one_report(demo: Caller) -> None:
    review = await demo.reviewed("maya")
    filed = await asyncio.gather(*(demo.answer("maya", review) for _ in range(5)))
    assert len({json.dumps(shown["said"]) for shown in filed}) == 1
    case = await case_of(demo, "ines")
    assert json.dumps(await demo.begin("ines", "cases")).count(f'"regarding": "{case}"') == 1
    assert len(json.loads((await demo.get("/api/messages?person=ines"))[1])["messages"]) == 1


async def test_what_people_write_comes_out_harmless(demo: Caller) -> None:
    hostile = "<img src=x onerror=alert(1)> **b** \u202egnp\u202c \u200b\x1b[2J end"
    await demo.answer("maya", await demo.reviewed("maya", narrative=hostile))
    shown = await demo.begin("ines", "case", await case_of(demo, "ines"))
    [written] = [said["text"] for say in shown["said"] for said in say["words"]]
    assert written == "<img src=x onerror=alert(1)> **b** \ufffdgnp\ufffd \ufffd\ufffd[2J end"


async def test_a_named_reporter_is_told_by_message(demo: Caller) -> None:
    await demo.answer("maya", await demo.reviewed("maya", level="named"))
    case = await case_of(demo, "ines")
    await demo.begin("ines", "acknowledge", case)
    assert await case_of(demo, "maya") == case
    assert STORY in json.dumps(await demo.begin("maya", "own_case", case))


async def test_the_page_without_accounts_speaks_the_language_that_is_set(tmp_path: Path) -> None:
    async with calling(tmp_path, anonymous=True, language="es") as page:
        assert "Hola" in texts(await page.said("hola"))[0]
        assert texts(await page.begin("", "menu"))[0].endswith("elija una opción.")
        assert texts(await page.said("who is the chair of the Audit Committee?"))[0].startswith("Chair of")
