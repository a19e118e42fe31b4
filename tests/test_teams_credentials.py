"""Our own token: by secret or by identity, kept, renewed before it ends, one request for all that wait."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from bot.settings import TeamsTable
from bot.teams.adapter import Adapter, Client, Conversations
from bot.teams.connector import Connector, NotSentError, RefusedError
from bot.teams.credentials import EARLY, Credentials, credentials
from bot.teams.login import Login, login
from bot.teams.received import NoAnswerError
from bot.web.faults import Fault
from tests.teams.microsoft import SECRET, Refusal
from tests.teams_api import APP_ID, TENANT, TeamsApi
from tests.teams_wire import LOGIN


@pytest.fixture
async def teams() -> AsyncIterator[TeamsApi]:
    async with TeamsApi() as teams:
        teams.hires("p1", "Inés Calloway")
        yield teams


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def ours(teams: TeamsApi, session: aiohttp.ClientSession) -> Credentials:
    return credentials(session, LOGIN, teams.cloud, teams.clock.monotonic)


def asked(teams: TeamsApi) -> int:
    return sum(call.method in {"token", "identity"} for call in teams.microsoft.calls)


async def test_a_token_is_kept_until_shortly_before_its_end(teams: TeamsApi, ours: Credentials) -> None:
    first = await ours.token()
    teams.later(seconds=teams.microsoft.token_lives - EARLY - 1)
    assert await ours.token() == first
    teams.later(seconds=2)
    assert await ours.token() != first


async def test_many_that_wait_ask_once(teams: TeamsApi, ours: Credentials) -> None:
    tokens = await asyncio.gather(*(ours.token() for _ in range(50)))
    assert (len(set(tokens)), asked(teams)) == (1, 1)


async def test_a_token_that_was_refused_is_asked_for_once_more_only(teams: TeamsApi, ours: Credentials) -> None:
    """Who was refused with an old one does not throw away the new one."""
    old = await ours.token()
    for _ in range(3):
        ours.refused(old)
        await ours.token()
    assert asked(teams) == 2


async def test_a_managed_identity_needs_no_password(teams: TeamsApi, session: aiohttp.ClientSession) -> None:
    managed = Login(APP_ID, "", "UserAssignedMSI", TENANT)
    environ = {"IDENTITY_ENDPOINT": f"{teams.url}/identity", "IDENTITY_HEADER": SECRET}
    ours = credentials(session, managed, teams.cloud, teams.clock.monotonic, environ)
    assert await ours.token() in teams.microsoft.tokens


@pytest.mark.parametrize("trouble", [Fault.ASKED_TO_WAIT, Fault.DOWN, Fault.DROPPED, Refusal(503, kind="text")])
async def test_what_passes_is_told_from_what_does_not(
    teams: TeamsApi, ours: Credentials, trouble: Fault | Refusal
) -> None:
    teams.microsoft.next_call(trouble, method="token")
    with pytest.raises(NoAnswerError) as error:
        await ours.token()
    assert error.value.passing
    teams.later(seconds=error.value.after or 0)
    assert await ours.token()


async def test_a_token_is_not_asked_for_before_retry_after(teams: TeamsApi, ours: Credentials) -> None:
    """By nothing that waits to be sent; each hears how long."""
    teams.microsoft.retry_after = 100
    teams.microsoft.next_call(Fault.ASKED_TO_WAIT, method="token")
    for since, left in ((0, 100.0), (0, 100.0), (60, 40.0)):
        teams.later(seconds=since)
        with pytest.raises(NoAnswerError) as error:
            await ours.token()
        assert (error.value.passing, error.value.after, asked(teams)) == (True, left, 1)
    teams.later(seconds=40)
    assert await ours.token()


async def test_a_wrong_secret_says_so_and_nothing_else(teams: TeamsApi, session: aiohttp.ClientSession) -> None:
    wrong = credentials(session, replace(LOGIN, password="mistaken"), teams.cloud, teams.clock.monotonic)
    with pytest.raises(NoAnswerError, match="invalid_client") as error:
        await wrong.token()
    assert not error.value.passing
    assert "mistaken" not in repr(replace(LOGIN, password="mistaken"))


def test_the_environment_wins_over_the_file() -> None:
    table = TeamsTable(app_id=APP_ID, tenant=TENANT)
    assert login(table, {}) == Login(APP_ID, "", "SingleTenant", TENANT)
    given = {"MicrosoftAppId": "other", "MicrosoftAppPassword": " p ", "MicrosoftAppTenantId": TENANT.upper()}
    assert login(table, given) == Login("other", "p", "SingleTenant", TENANT)


@pytest.mark.parametrize(
    ("kind", "known", "managed"),
    [("SingleTenant", True, False), ("userassignedmsi", True, True), ("MultiTenant", False, False)],
)
def test_kinds_of_login(kind: str, *, known: bool, managed: bool) -> None:
    one = Login(APP_ID, "", kind, TENANT)
    assert (one.known_type, one.managed) == (known, managed)


async def test_botbuilder_itself_sends_through_our_connector(
    teams: TeamsApi, session: aiohttp.ClientSession, ours: Credentials
) -> None:
    """For whoever says something by a turn's own context."""
    from botbuilder.schema import Activity

    connector = Connector(session, ours, teams.cloud)
    activity = {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": teams.service,
        "conversation": {"id": "chat-p1"},
        "from": {"id": "29:p1"},
        "recipient": {"id": f"28:{APP_ID}"},
    }

    async def turn(_: object) -> None:
        client = Client(Conversations(connector, teams.service))
        sent = await client.conversations.send_to_conversation("chat-p1", Activity(type="typing"))
        assert sent.id == "typing"

    assert await Adapter(connector, APP_ID).run(activity, turn) is None


async def test_a_message_can_be_taken_away(teams: TeamsApi, session: aiohttp.ClientSession, ours: Credentials) -> None:
    connector = Connector(session, ours, teams.cloud)
    await connector.delete(teams.service, "chat-p1", "a1")
    with pytest.raises(RefusedError, match="404 ConversationNotFound"):
        await connector.delete(teams.service, "chat-nobody", "a1")
    with pytest.raises(NotSentError, match="other_service_url"):
        await connector.delete("https://evil.example/", "chat-p1", "a1")
