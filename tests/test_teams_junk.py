"""G7 in Teams: unsigned and signed junk changes nothing, breaks nothing, and is not logged."""

import asyncio
import io
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest

from bot.logs import start_logging
from bot.teams.guard import SIZE_LIMIT
from bot.teams.received import JSON
from tests.faults import figures
from tests.teams.signing import APP_ID
from tests.teams_api import TENANT
from tests.teams_house import DANA
from tests.teams_wire import WiredHouse, wired_house

JUNK = figures.of(400, 10_000)
"""Of each kind."""

CANARY = "CANARY-of-junk-7f3a"
WORDS = ["type", "from", "conversation", "value", "action", "data", "text", "id", "name", "entities", "attachments"]
KEPT = frozenset({"serviceUrl", "channelId", "channelData", "conversation"})
LEAVES: list[Any] = [None, True, -1, 1e308, "", CANARY, "\x00", "\ud800", "29:1", "../../etc", "{" * 50, [], {}]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WiredHouse]:
    async with wired_house(tmp_path) as house:
        yield house


async def test_g7_junk_changes_nothing_breaks_nothing_and_is_not_logged(house: WiredHouse) -> None:
    heard = io.StringIO()
    handlers = logging.getLogger().handlers[:]
    start_logging(heard, logging.DEBUG)
    try:
        before, dice = await _state(house), Random(7)
        unsigned = await _statuses(house, [(_bytes(dice), "") for _ in range(JUNK)])
        signed = await _statuses(house, [_signed(house, dice) for _ in range(JUNK)])
        after = await _state(house)
    finally:
        logging.getLogger().handlers[:] = handlers
    assert set(unsigned) == {401}
    assert [status for status in signed if status >= 500] == []
    assert after == before
    assert CANARY not in heard.getvalue()
    assert "Error" not in heard.getvalue()
    answered = f"{signed.total()} signed, {signed[200]} of them answered"
    figures.tell("G7", f"Teams: {unsigned.total()} unsigned, {answered}: 0 5xx, 0 changes, 0 bytes in the log")


async def test_what_is_too_large_is_refused_before_it_is_read(house: WiredHouse) -> None:
    large = json.dumps({"type": "message", "text": "x" * SIZE_LIMIT}).encode()
    assert await _statuses(house, [(large, house.teams.microsoft.signer.token("x"))]) == {413: 1}


async def _statuses(house: WiredHouse, requests: list[tuple[bytes, str]]) -> Counter[int]:
    found: Counter[int] = Counter()
    async with aiohttp.ClientSession() as session:

        async def post(body: bytes, token: str) -> int:
            headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
            async with session.post(house.teams.endpoint, data=body, headers=headers) as answer:
                return answer.status

        for start in range(0, len(requests), 50):
            found.update(await asyncio.gather(*(post(*request) for request in requests[start : start + 50])))
    return found


async def _state(house: WiredHouse) -> bytes:
    """Every table, byte for byte."""
    return await house.world.database.run(lambda r: "\n".join(r.db.conn.iterdump()).encode())


def _sound(house: WiredHouse) -> list[JSON]:
    told = {
        "channelId": "msteams",
        "serviceUrl": house.teams.service,
        "from": {"id": f"29:{DANA}", "aadObjectId": DANA, "role": "user"},
        "recipient": {"id": f"28:{APP_ID}"},
        "conversation": {"id": f"chat-{DANA}", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "entities": [{"type": "clientInfo", "locale": "en-US"}],
    }
    action = {"type": "Action.Execute", "verb": "offer", "data": {"dialog": "menu"}}
    more: list[JSON] = [
        {"type": "message", "text": "help"},
        {"type": "message", "value": {"askfirst": CANARY}},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}},
        {"type": "invoke", "name": "task/fetch", "value": {"data": {}}},
        {"type": "invoke", "name": "task/submit", "value": {"data": {"text:narrative": CANARY}}},
        {"type": "invoke", "name": "composeExtension/query", "value": {}},
        {"type": "installationUpdate", "action": "add"},
        {"type": "conversationUpdate", "membersAdded": [{"id": f"28:{APP_ID}"}]},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "event", "name": "x"},
    ]
    return [{**told, **one} for one in more]


def _bytes(dice: Random) -> bytes:
    if dice.random() < 0.5:
        return dice.randbytes(dice.randrange(200)) + CANARY.encode()
    return json.dumps(_any(dice, 4)).encode()


def _signed(house: WiredHouse, dice: Random) -> tuple[bytes, str]:
    """Half of it signed activities that are spoiled in up to three places."""
    token = house.teams.microsoft.signer.token(house.teams.service)
    if dice.random() < 0.3:
        return _bytes(dice), token
    return json.dumps(_spoiled(dice, deepcopy(dice.choice(_sound(house))))).encode(), token


def _spoiled(dice: Random, body: JSON) -> JSON:
    """What decides who it is from and where it goes stays, or nothing of it would be read."""
    for _ in range(dice.randrange(1, 4)):
        parts = [part for name, part in body.items() if isinstance(part, dict) and name not in KEPT]
        where = dice.choice([body, *parts])
        name = dice.choice([*where, *WORDS])
        if name not in KEPT:
            where[name] = _any(dice, 3)
    return body


def _any(dice: Random, depth: int) -> Any:
    if depth == 0 or dice.random() < 0.4:
        return deepcopy(dice.choice(LEAVES))
    size = dice.randrange(4)
    if dice.random() < 0.5:
        return [_any(dice, depth - 1) for _ in range(size)]
    return {dice.choice(WORDS): _any(dice, depth - 1) for _ in range(size)}
