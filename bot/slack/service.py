"""Slack's part of the house, put together: what sends, what listens, what checks."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache

from aiohttp import ClientSession, web
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.check import Doubtful
from bot.clock import Clock
from bot.conversation import Talks
from bot.held import Held
from bot.labels import Worded
from bot.messenger import Channel
from bot.once import Once
from bot.slack.calls import Calls, web_client
from bot.slack.checks import Member, of_workspace
from bot.slack.edge import Edge
from bot.slack.endpoint import dispatch, slack_routes
from bot.slack.guard import Guard
from bot.slack.listeners import create_app
from bot.slack.messenger import PLATFORM, SlackMessenger, connected
from bot.slack.people import People
from bot.slack.sheet import Json
from bot.slack.sockets import Sockets
from bot.slack.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is configured. `team` is the workspace's id (T…) or the enterprise's (E…)."""

    tokens: Tokens
    team: str
    channel: str = ""
    guests: bool = False
    language: str = "en"
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Service:
    """Lives as long as its connections, see `open_service`."""

    workspace: Workspace
    wording: Callable[[str], Worded]
    clock: Clock
    messenger: SlackMessenger
    session: ClientSession = field(repr=False)

    @property
    def channel(self) -> Channel | None:
        here = self.workspace
        return Channel(PLATFORM, here.team, here.channel) if here.channel else None

    def app(self, talks: Talks) -> AsyncApp:
        here, clock = self.workspace, self.clock
        calls = Calls(self._client(here.tokens.bot), self.session, here.tokens.api)
        people = People(calls, here.team, clock.monotonic, here.languages, here.language, here.guests)
        once = Once[BoltResponse](clock.monotonic, Held(lambda response: len(response.body)))
        return create_app(Edge(talks, calls, people, once, self.wording))

    def sockets(self, app: AsyncApp) -> Sockets:
        async def answers(payload: Json) -> BoltResponse:
            return await dispatch(app, payload)

        return Sockets(self._client(self.workspace.tokens.app), self.session, answers, self.clock)

    def routes(self, app: AsyncApp) -> list[web.RouteDef]:
        guard = Guard(self.workspace.tokens.signing, lambda: self.clock.now().timestamp())
        return slack_routes(app, guard)

    def check(self, members: Sequence[Member]) -> AsyncIterator[Doubtful]:
        """Asks Slack; `members` are those with an account there."""
        here = self.workspace
        app = self._client(here.tokens.app) if here.tokens.app else None
        return of_workspace(self._client(here.tokens.bot), app, here.team, here.channel, members, guests=here.guests)

    def _client(self, token: str) -> AsyncWebClient:
        return web_client(token, self.session, self.workspace.tokens.api)


@asynccontextmanager
async def open_service(workspace: Workspace, wording: Callable[[str], Worded], clock: Clock) -> AsyncIterator[Service]:
    """A wording file is read once, not at every turn."""
    words = cache(wording)
    tokens = workspace.tokens
    async with ClientSession() as session, connected(tokens.bot, tokens.api) as client:
        messenger = SlackMessenger(client, words, clock, workspace.team)
        yield Service(workspace, words, clock, messenger, session)
