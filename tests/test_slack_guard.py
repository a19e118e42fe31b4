"""What stands in front of Bolt over HTTP: only what Slack signed, lately, once, in a shape that can be read."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.front import UnwelcomeError
from bot.logs import start_logging
from bot.slack.guard import REMEMBERED, SIZE_LIMIT, WINDOW, Guard
from bot.slack.shape import payload_of, well_formed
from tests.faults import figures
from tests.slack.callbacks import Request, request_of, signed
from tests.slack_api import SECRET
from tests.slack_house import DANA, SlackHouse, slack_house

NOW = 1_800_000_000
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
JUNK = figures.of(400, 10_000)
"""Of each kind."""

CANARY = "CANARY-of-junk-7f3a"


@pytest.fixture
def guard() -> Guard:
    return Guard(SECRET, lambda: float(NOW))


def refused(guard: Guard, headers: dict[str, str], body: bytes = b"x") -> int:
    with pytest.raises(UnwelcomeError) as unwelcome:
        guard.admit(headers, body)
    return unwelcome.value.status


def test_what_slack_signed_is_admitted_once(guard: Guard) -> None:
    headers = signed(b"x", NOW)
    guard.admit(headers, b"x")
    assert refused(guard, headers) == 409


def test_what_was_not_taken_may_come_again(guard: Guard) -> None:
    headers = signed(b"x", NOW)
    guard.forget(guard.admit(headers, b"x"))
    guard.admit(headers, b"x")


def test_so_many_are_remembered_and_what_is_forgotten_is_refused_all_the_same() -> None:
    """A request that nobody remembers any more cannot be sent once more; what Slack signs now is admitted."""
    now = NOW
    guard = Guard(SECRET, lambda: float(now))
    first = signed(b"first", NOW)
    guard.admit(first, b"first")
    now = NOW + 1
    for n in range(REMEMBERED):
        body = str(n).encode()
        guard.admit(signed(body, now), body)
    assert refused(guard, first, b"first") == 409
    now = NOW + 2
    guard.admit(signed(b"later", now), b"later")


@pytest.mark.parametrize("age", [WINDOW + 1, -WINDOW - 1, 10**9])
def test_old_and_early_requests_are_refused(guard: Guard, age: int) -> None:
    assert refused(guard, signed(b"x", NOW - age)) == 401


@pytest.mark.parametrize("age", [WINDOW, -WINDOW, 0])
def test_requests_of_the_last_minutes_are_admitted(guard: Guard, age: int) -> None:
    guard.admit(signed(b"x", NOW - age), b"x")


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v1=é"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Request-Timestamp": "٣" * 10},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": str(NOW + 1)},
    ],
    ids=str,
)
def test_a_changed_header_is_refused(guard: Guard, changed: dict[str, str]) -> None:
    assert refused(guard, {**signed(b"x", NOW), **changed}) == 401


def test_a_changed_body_and_another_secret_are_refused(guard: Guard) -> None:
    assert refused(guard, signed(b"x", NOW), b"y") == 401
    assert refused(guard, signed(b"x", NOW, "another-secret")) == 401


def test_the_memory_of_replays_is_as_long_as_a_request_may_be_fresh() -> None:
    now = [float(NOW)]
    guard = Guard(SECRET, lambda: now[0])
    early = signed(b"x", NOW + WINDOW)
    guard.admit(early, b"x")
    now[0] += 2 * WINDOW
    assert refused(guard, early) == 409
    now[0] += 1
    guard.admit(signed(b"y", int(now[0])), b"y")
    assert refused(guard, early) == 401


def test_no_secret_is_printed(guard: Guard) -> None:
    assert SECRET not in repr(guard)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[]", JSON),
        (b"null", JSON),
        (b"{", JSON),
        (b"\xff", JSON),
        (b"[" * 100_000, JSON),
        (b'{"type":7}', JSON),
        (b'{"type":"event_callback"}', JSON),
        (b'{"type":"event_callback","event":[]}', JSON),
        (b"payload=[]", FORM),
        (b"payload={", FORM),
        (b"a=1", FORM),
        (b"&".join(b"a%d=1" % n for n in range(200)), FORM),
        (b"x", "text/plain"),
        (json.dumps({"type": "block_actions", "actions": ["x"], "user": {"id": "U"}}).encode(), JSON),
        (json.dumps({"type": "view_submission", "view": [], "user": {"id": "U"}}).encode(), JSON),
        (json.dumps({"type": "shortcut", "callback_id": "x", "user": "U"}).encode(), JSON),
    ],
)
def test_junk_is_told_from_a_payload(body: bytes, kind: str) -> None:
    assert payload_of(body, kind) is None


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path) as house:
        yield house


async def test_everything_a_person_can_do_is_well_formed(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="guide")
    await house.slack.presses(DANA, "Yes, I know what happened")
    await house.slack.opens_home(DANA)
    await house.slack.shortcut(DANA, "report_concern")
    assert [answer.status for answer in house.slack.answers] == [200] * 4
    assert house.slack.last
    assert well_formed(house.slack.last.payload)


async def test_slack_is_answered_when_it_asks_whether_this_is_ours(house: SlackHouse) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c1", "token": "t"}).encode()
    answer = await house.slack.replays(_signed(house, body, JSON))
    assert (answer.status, answer.body) == (200, {"challenge": "c1"})


async def test_what_is_too_large_is_refused(house: SlackHouse) -> None:
    assert house.slack.http
    request = _signed(house, b"x" * (SIZE_LIMIT + 1), JSON)
    body = io.BytesIO(request.body)
    async with house.slack.http.session.post(house.slack.http.url, data=body, headers=request.headers) as answer:
        assert answer.status == 413


async def test_an_unsigned_request_reaches_nothing(house: SlackHouse) -> None:
    assert house.slack.http
    await house.slack.command(DANA, text="guide")
    request = house.slack.http.sent[-1]
    before = len(house.slack.calls)
    answer = await house.slack.replays(replace(request, headers={"Content-Type": FORM}))
    assert answer.status == 401
    assert len(house.slack.calls) == before


async def test_g7_junk_changes_nothing_breaks_nothing_and_is_not_logged(house: SlackHouse) -> None:
    """G7: unsigned and signed junk; 0 5xx, 0 exceptions, 0 changes, 0 bytes of it in the log."""
    heard = io.StringIO()
    handlers = logging.getLogger().handlers[:]
    start_logging(heard, logging.DEBUG)
    try:
        before = await _state(house)
        dice = Random(7)
        unsigned = await _statuses(house, [_unsigned(junk(dice)) for _ in range(JUNK)])
        sent = await _statuses(house, [_signed(house, *junk(dice), n) for n in range(JUNK)])
        after = await _state(house)
    finally:
        logging.getLogger().handlers[:] = handlers
    assert set(unsigned) == {401}
    assert {status for status in sent if status >= 500 or status == 0} == set()
    assert after == before
    assert CANARY not in heard.getvalue()
    assert "Error" not in heard.getvalue()
    figures.tell("G7", f"Slack: {len(unsigned)} unsigned, {len(sent)} signed: 0 5xx, 0 changes, 0 bytes in the log")


async def _statuses(house: SlackHouse, requests: list[Request]) -> list[int]:
    found: list[int] = []
    for start in range(0, len(requests), 50):
        batch = [house.slack.replays(request) for request in requests[start : start + 50]]
        found += [answer.status for answer in await asyncio.gather(*batch)]
    return found


async def _state(house: SlackHouse) -> bytes:
    """Every table, byte for byte."""
    return await house.world.database.run(lambda r: "\n".join(r.db.conn.iterdump()).encode())


def _unsigned(body: tuple[bytes, str]) -> Request:
    return Request({"Content-Type": body[1], "X-Slack-Signature": "v0=" + "0" * 64}, body[0])


def _signed(house: SlackHouse, body: bytes, kind: str, n: int = 0) -> Request:
    now = int(house.slack.workspace.now()) - n % WINDOW
    return Request({"Content-Type": kind, **signed(body, now)}, body)


ACTION = {"action_id": "offer.0", "block_id": "b", "type": "button", "value": "report|", "action_ts": "1.0"}
VIEW = {"id": "V", "type": "modal", "callback_id": "form", "private_metadata": "{}", "blocks": [], "state": {}}
SOUND: list[dict[str, Any]] = [
    {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "UX"}, "actions": [ACTION]},
    {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "UX"}, "view": VIEW},
    {"type": "event_callback", "team_id": "T1", "event_id": "E", "event": {"type": "message", "user": "UX"}},
    {"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened", "user": "UX", "tab": "home"}},
    {"type": "message_action", "callback_id": "ask_about", "team": {"id": "T1"}, "user": {"id": "UX"}, "message": {}},
    {"type": "shortcut", "callback_id": "report_concern", "team": {"id": "T1"}, "user": {"id": "UX"}},
    {"command": "/ethics", "team_id": "T1", "user_id": "UX", "text": "report"},
    {"type": "block_suggestion"}, {"type": "view_closed"}, {"type": "function_executed"}, {"type": "\ud800"},
]  # fmt: skip
WORDS = ["type", "event", "user", "team", "view", "state", "values", "actions", "value", "blocks", "id", "channel"]
LEAVES: list[Any] = [None, True, -1, 1e308, "", CANARY, "\x00", "<@UDANA>", "T1", "../../etc", "{" * 50, [], {}]


def junk(dice: Random) -> tuple[bytes, str]:
    """Bytes; JSON of any shape; payloads with parts taken out, swapped or added."""
    match dice.randrange(4):
        case 0:
            return dice.randbytes(dice.randrange(200)) + CANARY.encode(), dice.choice((JSON, FORM, "text/plain"))
        case 1:
            return json.dumps(_any(dice, 4)).encode(), JSON
    body = _spoiled(dice, deepcopy(dice.choice(SOUND)))
    if "command" in body and all(isinstance(part, str) for part in body.values()):
        return urlencode(body, errors="replace").encode(), FORM
    event = body.get("type") == "event_callback"
    text = json.dumps(body)
    return (text.encode(), JSON) if event else (urlencode({"payload": text}).encode(), FORM)


def _spoiled(dice: Random, body: dict[str, Any]) -> dict[str, Any]:
    for _ in range(dice.randrange(1, 4)):
        where = dice.choice([body, *(part for part in body.values() if isinstance(part, dict))])
        name = dice.choice([*where, *WORDS])
        where[name] = _any(dice, 3)
    return body


def _any(dice: Random, depth: int) -> Any:
    if depth == 0 or dice.random() < 0.4:
        return deepcopy(dice.choice(LEAVES))
    size = dice.randrange(4)
    if dice.random() < 0.5:
        return [_any(dice, depth - 1) for _ in range(size)]
    return {dice.choice(WORDS): _any(dice, depth - 1) for _ in range(size)}


def test_request_of_stays_what_slack_signs() -> None:
    """The simulator signs as the guard reads: else every test above would prove nothing."""
    from tests.slack.callbacks import Callback

    request = request_of(Callback("events_api", {"type": "event_callback"}), NOW)
    Guard(SECRET, lambda: float(NOW)).admit(request.headers, request.body)
