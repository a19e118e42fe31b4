"""What is missing or doubtful about Teams, with what to do about it: without asking Microsoft, and by asking."""

from collections.abc import AsyncIterator, Iterator, Sequence

from bot.check import Doubtful, blocks, doubt
from bot.messenger import LaterError, UndeliverableError
from bot.person import Account
from bot.settings import TeamsTable
from bot.teams.connector import Connector, LostError, NotSentError, RefusedError
from bot.teams.login import Login
from bot.teams.messenger import TeamsMessenger
from bot.teams.received import PLATFORM, NoAnswerError

Member = tuple[str, str]
"""Name, and the Entra object id of the account."""

BROKEN = 500
TOO_MANY = 429


def of_login(login: Login, table: TeamsTable, *, other_channel: bool = False) -> Iterator[Doubtful]:
    """`other_channel`: another platform has one as well, and comes first."""
    if not login.app_id:
        yield blocks("teams.check.no_app_id")
    if not login.known_type:
        yield blocks("teams.check.other_type")
    elif not login.password and not login.managed and table.login:
        yield blocks("teams.check.no_password")
    if not login.tenant:
        yield blocks("teams.check.no_tenant")
    yield from _of_table(table, other_channel=other_channel)


def _of_table(table: TeamsTable, *, other_channel: bool) -> Iterator[Doubtful]:
    if not table.channel:
        yield doubt("teams.check.no_channel")
    elif other_channel:
        yield doubt("teams.check.two_channels")
    if not table.login:
        yield doubt("teams.check.no_login")
    if table.forms == "card":
        yield doubt("teams.check.forms_in_chat")


async def of_tenant(
    connector: Connector, messenger: TeamsMessenger, tenant: str, channel: str, members: Sequence[Member]
) -> AsyncIterator[Doubtful]:
    """What Microsoft does not answer is doubtful, what it refuses blocks."""
    try:
        await connector.credentials.token()
    except NoAnswerError as error:
        make = doubt if error.passing else blocks
        yield make("teams.check.token", reason=error.reason)
        return
    for name, account in members:
        async for found in _of_member(messenger, tenant, name, account):
            yield found
    if channel:
        async for found in _of_channel(connector, channel):
            yield found


async def _of_member(messenger: TeamsMessenger, tenant: str, name: str, account: str) -> AsyncIterator[Doubtful]:
    """The app is there for them: else no message can ever reach them. Nothing is said in the chat."""
    try:
        await messenger.conversation(Account(PLATFORM, tenant, account))
    except UndeliverableError as never:
        yield blocks("teams.check.no_app", name=name, reason=never.reason)
    except LaterError:
        yield doubt("teams.check.no_answer", name=name)


async def _of_channel(connector: Connector, channel: str) -> AsyncIterator[Doubtful]:
    try:
        await connector.members(connector.cloud.service, channel)
    except RefusedError as refused:
        passing = refused.status == TOO_MANY or refused.status >= BROKEN
        make = doubt if passing else blocks
        yield make("teams.check.channel", reason=refused.code or f"http_{refused.status}")
    except (LostError, NotSentError):
        yield doubt("teams.check.channel", reason="no_answer")
