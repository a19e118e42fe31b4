"""Socket Mode: two connections, renewed when they are to be or when they break, and nothing missed or done twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from slack_bolt.response import BoltResponse

from bot.once import Once
from bot.slack.calls import web_client
from bot.slack.payload import delivery_of, text
from bot.slack.sheet import Json
from bot.slack.sockets import SIDE_BY_SIDE, Answers, Sockets
from tests.slack.callbacks import Callback
from tests.slack_api import APP_TOKEN, Fault, SlackApi
from tests.slack_house import RealSleep


@dataclass
class Ears:
    """Answers what it hears, once, as the edge does; `held` keeps answers back until it is set."""

    once: Once[BoltResponse]
    heard: list[str] = field(default_factory=list)
    held: asyncio.Event | None = None
    began: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, payload: Json) -> BoltResponse:
        async def do() -> BoltResponse:
            self.heard.append(text(payload, "text") or text(payload, "event", "text"))
            self.began.set()
            if self.held:
                await self.held.wait()
            return BoltResponse(status=200, body={"text": "answered"})

        try:
            return await self.once.answer(delivery_of(payload), do, BoltResponse(status=200))
        finally:
            self.began.clear()


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi() as slack:
        slack.hires("U1", "Dana Reyes")
        yield slack


@pytest.fixture
def ears(slack: SlackApi) -> Ears:
    return Ears(Once(slack.clock.monotonic))


@asynccontextmanager
async def listening(slack: SlackApi, ears: Answers, heartbeat: float = 20.0) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        client = web_client(APP_TOKEN, session, slack.url)
        sockets = Sockets(client, session, ears, RealSleep(), heartbeat, first_wait=0.01)
        running = asyncio.create_task(sockets.run())
        try:
            await slack.sockets.there(SIDE_BY_SIDE)
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_two_connections_stand_side_by_side_and_either_answers(slack: SlackApi, ears: Ears) -> None:
    async with listening(slack, ears):
        assert len(slack.sockets.open) == SIDE_BY_SIDE
        for said in ("one", "two", "three"):
            assert (await slack.command("U1", "/ethics", said)).body == {"text": "answered"}
    assert ears.heard == ["one", "two", "three"]


async def test_while_one_is_renewed_the_other_listens(slack: SlackApi, ears: Ears) -> None:
    async with listening(slack, ears):
        await slack.sockets.warn("refresh_requested")
        assert (await slack.command("U1", "/ethics", "meanwhile")).ok
        await slack.sockets.ever(SIDE_BY_SIDE + 1)
    assert ears.heard == ["meanwhile"]


async def test_a_warning_alone_changes_nothing(slack: SlackApi, ears: Ears) -> None:
    async with listening(slack, ears):
        await slack.sockets.warn("warning")
        assert (await slack.command("U1", "/ethics", "one")).ok
        assert (await slack.command("U1", "/ethics", "two")).ok
        assert slack.sockets.opened == SIDE_BY_SIDE


async def test_both_connections_break_and_come_back(slack: SlackApi, ears: Ears) -> None:
    async with listening(slack, ears):
        await slack.sockets.cut()
        await slack.sockets.ever(2 * SIDE_BY_SIDE)
        assert (await slack.command("U1", "/ethics", "again")).ok
    assert ears.heard == ["again"]


async def test_a_refused_or_unanswered_opening_is_tried_again(slack: SlackApi, ears: Ears) -> None:
    slack.next_call(Fault.DOWN, Fault.ASKED_TO_WAIT, Fault.DROPPED, method="apps.connections.open")
    async with listening(slack, ears):
        assert (await slack.command("U1", "/ethics", "at last")).ok


async def test_connections_that_close_before_they_greet_are_tried_again(slack: SlackApi, ears: Ears) -> None:
    slack.sockets.wordless = 2 * SIDE_BY_SIDE
    async with listening(slack, ears):
        assert slack.sockets.wordless == 0
        assert (await slack.command("U1", "/ethics", "at last")).ok


async def test_what_lost_its_answer_is_delivered_again_and_done_once(slack: SlackApi, ears: Ears) -> None:
    ears.held = asyncio.Event()
    async with listening(slack, ears):
        asked = asyncio.create_task(slack.command("U1", "/ethics", "once"))
        await ears.began.wait()
        await slack.sockets.cut()
        assert not (await asked).ok
        await slack.sockets.ever(2 * SIDE_BY_SIDE)
        ears.held.set()
        assert (await slack.repeats()).body == {"text": "answered"}
    assert ears.heard == ["once"]


async def test_what_failed_is_not_acknowledged_and_comes_again(slack: SlackApi, ears: Ears) -> None:
    slack.sockets.patience = 0.2
    answered = iter([BoltResponse(status=500), BoltResponse(status=200)])

    async def failing(payload: Json) -> BoltResponse:
        ears.heard.append(text(payload, "event", "text"))
        return next(answered)

    async with listening(slack, failing):
        await slack.types("U1", "hello")
    assert ears.heard == ["hello", "hello"]
    assert slack.answers[-1].ok


async def test_junk_is_acknowledged_so_that_it_does_not_come_again(slack: SlackApi, ears: Ears) -> None:
    async with listening(slack, ears):
        answer = await slack.deliver(Callback("interactive", {"type": "block_actions", "actions": [7]}))
        assert answer.ok
    assert ears.heard == []


async def test_a_dead_connection_is_noticed_by_its_silence(slack: SlackApi, ears: Ears) -> None:
    """The other side no longer answers pings: without a word or a closing."""
    async with listening(slack, ears, heartbeat=0.1):
        for socket in list(slack.sockets.open):
            transport = socket._req.transport if socket._req else None
            assert transport
            transport.pause_reading()
        await slack.sockets.ever(2 * SIDE_BY_SIDE)


async def test_what_is_under_way_is_finished_before_it_stops(slack: SlackApi, ears: Ears) -> None:
    ears.held = asyncio.Event()
    async with listening(slack, ears):
        asked = asyncio.create_task(slack.command("U1", "/ethics", "last"))
        await ears.began.wait()
        asyncio.get_running_loop().call_soon(ears.held.set)
        await asyncio.wait({asked})
    assert ears.heard == ["last"]
