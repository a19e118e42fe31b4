"""The page's door: where a request may come from, what it may hold, and what is never said or logged."""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.condition import Condition
from bot.person import Person
from bot.turns import Reply, Shown
from bot.web.guard import HEADERS
from bot.web.server import create_app
from content.company import open_company
from dialogs.engine import Given
from tests.e2e.caller import STORY, Caller, Json, calling


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Caller]:
    async with calling(tmp_path) as caller:
        yield caller


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


async def test_nothing_is_logged_of_an_ordinary_turn(demo: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await demo.answer("maya", await demo.reviewed("maya"))
    await demo.post("said", {"person": "maya", "text": STORY})
    assert not [record for record in caplog.records if record.name.startswith(("aiohttp", "bot.web"))]
    assert STORY not in caplog.text


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
async def broken(**more: Callable[[], Awaitable[Condition]]) -> AsyncIterator[Caller]:
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


async def test_healthz_says_ok_and_nothing_more() -> None:
    async def unwell() -> Condition:
        return Condition.UNWELL

    async def parked() -> Condition:
        return Condition.PARKED

    async with broken() as caller:
        assert await caller.get("/healthz") == (200, "ok")
    async with broken(healthy=parked) as caller:
        assert await caller.get("/healthz") == (200, "parked")
    async with broken(healthy=unwell) as caller:
        status, body = await caller.get("/healthz")
        assert (status, list(json.loads(body))) == (503, ["error"])


async def test_the_anonymous_page_answers_to_its_own_name_and_to_loopback() -> None:
    app = create_app(Broken(), open_company().wording, hosts=("ethics.example:443",))
    async with TestClient(TestServer(app)) as client:
        for host, status in (("ethics.example", 200), ("127.0.0.1", 200), ("evil.example", 421)):
            assert (await client.get("/healthz", headers={"Host": host})).status == status
