"""What every adapter of the Messenger port must do. A platform's test subclasses this and brings its lab."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import pytest

from bot.messenger import Channel, LaterError, Message, Messenger, UndeliverableError, UnsureError
from bot.person import Account
from dialogs.steps import Offer, Say
from storage.outbox import new_id

FACTS = {"case": "7K3M9Q", "member": "Inés Calloway"}
NOTICE = Say("notice.added", FACTS, offers=(Offer("case", "7K3M9Q"),))
BLANKED = Say("notice.blanked")
NOTICE_TEXT, BLANKED_TEXT = "there is something new to read", "taken back"


class Lab(Protocol):
    """An adapter in front of a platform that the test can look into and can make fail."""

    messenger: Messenger
    person: Account
    channel: Channel
    stranger: Account | None
    """Somebody whom this platform does not know; None when it knows everybody."""

    async def lying(self, to: Account | Channel) -> list[str]:
        """The texts that this recipient sees, oldest first."""

    def next_request(self, *, waits: bool = False, down: bool = False, dropped: bool = False) -> None:
        """What the platform does with the next request: 429 with Retry-After 7, 5xx, or accepted without an answer."""


class MessengerContract:
    @pytest.fixture
    def lab(self) -> Lab:
        raise NotImplementedError

    @pytest.fixture
    def message(self, lab: Lab) -> Callable[..., Message]:
        return lambda to=None, say=NOTICE: Message(new_id(), to or lab.person, say)

    async def test_a_message_arrives_where_it_was_sent(self, lab: Lab, message: Callable[..., Message]) -> None:
        await lab.messenger.send(message())
        await lab.messenger.send(message(lab.channel, BLANKED))
        assert [NOTICE_TEXT in text for text in await lab.lying(lab.person)] == [True]
        assert [BLANKED_TEXT in text for text in await lab.lying(lab.channel)] == [True]

    async def test_messages_stand_in_the_order_in_which_they_were_sent(
        self, lab: Lab, message: Callable[..., Message]
    ) -> None:
        for say in (NOTICE, BLANKED, NOTICE):
            await lab.messenger.send(message(say=say))
        assert [NOTICE_TEXT in text for text in await lab.lying(lab.person)] == [True, False, True]

    async def test_an_update_takes_the_place_of_the_message(self, lab: Lab, message: Callable[..., Message]) -> None:
        first, second = message(), message()
        ref = await lab.messenger.send(first)
        await lab.messenger.send(second)
        for _ in range(2):
            await lab.messenger.update(ref, replace(first, say=BLANKED))
        texts = await lab.lying(lab.person)
        if len(texts) == 2:
            assert [BLANKED_TEXT in text for text in texts] == [True, False]
        else:  # a terminal can only add a line
            assert BLANKED_TEXT in texts[-1]

    async def test_a_repeat_says_so_and_a_first_try_does_not(self, lab: Lab, message: Callable[..., Message]) -> None:
        await lab.messenger.send(message())
        await lab.messenger.send(replace(message(), repeat=True))
        first, again = await lab.lying(lab.person)
        assert "repeat" not in first
        assert "repeat" in again

    async def test_what_arrived_is_found_by_its_id(self, lab: Lab, message: Callable[..., Message]) -> None:
        arrived, other = message(), message()
        ref = await lab.messenger.send(arrived)
        await lab.messenger.send(other)
        assert await lab.messenger.find(arrived) == (ref if lab.messenger.can_find else None)

    async def test_what_never_left_is_not_found(self, lab: Lab, message: Callable[..., Message]) -> None:
        await lab.messenger.send(message())
        assert await lab.messenger.find(message()) is None

    async def test_asked_to_wait_it_says_how_long_and_sends_nothing(
        self, lab: Lab, message: Callable[..., Message]
    ) -> None:
        lab.next_request(waits=True)
        with pytest.raises(LaterError) as later:
            await lab.messenger.send(message())
        assert later.value.seconds == 7
        assert await lab.lying(lab.person) == []

    async def test_a_platform_that_is_down_names_no_time(self, lab: Lab, message: Callable[..., Message]) -> None:
        lab.next_request(down=True)
        with pytest.raises(LaterError) as later:
            await lab.messenger.send(message())
        assert later.value.seconds is None
        assert await lab.lying(lab.person) == []

    async def test_an_answer_that_is_lost_leaves_it_unsure_and_looking_settles_it(
        self, lab: Lab, message: Callable[..., Message]
    ) -> None:
        lost = message()
        lab.next_request(dropped=True)
        with pytest.raises(UnsureError):
            await lab.messenger.send(lost)
        assert len(await lab.lying(lab.person)) == 1
        assert (await lab.messenger.find(lost) is not None) == lab.messenger.can_find

    async def test_a_stranger_is_never_reached(self, lab: Lab, message: Callable[..., Message]) -> None:
        if lab.stranger is None:
            pytest.skip("this platform knows everybody")
        with pytest.raises(UndeliverableError) as never:
            await lab.messenger.send(message(lab.stranger))
        assert never.value.reason.isidentifier()

    async def test_no_error_says_whom_or_what(self, lab: Lab, message: Callable[..., Message]) -> None:
        for trouble in ({"waits": True}, {"down": True}, {"dropped": True}):
            lab.next_request(**trouble)
            with pytest.raises((LaterError, UnsureError)) as error:
                await lab.messenger.send(message())
            assert not {lab.person.id, *FACTS.values()} & set(str(error.value).split())
