"""The page's server: where a request may come from, what it may hold, who may do what, and what is never said."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer

from bot.person import Person
from bot.turns import Reply, Shown
from bot.web.guard import HEADERS
from bot.web.server import create_app
from content.company import open_company
from dialogs.engine import Given
from tests.e2e.house import staged

Json = dict[str, Any]
STORY = "The weighbridge tickets of the quarry are written before the lorries arrive."


@dataclass(frozen=True, slots=True)
class Caller:
    """What the page does, without a page."""

    session: ClientSession
    address: str

    async def post(self, turn: str, body: object, **headers: str) -> tuple[int, Json]:
        told = {"Origin": self.address, "Content-Type": "application/json", **headers}
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        async with self.session.post(f"{self.address}/api/{turn}", data=data, headers=told) as response:
            return response.status, await response.json()

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(f"{self.address}{path}", headers=headers) as response:
            return response.status, await response.text()

    async def begin(self, person: str, dialog: str, regarding: str = "") -> Json:
        status, shown = await self.post("begin", {"person": person, "dialog": dialog, "regarding": regarding})
        assert status == 200
        return shown

    async def answer(self, person: str, shown: Json, **answers: object) -> Json:
        """The form as it came, with these answers over what stood in it."""
        form = shown["form"]
        filled = {f["name"]: f["value"] for f in form["fields"]} | answers
        kept = {name: shown[name] for name in ("dialog", "regarding", "digest", "nonce", "given")}
        body = {"person": person, **kept, "key": form["key"], "restates": form["restates"], "answers": filled}
        status, then = await self.post("answer", body)
        assert status == 200
        return then

    async def reviewed(self, person: str, **answers: object) -> Json:
        form = await self.begin(person, "report")
        told = {"category": "other", "danger": "no", "narrative": STORY, "level": "anonymous", **answers}
        return await self.answer(person, form, **told)


@asynccontextmanager
async def calling(folder: Path, *, anonymous: bool = False) -> AsyncIterator[Caller]:
    async with staged(folder, anonymous=anonymous) as stage, ClientSession() as session:
        yield Caller(session, stage.page)


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
    for _ in range(200):
        _, body = await demo.get(f"/api/messages?person={person}")
        if messages := json.loads(body)["messages"]:
            return str(messages[-1]["say"]["offers"][0]["regarding"])
        await asyncio.sleep(0)
    raise AssertionError("no message arrived")


@pytest.mark.parametrize("path", ["/", "/page.js", "/page.css", "/api/page", "/healthz", "/nowhere", "/api/begin"])
async def test_every_answer_wears_the_headers(demo: Caller, path: str) -> None:
    async with demo.session.get(f"{demo.address}{path}") as response:
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8013", "[bad", ""])
async def test_the_demo_answers_to_loopback_names_only(demo: Caller, host: str) -> None:
    status, body = await demo.get("/api/page", Host=host)
    assert status in {400, 421}
    assert "Maya" not in body


@pytest.mark.parametrize("host", ["localhost", "localhost:8013", "127.0.0.1:1", "[::1]:8013"])
async def test_any_name_of_loopback_will_do(demo: Caller, host: str) -> None:
    assert (await demo.get("/healthz", Host=host))[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1", "http://localhost:1"])
async def test_a_post_from_another_page_is_refused(demo: Caller, origin: str) -> None:
    status, told = await demo.post("begin", {"person": "maya", "dialog": "menu"}, Origin=origin)
    assert (status, list(told)) == (403, ["error"])


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_what_a_foreign_form_can_send_is_refused(demo: Caller, kind: str) -> None:
    assert (await demo.post("begin", "{}", **{"Content-Type": kind}))[0] == 415


JUNK: list[bytes | str] = [
    b"", b"{", b"\xff\xfe", b"[]", b'"menu"', b"null", b"17", b"[" * 60_000, b'{"a":' * 10_000,
    '{"dialog": 7}', '{"dialog": ["menu"]}', '{"person": {"key": "maya"}}',
]  # fmt: skip


@pytest.mark.parametrize("body", JUNK, ids=range(len(JUNK)))
async def test_junk_is_refused_in_a_sentence(demo: Caller, body: bytes | str) -> None:
    status, told = await demo.post("begin", body)
    assert status in {400, 404}
    assert told["error"].endswith(".")


WRONG_REPLIES: list[Json] = [
    {}, {"answers": []}, {"answers": {"note": 5}}, {"answers": {"note": {"a": "b"}}}, {"answers": {}, "restates": "x"},
    {"answers": {}, "given": {}}, {"answers": {}, "given": [["key"]]}, {"answers": {}, "given": [["key", "x"]]},
    {"answers": {}, "given": [[7, {}]]}, {"answers": {}, "nonce": 7},
]  # fmt: skip


@pytest.mark.parametrize("reply", WRONG_REPLIES, ids=range(len(WRONG_REPLIES)))
async def test_a_reply_of_another_shape_is_refused(demo: Caller, reply: Json) -> None:
    status, told = await demo.post("answer", {"person": "maya", "dialog": "report", "key": "report.form", **reply})
    assert (status, list(told)) == (400, ["error"])


async def test_more_than_64_kilobytes_is_refused_in_a_sentence(demo: Caller) -> None:
    status, told = await demo.post("said", {"person": "maya", "text": "x" * 66_000})
    assert status == 413
    assert "nothing was stored" in told["error"]


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


@pytest.mark.parametrize("dialog", ["case", "acknowledge", "ask_reporter", "note", "recuse", "close"])
async def test_a_case_is_not_there_for_those_who_may_not_see_it(demo: Caller, dialog: str) -> None:
    """An employee, another reporter, and the member who was struck out see what they see for a case that never was."""
    involved = next(
        option["value"]
        for field in (await demo.begin("maya", "report"))["form"]["fields"]
        for option in field.get("options", ())
        if option["label"] == "Greta Halvorsen"
    )
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


@dataclass(slots=True)
class Broken:
    """Talks that fail as nobody foresaw, with people's words in their mouth."""

    error: Exception = field(default_factory=lambda: RuntimeError(STORY))

    async def begin(self, person: Person, dialog: str, regarding: str = "") -> Shown:
        raise self.error

    async def said(self, person: Person, text: str) -> Shown:
        raise self.error

    async def answer(self, person: Person, reply: Reply) -> Shown:
        raise self.error

    async def back(self, person: Person, dialog: str, given: Given = ()) -> Shown:
        raise self.error


@asynccontextmanager
async def broken(**more: Callable[[], Awaitable[bool]]) -> AsyncIterator[Caller]:
    app = create_app(Broken(), open_company().wording, **more)  # type: ignore[arg-type]
    async with TestClient(TestServer(app)) as client:
        yield Caller(client.session, str(client.make_url("")).rstrip("/"))


async def test_an_unforeseen_failure_is_a_sentence_and_no_word_of_it_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with broken() as caller:
        status, told = await caller.post("said", {"text": STORY})
    assert status == 500
    assert "never two" in told["error"]
    heard = [str(record.__dict__) + caplog.handler.format(record) for record in caplog.records]
    assert "RuntimeError" in "".join(heard)
    assert not [line for line in heard if STORY in line or "Traceback" in line]


async def test_nothing_is_logged_of_an_ordinary_turn(demo: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await demo.answer("maya", await demo.reviewed("maya"))
    await demo.post("said", {"person": "maya", "text": STORY})
    assert not [record for record in caplog.records if record.name.startswith(("aiohttp", "bot.web"))]
    assert STORY not in caplog.text


async def test_healthz_says_ok_and_nothing_more() -> None:
    async def unwell() -> bool:
        return False

    async with broken() as caller:
        assert await caller.get("/healthz") == (200, "ok")
    async with broken(healthy=unwell) as caller:
        status, body = await caller.get("/healthz")
        assert (status, list(json.loads(body))) == (503, ["error"])


async def test_the_anonymous_page_answers_to_its_own_name_and_to_loopback() -> None:
    app = create_app(Broken(), open_company().wording, hosts=("ethics.example:443",))
    async with TestClient(TestServer(app)) as client:
        for host, status in (("ethics.example", 200), ("127.0.0.1", 200), ("evil.example", 421)):
            assert (await client.get("/healthz", headers={"Host": host})).status == status


async def test_a_named_reporter_is_told_by_message(demo: Caller) -> None:
    await demo.answer("maya", await demo.reviewed("maya", level="named"))
    case = await case_of(demo, "ines")
    await demo.begin("ines", "acknowledge", case)
    assert await case_of(demo, "maya") == case
    assert STORY in json.dumps(await demo.begin("maya", "own_case", case))
