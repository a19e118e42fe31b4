"""Teams' part of the house, put together: what sends, what listens, what checks."""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from aiohttp import ClientSession, TCPConnector, web

from bot.check import Doubtful
from bot.clock import Clock
from bot.conversation import Talks
from bot.labels import Worded
from bot.logs import Event, log
from bot.messenger import Channel
from bot.once import Once
from bot.references import References
from bot.teams.adapter import Adapter
from bot.teams.checks import Member, of_tenant
from bot.teams.clouds import Cloud
from bot.teams.connector import PATIENCE, Connector
from bot.teams.credentials import Credentials, NoCredentials, credentials
from bot.teams.edge import Edge
from bot.teams.endpoint import Endpoint
from bot.teams.guard import Admits, Guard, OpenDoor
from bot.teams.keyset import KeySet
from bot.teams.listeners import create_listener
from bot.teams.login import Login
from bot.teams.messenger import TeamsMessenger
from bot.teams.met import Met
from bot.teams.posting import ConnectorPosting
from bot.teams.received import PLATFORM, Answered
from bot.teams.senders import Senders

AT_ONCE = 100
"""Connections to one host at most."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """What is configured. `checks` is False where requests are not checked: development only, on this machine."""

    login: Login
    cloud: Cloud
    channel: str = ""
    guests: bool = False
    forms: Literal["dialog", "card"] = "dialog"
    checks: bool = True
    language: str = "en"
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Service:
    """Lives as long as its connections, see `open_service`."""

    tenant: Tenant
    wording: Callable[[str], Worded]
    clock: Clock
    messenger: TeamsMessenger
    connector: Connector
    keys: KeySet = field(repr=False)
    references: References

    @property
    def channel(self) -> Channel | None:
        here = self.tenant
        return Channel(PLATFORM, here.login.tenant, here.channel) if here.channel else None

    def routes(self, talks: Talks) -> list[web.RouteDef]:
        here, clock = self.tenant, self.clock
        posting = ConnectorPosting(self.connector)
        edge = Edge(talks, posting, self.wording, here.language, here.languages, here.forms, here.checks)
        senders = Senders(self.connector, here.login.tenant, clock.monotonic, here.guests)
        adapter = Adapter(self.connector, here.login.app_id)
        once: Once[Answered] = Once(clock.monotonic)
        met = Met(self.references, clock.monotonic)
        listener = create_listener(edge, clock.now())
        return Endpoint(self._guard(), adapter, senders, listener, once, met.meets).routes()

    def check(self, members: Sequence[Member]) -> AsyncIterator[Doubtful]:
        """Asks Microsoft; `members` are those with an account in the tenant."""
        return of_tenant(self.connector, self.messenger, self.tenant.login.tenant, self.tenant.channel, members)

    def _guard(self) -> Admits:
        here = self.tenant
        if here.checks:
            self.keys.prepare()
            return Guard(self.keys, here.cloud, here.login.app_id, here.login.tenant)
        log(Event.LOGIN_OFF, level=logging.WARNING, platform=PLATFORM)
        return OpenDoor(here.cloud, here.login.tenant)


@asynccontextmanager
async def open_service(
    tenant: Tenant,
    wording: Callable[[str], Worded],
    clock: Clock,
    references: References,
    patience: float = PATIENCE,
) -> AsyncIterator[Service]:
    """A wording file is read once, not at every turn. `patience` in seconds, for one call of the connector."""
    words = cache(wording)
    async with ClientSession(connector=TCPConnector(limit_per_host=AT_ONCE)) as session:
        keys = KeySet(session, tenant.cloud.metadata, clock.monotonic)
        connector = Connector(session, _credentials(session, tenant, clock), tenant.cloud, patience)
        login = tenant.login
        messenger = TeamsMessenger(connector, references, words, clock, login.tenant, login.app_id, tenant.forms)
        try:
            yield Service(tenant, words, clock, messenger, connector, keys, references)
        finally:
            await keys.close()


def _credentials(session: ClientSession, tenant: Tenant, clock: Clock) -> Credentials:
    if not tenant.checks:
        return NoCredentials()
    return credentials(session, tenant.login, tenant.cloud, clock.monotonic)
