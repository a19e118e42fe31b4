"""What is missing or doubtful about Slack, with what to do about it: without asking Slack, and by asking it."""

from collections.abc import AsyncIterator, Awaitable, Collection, Iterator, Sequence
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.check import Doubtful, blocks, doubt
from bot.slack.calls import PASSING, NoAnswerError
from bot.slack.manifest import SCOPES
from bot.slack.payload import node, text
from bot.slack.people import refusal
from bot.slack.sheet import Json
from bot.slack.tokens import Tokens

MOST = 1000
"""People of a channel that are looked at: what Slack gives at once."""

Member = tuple[str, str]
"""Name, and the id of the Slack account."""


def of_tokens(tokens: Tokens, team: str, channel: str, *, development: bool) -> Iterator[Doubtful]:
    if not tokens.bot.startswith("xoxb-"):
        yield blocks("slack.check.no_bot_token")
    if tokens.app and not tokens.app.startswith("xapp-"):
        yield blocks("slack.check.no_app_token")
    if not (tokens.app or tokens.signing):
        yield blocks("slack.check.no_transport")
    if not team:
        yield blocks("slack.check.no_team")
    if not channel:
        yield doubt("slack.check.no_channel")
    if not tokens.api_is_slacks and not (development and tokens.api_is_here):
        yield blocks("slack.check.other_api")


async def of_workspace(
    bot: AsyncWebClient,
    app: AsyncWebClient | None,
    team: str,
    channel: str,
    members: Sequence[Member],
    *,
    guests: bool = False,
) -> AsyncIterator[Doubtful]:
    """`app` carries the app-level token, where there is one. What Slack does not answer is doubtful, what it refuses
    blocks."""
    try:
        who = await bot.auth_test()
    except (SlackApiError, SlackClientError, ClientError, TimeoutError, OSError) as error:
        yield _refused("slack.check.auth", _reason(error))
        return
    for found in (*of_team(_data(who), team), *of_scopes(_granted(who))):
        yield found
    parts = [
        *([_of_sockets(app)] if app else []),
        *(_of_member(bot, name, account, team, guests=guests) for name, account in members),
        *(
            [_of_channel(bot, channel, {account for _, account in members} | {text(_data(who), "user_id")})]
            if channel
            else []
        ),
    ]
    for part in parts:
        async for found in part:
            yield found


def of_team(who: Json, team: str) -> Iterator[Doubtful]:
    if team and team not in {text(who, "team_id"), text(who, "enterprise_id")}:
        yield blocks("slack.check.other_team", team=team, theirs=text(who, "team_id"))
    elif team.startswith("E") and who.get("is_enterprise_install") is not True:
        yield doubt("slack.check.one_workspace", team=team, theirs=text(who, "team_id"))


def of_scopes(granted: frozenset[str]) -> Iterator[Doubtful]:
    if missing := tuple(sorted(set(SCOPES) - granted)):
        yield blocks("slack.check.scopes", scopes=missing)
    if more := tuple(sorted(granted - set(SCOPES))):
        yield doubt("slack.check.more_scopes", scopes=more)


async def _of_member(
    bot: AsyncWebClient, name: str, account: str, team: str, *, guests: bool
) -> AsyncIterator[Doubtful]:
    """The account is a person's who works here and may use the bot, and takes a direct message."""
    try:
        user = node(await _asked(bot.users_info(user=account)), "user")
        if user.get("deleted"):
            yield blocks("slack.check.deactivated", name=name)
            return
        if team and (refused := refusal(user, team, guests=guests)):
            yield blocks(f"slack.check.member_{refused}", name=name)
            return
        await _asked(bot.conversations_open(users=account))
    except NoAnswerError as error:
        yield _refused("slack.check.no_dm", error.reason, name=name)


async def _of_channel(bot: AsyncWebClient, channel: str, expected: Collection[str]) -> AsyncIterator[Doubtful]:
    """`expected` are the accounts that should sit in it: the members', and the bot's own."""
    try:
        found = node(await _asked(bot.conversations_info(channel=channel)), "channel")
    except NoAnswerError as error:
        outside = error.reason == "not_in_channel"
        yield blocks("slack.check.not_in_channel") if outside else _refused("slack.check.channel", error.reason)
        return
    if found.get("is_archived"):
        yield blocks("slack.check.channel", reason="is_archived")
    elif not found.get("is_member"):
        yield blocks("slack.check.not_in_channel")
    if not found.get("is_private"):
        yield doubt("slack.check.public_channel")
    elif found.get("is_member"):
        async for other in _of_others(bot, channel, expected):
            yield other


async def _of_others(bot: AsyncWebClient, channel: str, expected: Collection[str]) -> AsyncIterator[Doubtful]:
    """Whoever else sits in the channel reads that there is a case, also when it is about them."""
    try:
        there = (await _asked(bot.conversations_members(channel=channel, limit=MOST))).get("members")
    except NoAnswerError as error:
        yield _refused("slack.check.channel", error.reason)
        return
    others = set(there if isinstance(there, list) else ()) - set(expected)
    if others:
        yield doubt("slack.check.others_in_channel", count=len(others))


async def _of_sockets(app: AsyncWebClient) -> AsyncIterator[Doubtful]:
    try:
        await _asked(app.apps_connections_open(app_token=str(app.token)))
    except NoAnswerError as error:
        yield _refused("slack.check.sockets", error.reason)


async def _asked(call: Awaitable[Any]) -> Json:
    try:
        return _data(await call)
    except (SlackApiError, SlackClientError, ClientError, TimeoutError, OSError) as error:
        raise NoAnswerError(_reason(error)) from None


def _refused(key: str, reason: str, **facts: str) -> Doubtful:
    make = doubt if reason in PASSING else blocks
    return make(key, reason=reason, **facts)


def _reason(error: Exception) -> str:
    response: Any = getattr(error, "response", None)
    code = response.get("error") if hasattr(response, "get") else None
    return code if isinstance(code, str) and code.isidentifier() else "no_answer"


def _data(response: Any) -> Json:
    return response.data if isinstance(response.data, dict) else {}


def _granted(response: Any) -> frozenset[str]:
    headers = {str(name).lower(): value for name, value in dict(response.headers).items()}
    listed = headers.get("x-oauth-scopes", "")
    return frozenset(scope.strip() for scope in str(listed).split(",") if scope.strip())
