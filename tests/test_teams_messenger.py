"""Teams' messenger keeps the port's contract, and what Teams alone asks for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp
import pytest

from bot.messenger import Channel, LaterError, Message, UndeliverableError, UnsureError
from bot.person import Account
from bot.references import Reference
from bot.teams.connector import Connector
from bot.teams.credentials import credentials
from bot.teams.messenger import TeamsMessenger
from bot.web.faults import Fault
from dialogs.steps import Say
from storage.outbox import new_id
from tests.messenger_contract import BLANKED, NOTICE, MessengerContract
from tests.teams.seen import reads
from tests.teams_api import APP_ID, TENANT, Refusal, TeamsApi
from tests.teams_wire import LOGIN, wording

PERSON, OTHER = Account("teams", TENANT, "p1"), Account("teams", TENANT, "p2")
CHANNEL = Channel("teams", TENANT, "19:notes@thread.tacv2")


@dataclass(slots=True)
class Remembered:
    """The port, in memory."""

    kept: dict[Account, Reference] = field(default_factory=dict)

    async def remember(self, account: Account, reference: Reference) -> None:
        self.kept[account] = reference

    async def reference(self, account: Account) -> Reference | None:
        return self.kept.get(account)


@pytest.fixture
def references() -> Remembered:
    return Remembered()


@pytest.fixture
async def teams() -> AsyncIterator[TeamsApi]:
    async with TeamsApi() as teams:
        teams.hires("p1", "Inés Calloway")
        teams.hires("p2", "Mei Tanaka")
        teams.makes_channel(CHANNEL.id)
        yield teams


@asynccontextmanager
async def connected(teams: TeamsApi, patience: float = 5) -> AsyncIterator[Connector]:
    async with aiohttp.ClientSession() as session:
        ours = credentials(session, LOGIN, teams.cloud, teams.clock.monotonic)
        yield Connector(session, ours, teams.cloud, patience)


@pytest.fixture
async def messenger(teams: TeamsApi, references: Remembered) -> AsyncIterator[TeamsMessenger]:
    async with connected(teams) as connector:
        yield TeamsMessenger(connector, references, wording, teams.clock, TENANT, APP_ID)


def message(to: Account | Channel = PERSON, say: Say = NOTICE) -> Message:
    return Message(new_id(), to, say)


class TeamsLab:
    person, channel = PERSON, CHANNEL
    stranger: Account | None = Account("teams", TENANT, "p404")

    def __init__(self, teams: TeamsApi, messenger: TeamsMessenger) -> None:
        self._teams, self.messenger = teams, messenger

    async def lying(self, to: Account | Channel) -> list[str]:
        where = to.id if isinstance(to, Channel) else f"chat-{to.id}"
        return [reads(posted.card) for posted in self._teams.messages_in(where)]

    def next_request(self, *, waits: bool = False, down: bool = False, dropped: bool = False) -> None:
        """Of sending: asking for the conversation is no part of the contract."""
        self._teams.later(seconds=60)
        faults = {Fault.ASKED_TO_WAIT: waits, Fault.DOWN: down, Fault.DROPPED: dropped}
        self._teams.microsoft.next_call(*(fault for fault, comes in faults.items() if comes), method="send")


class TestTeamsMessenger(MessengerContract):
    @pytest.fixture
    def lab(self, teams: TeamsApi, messenger: TeamsMessenger) -> TeamsLab:
        return TeamsLab(teams, messenger)


def called(teams: TeamsApi) -> list[str]:
    return [call.method for call in teams.microsoft.calls]


async def test_the_conversation_is_begun_once(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    for _ in range(3):
        await messenger.send(message())
    assert called(teams) == ["token", "create", "send", "send", "send"]


async def test_a_conversation_that_is_known_is_used(
    teams: TeamsApi, messenger: TeamsMessenger, references: Remembered
) -> None:
    await references.remember(PERSON, Reference(teams.service, "chat-p1"))
    await messenger.send(message())
    assert called(teams) == ["token", "send"]


async def test_a_conversation_that_is_gone_is_begun_anew(
    teams: TeamsApi, messenger: TeamsMessenger, references: Remembered
) -> None:
    await references.remember(PERSON, Reference(teams.service, "chat-of-before"))
    await messenger.send(message())
    assert called(teams) == ["token", "send", "create", "send"]
    assert len(teams.messages_in("chat-p1")) == 1


async def test_where_our_token_would_go_elsewhere_nothing_is_sent(
    teams: TeamsApi, messenger: TeamsMessenger, references: Remembered
) -> None:
    await references.remember(PERSON, Reference("https://smba.example/teams/", "chat-p1"))
    with pytest.raises(LaterError):
        await messenger.send(message())
    assert called(teams) == []


async def test_an_update_goes_where_the_message_went(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    """In a channel into its own thread."""
    ref = await messenger.send(message(CHANNEL))
    await messenger.update(ref, message(CHANNEL, BLANKED))
    [posted] = teams.messages_in(CHANNEL.id)
    assert "taken back" in reads(posted.card)
    assert teams.microsoft.calls[-1].where.startswith(f"{CHANNEL.id};messageid=")


async def test_a_token_that_is_refused_is_renewed_once(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    await messenger.send(message())
    teams.microsoft.revokes()
    await messenger.send(message())
    assert called(teams)[-3:] == ["send", "token", "send"]


async def test_when_every_token_is_refused_no_message_is_lost(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    await messenger.send(message())
    teams.microsoft.next_call(*[Refusal(401)] * 2, method="send")
    with pytest.raises(LaterError):
        await messenger.send(message())
    assert called(teams)[-3:] == ["send", "token", "send"]


async def test_a_wrong_secret_costs_no_message(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    teams.microsoft.secret = "another"
    with pytest.raises(LaterError):
        await messenger.send(message())
    assert called(teams) == ["token"]


async def test_somebody_without_the_app_or_who_has_blocked_it_is_never_reached(
    teams: TeamsApi, messenger: TeamsMessenger
) -> None:
    teams.microsoft.people["p1"].app = False
    with pytest.raises(UndeliverableError, match="BotNotInConversationRoster"):
        await messenger.send(message())
    teams.microsoft.people["p2"].blocked = True
    with pytest.raises(UndeliverableError, match="ConversationBlockedByUser"):
        await messenger.send(message(OTHER))


async def test_a_channel_that_is_gone_or_closed_to_us_is_never_reached(
    teams: TeamsApi, messenger: TeamsMessenger
) -> None:
    teams.microsoft.channels[CHANNEL.id] = False
    with pytest.raises(UndeliverableError, match="BotNotInConversationRoster"):
        await messenger.send(message(CHANNEL))
    with pytest.raises(UndeliverableError, match="not_found"):
        await messenger.send(message(replace(CHANNEL, id="19:other@thread.tacv2")))


async def test_another_tenant_is_never_written_to(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    with pytest.raises(UndeliverableError, match="other_workspace"):
        await messenger.send(message(replace(PERSON, workspace="another")))
    assert called(teams) == []


async def test_a_message_that_is_gone_cannot_be_updated(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    service, conversation, _ = (await messenger.send(message())).split(" ")
    with pytest.raises(UndeliverableError, match="not_found"):
        await messenger.update(f"{service} {conversation} a404", message())


async def test_a_conversation_that_asks_to_wait_is_not_asked_before(teams: TeamsApi, messenger: TeamsMessenger) -> None:
    """Others are."""
    teams.microsoft.next_call(Fault.ASKED_TO_WAIT, method="send")
    with pytest.raises(LaterError):
        await messenger.send(message())
    before = len(teams.microsoft.calls)
    teams.later(seconds=3)
    with pytest.raises(LaterError) as later:
        await messenger.send(message())
    assert later.value.seconds == pytest.approx(4)
    assert len(teams.microsoft.calls) == before
    await messenger.send(message(OTHER))
    teams.later(seconds=4)
    await messenger.send(message())


@pytest.mark.parametrize("status", [412, 500, 503])
@pytest.mark.parametrize("kind", ["json", "text", "html", "empty"])
async def test_what_passes_is_tried_later(teams: TeamsApi, messenger: TeamsMessenger, status: int, kind: str) -> None:
    teams.microsoft.next_call(Refusal(status, "Anything", kind), method="send")
    with pytest.raises(LaterError) as later:
        await messenger.send(message())
    assert later.value.seconds is None


@pytest.mark.parametrize("status", [502, 504, 408])
async def test_a_gateway_that_gave_up_leaves_it_unsure(teams: TeamsApi, messenger: TeamsMessenger, status: int) -> None:
    teams.microsoft.next_call(Refusal(status, kind="html"), method="send")
    with pytest.raises(UnsureError):
        await messenger.send(message())


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (Refusal(403, "MessageWritesBlocked"), "MessageWritesBlocked"),
        (Refusal(403, kind="text"), "forbidden"),
        (Refusal(400, "Not an identifier: 29:secret"), "http_400"),
        (Refusal(413, kind="empty"), "http_413"),
    ],
    ids=str,
)
async def test_what_is_refused_for_good_says_why_in_one_word(
    teams: TeamsApi, messenger: TeamsMessenger, refusal: Refusal, reason: str
) -> None:
    teams.microsoft.next_call(refusal, method="send")
    with pytest.raises(UndeliverableError) as never:
        await messenger.send(message())
    assert never.value.reason == reason


async def test_an_answer_that_takes_too_long_leaves_it_unsure(teams: TeamsApi, references: Remembered) -> None:
    async with connected(teams, patience=0.2) as connector:
        messenger = TeamsMessenger(connector, references, wording, teams.clock, TENANT, APP_ID)
        teams.microsoft.next_call(Fault.LATE, method="send")
        with pytest.raises(UnsureError):
            await messenger.send(message())
    assert len(teams.messages_in("chat-p1")) == 1


async def test_a_conversation_that_may_have_been_begun_is_begun_later(
    teams: TeamsApi, messenger: TeamsMessenger
) -> None:
    """Nothing was said: no repeat of anything."""
    teams.microsoft.next_call(Fault.DROPPED, method="create")
    with pytest.raises(LaterError):
        await messenger.send(message())
    await messenger.send(message())
    assert len(teams.messages_in("chat-p1")) == 1


async def test_nobody_listening_is_a_platform_that_is_down(teams: TeamsApi, references: Remembered) -> None:
    await references.remember(PERSON, Reference("http://127.0.0.1:9/teams/", "chat-p1"))
    async with connected(teams) as connector:
        with pytest.raises(LaterError):
            await TeamsMessenger(connector, references, wording, teams.clock, TENANT, APP_ID).send(message())
