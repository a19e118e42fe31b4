"""The demo's adapter keeps the port's contract; its mailbox survives a restart; its weather is as bad as it says."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.messenger import Channel, LaterError, Message, UndeliverableError, UnsureError
from bot.person import Account
from bot.web.faults import STORM, Fault, one_by_one, storm
from bot.web.mailbox import Mailbox
from bot.web.messenger import CHANNEL, PLATFORM, WORKSPACE, WebMessenger, place_of
from content.company import open_company
from storage.outbox import new_id
from tests.messenger_contract import NOTICE, MessengerContract

PERSON = Account(PLATFORM, WORKSPACE, "ines")


class WebLab:
    person, channel = PERSON, CHANNEL
    stranger: Account | None = Account(PLATFORM, WORKSPACE, "nobody")

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._ahead: list[Fault] = []
        self.messenger = WebMessenger(mailbox, open_company().wording, {"ines"}, self._weather, retry_after=7)

    def _weather(self) -> Fault:
        return self._ahead.pop() if self._ahead else Fault.NONE

    def next_request(self, *, waits: bool = False, down: bool = False, dropped: bool = False) -> None:
        faults = {Fault.ASKED_TO_WAIT: waits, Fault.DOWN: down, Fault.DROPPED: dropped}
        self._ahead = [fault for fault, comes in faults.items() if comes]

    async def lying(self, to: Account | Channel) -> list[str]:
        return [seen(json.loads(delivered.body)) for delivered in await self._mailbox.read(place_of(to))]


def seen(say: dict[str, Any]) -> str:
    """What the page makes of a message."""
    return " ".join([*(block["text"] for block in say["blocks"]), say["repeat"]])


@pytest.fixture
async def mailbox(tmp_path: Path) -> AsyncIterator[Mailbox]:
    async with Mailbox(tmp_path / "mailbox.db") as mailbox:
        yield mailbox


class TestWebMessenger(MessengerContract):
    @pytest.fixture
    def lab(self, mailbox: Mailbox) -> WebLab:
        return WebLab(mailbox)


def messenger(mailbox: Mailbox, *faults: Fault) -> WebMessenger:
    return WebMessenger(mailbox, open_company().wording, {"ines"}, one_by_one(faults), late=0)


def message() -> Message:
    return Message(new_id(), PERSON, NOTICE)


async def test_a_late_message_arrives_after_all(mailbox: Mailbox) -> None:
    late = message()
    with pytest.raises(UnsureError):
        await messenger(mailbox, Fault.LATE).send(late)
    assert await messenger(mailbox).find(late) is not None


async def test_a_closed_account_is_never_reached(mailbox: Mailbox) -> None:
    with pytest.raises(UndeliverableError, match="account_closed"):
        await messenger(mailbox, Fault.CLOSED).send(message())


async def test_an_update_of_what_is_not_there_is_refused(mailbox: Mailbox) -> None:
    with pytest.raises(UndeliverableError, match="no_such_message"):
        await messenger(mailbox).update("17", message())


async def test_a_storm_keeps_its_shares_and_repeats_itself() -> None:
    weather, again = storm(7), storm(7)
    faults = [weather() for _ in range(5_000)]
    assert faults == [again() for _ in range(5_000)]
    for fault, share in STORM.items():
        assert faults.count(fault) / 5_000 == pytest.approx(share, abs=0.015)


async def test_looking_first_loses_and_doubles_nothing_in_a_storm(mailbox: Mailbox) -> None:
    """What the courier does, in its shortest form: 200 messages through the stated faults."""
    sender = WebMessenger(mailbox, open_company().wording, {"ines"}, storm(11), retry_after=0, late=0)
    owed = [message() for _ in range(200)]
    for one in owed:
        await until_sent(sender, one)
    assert len(await mailbox.read(place_of(PERSON))) == len(owed)


async def until_sent(sender: WebMessenger, owed: Message) -> None:
    tried = False
    while True:
        try:
            if tried and await sender.find(owed):
                return
            tried = True
            await sender.send(owed)
        except (LaterError, UnsureError):
            continue
        return


async def test_messages_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "mailbox.db"
    async with Mailbox(path) as before:
        ref = await messenger(before).send(message())
        version = await before.version(place_of(PERSON))
    assert path.stat().st_mode & 0o077 == 0
    async with Mailbox(path) as after:
        [delivered] = await after.read(place_of(PERSON))
        assert (delivered.ref, await after.version(place_of(PERSON))) == (ref, version)
        assert json.loads(delivered.body)["offers"][0]["regarding"] == "7K3M9Q"


async def test_who_waits_for_news_hears_of_a_delivery(mailbox: Mailbox) -> None:
    waiting = asyncio.ensure_future(mailbox.news([place_of(PERSON)], 0, patience=60))
    await messenger(mailbox).send(message())
    assert await waiting == 1


async def test_a_closing_mailbox_lets_go_of_those_who_wait(mailbox: Mailbox) -> None:
    waiting = asyncio.ensure_future(mailbox.news([place_of(PERSON)], 0, patience=60))
    await mailbox.wake()
    assert await waiting == 0


async def test_without_news_the_wait_ends(mailbox: Mailbox) -> None:
    assert await mailbox.news([place_of(PERSON)], 0, patience=0) == 0


async def test_what_is_delivered_to_others_is_no_news(mailbox: Mailbox) -> None:
    await mailbox.put("one", "person greta", "{}")
    ref = await mailbox.put("two", "person ines", "{}")
    await mailbox.replace(ref, "[]")
    assert [await mailbox.version(f"person {key}") for key in ("greta", "ines", "tomas")] == [1, 2, 0]
    assert await mailbox.news(["person greta"], 1, patience=0) == 1
