"""Slack's messenger keeps the port's contract, and what Slack alone asks for."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.messenger import Channel, LaterError, Message, UndeliverableError, UnsureError
from bot.person import Account
from bot.slack.messenger import SlackMessenger, connected
from content.company import open_company
from dialogs.steps import Say
from storage.outbox import new_id
from tests.clocks import StoppedClock
from tests.messenger_contract import NOTICE, MessengerContract
from tests.slack_api import BOT_TOKEN, TEAM, Fault, SlackApi

PERSON, OTHER = Account("slack", TEAM, "U1"), Account("slack", TEAM, "U2")
CHANNEL = Channel("slack", TEAM, "C1")


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi() as slack:
        slack.hires("U1", "Inés Calloway")
        slack.hires("U2", "Mei Tanaka")
        slack.makes_channel("C1", "U1", "U2")
        yield slack


@pytest.fixture
async def client(slack: SlackApi) -> AsyncIterator[AsyncWebClient]:
    async with connected(BOT_TOKEN, slack.url) as client:
        yield client


@pytest.fixture
def messenger(slack: SlackApi, client: AsyncWebClient) -> SlackMessenger:
    return built(client, slack.clock)


def built(client: AsyncWebClient, clock: Any, pace: float = 0) -> SlackMessenger:
    return SlackMessenger(client, open_company().wording, clock, TEAM, pace)


def message(to: Account | Channel = PERSON, say: Say = NOTICE) -> Message:
    return Message(new_id(), to, say)


class SlackLab:
    person, channel = PERSON, CHANNEL
    stranger: Account | None = Account("slack", TEAM, "U404")

    def __init__(self, slack: SlackApi, messenger: SlackMessenger) -> None:
        self._slack, self.messenger = slack, messenger

    async def lying(self, to: Account | Channel) -> list[str]:
        messages = self._slack.dm_of(to.id) if isinstance(to, Account) else self._slack.messages_in(to.id)
        return [self._slack.reads(posted) for posted in messages]

    def next_request(self, *, waits: bool = False, down: bool = False, dropped: bool = False) -> None:
        """Of posting: asking for the direct message's id is no part of the contract."""
        self._slack.later(seconds=60)
        faults = {Fault.ASKED_TO_WAIT: waits, Fault.DOWN: down, Fault.DROPPED: dropped}
        self._slack.next_call(*(fault for fault, comes in faults.items() if comes), method="chat.postMessage")


class TestSlackMessenger(MessengerContract):
    @pytest.fixture
    def lab(self, slack: SlackApi, messenger: SlackMessenger) -> SlackLab:
        return SlackLab(slack, messenger)


async def test_a_message_says_nothing_in_its_fallback_and_unfurls_nothing(
    slack: SlackApi, messenger: SlackMessenger
) -> None:
    await messenger.send(message())
    [posted] = slack.dm_of("U1")
    assert posted.text == open_company().wording("en").text("slack.fallback")
    told = posted.arguments
    assert (told["unfurl_links"], told["unfurl_media"], told["parse"]) == (False, False, "none")


async def test_the_metadata_carries_the_outbox_id_and_nothing_else(slack: SlackApi, messenger: SlackMessenger) -> None:
    sent = message()
    await messenger.send(sent)
    [posted] = slack.dm_of("U1")
    assert posted.metadata == {"event_type": "askfirst", "event_payload": {"id": sent.id}}


async def test_the_direct_message_is_opened_once(slack: SlackApi, messenger: SlackMessenger) -> None:
    for _ in range(3):
        await messenger.send(message())
    assert [call.method for call in slack.calls].count("conversations.open") == 1


async def test_a_method_that_asks_to_wait_is_not_asked_before(slack: SlackApi, messenger: SlackMessenger) -> None:
    """Not for somebody else's message either; other methods go on."""
    ref = await messenger.send(message())
    slack.next_call(Fault.ASKED_TO_WAIT, method="chat.postMessage")
    with pytest.raises(LaterError):
        await messenger.send(message())
    before = len(slack.calls)
    slack.later(seconds=3)
    with pytest.raises(LaterError) as later:
        await messenger.send(message(CHANNEL))
    assert later.value.seconds == pytest.approx(4)
    assert len(slack.calls) == before
    await messenger.update(ref, message())
    slack.later(seconds=4)
    await messenger.send(message(CHANNEL))


async def test_one_message_a_second_in_a_channel(slack: SlackApi, client: AsyncWebClient) -> None:
    clock = StoppedClock()
    messenger = built(client, clock, pace=1)
    await messenger.send(message())
    second = asyncio.ensure_future(messenger.send(message()))
    await messenger.send(message(OTHER))
    assert (len(slack.dm_of("U1")), len(slack.dm_of("U2")), second.done()) == (1, 1, False)
    clock.move(timedelta(seconds=1))
    await second
    assert len(slack.dm_of("U1")) == 2


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_that_is_refused_costs_no_message(slack: SlackApi, messenger: SlackMessenger, error: str) -> None:
    """It stays owed until the operator has put in another one."""
    slack.api.revoked = error
    with pytest.raises(LaterError) as later:
        await messenger.send(message())
    assert later.value.seconds is None
    slack.api.revoked = ""
    await messenger.send(message())


async def test_a_deactivated_person_is_never_reached(slack: SlackApi, messenger: SlackMessenger) -> None:
    slack.workspace.people["U2"].deactivated = True
    with pytest.raises(UndeliverableError, match="user_disabled"):
        await messenger.send(message(OTHER))


async def test_a_channel_that_is_archived_gone_or_closed_to_us_is_never_reached(
    slack: SlackApi, messenger: SlackMessenger
) -> None:
    slack.workspace.conversations["C1"].archived = True
    with pytest.raises(UndeliverableError, match="is_archived"):
        await messenger.send(message(CHANNEL))
    slack.makes_channel("C1", "U1", kind="public", with_bot=False)
    with pytest.raises(UndeliverableError, match="not_in_channel"):
        await messenger.send(message(CHANNEL))
    with pytest.raises(UndeliverableError, match="channel_not_found"):
        await messenger.send(message(replace(CHANNEL, id="C404")))


async def test_another_workspace_is_never_written_to(slack: SlackApi, messenger: SlackMessenger) -> None:
    with pytest.raises(UndeliverableError, match="other_workspace"):
        await messenger.send(message(replace(PERSON, workspace="T2")))
    assert slack.calls == []


async def test_a_message_that_is_gone_cannot_be_updated(slack: SlackApi, messenger: SlackMessenger) -> None:
    with pytest.raises(UndeliverableError, match="message_not_found"):
        await messenger.update("DU1:1.000001", message())


async def test_it_is_found_however_much_lies_above_it(slack: SlackApi, messenger: SlackMessenger) -> None:
    sent = message()
    ref = await messenger.send(sent)
    for _ in range(450):
        slack.workspace.post("DU1", "U1", "Something else")
    assert await messenger.find(sent) == ref
    assert [call.method for call in slack.calls].count("conversations.history") == 3


async def test_a_new_process_finds_what_an_earlier_one_sent(slack: SlackApi, client: AsyncWebClient) -> None:
    sent = message()
    slack.next_call(Fault.DROPPED, method="chat.postMessage")
    with pytest.raises(UnsureError):
        await built(client, slack.clock).send(sent)
    slack.later(days=30)
    assert await built(client, slack.clock).find(sent) is not None


async def test_a_look_that_gets_no_answer_is_tried_later(slack: SlackApi, messenger: SlackMessenger) -> None:
    slack.next_call(*[Fault.DROPPED] * 2, method="conversations.history")  # reading, aiohttp itself tries once more
    with pytest.raises(LaterError):
        await messenger.find(message())


async def test_where_it_may_not_look_a_second_send_says_that_it_may_be_a_repeat(
    slack: SlackApi, messenger: SlackMessenger
) -> None:
    slack.methods.scopes.discard("groups:history")
    sent = message(CHANNEL)
    slack.next_call(Fault.DROPPED, method="chat.postMessage")
    with pytest.raises(UnsureError):
        await messenger.send(sent)
    assert await messenger.find(sent) is None
    await messenger.send(sent)
    first, second = (slack.reads(posted) for posted in slack.messages_in("C1"))
    assert ("repeat" in first, "repeat" in second) == (False, True)


async def test_an_answer_that_takes_too_long_leaves_it_unsure(slack: SlackApi) -> None:
    async with connected(BOT_TOKEN, slack.url, patience=0.2) as client:
        messenger, late = built(client, SystemClock()), message()
        slack.next_call(Fault.LATE, method="chat.postMessage")
        with pytest.raises(UnsureError):
            await messenger.send(late)
        assert await messenger.find(late) is not None


async def test_nobody_listening_is_a_platform_that_is_down() -> None:
    async with connected(BOT_TOKEN, "http://127.0.0.1:9/api/") as client:
        with pytest.raises(LaterError):
            await built(client, SystemClock()).send(message())
