"""`askfirst serve`: the house, its page, and what the platforms send."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web

from bot import control
from bot.app.running import Running, running
from bot.beforehand import SETTLED
from bot.desk import OwnDesk
from bot.front import create_front, create_runner, serving
from bot.lasting import lasting, stopping_sign
from bot.logs import Event, log
from bot.settings import Settings
from bot.web.server import create_app
from storage.database import Database


async def serve(settings: Settings, database: Database, announce: Callable[[str], None]) -> None:
    """Until SIGTERM or SIGINT; what was begun is finished first. `announce` is told the page's address.

    Raises ListenError, or what the control socket or the mailbox cannot open.
    """
    os.umask(0o077)
    stopping = stopping_sign()
    async with _open_to_all(settings, database) as (house, address):
        announce(address)
        log(Event.LISTENING, port=settings.web.port)
        _set_aside()
        loading = asyncio.create_task(_loaded(house))
        await stopping.wait()
        loading.cancel()
        log(Event.STOPPING)
    log(Event.STOPPED)


@asynccontextmanager
async def _open_to_all(settings: Settings, database: Database) -> AsyncIterator[tuple[Running, str]]:
    """With the page's address. The commands beside it are answered first, the platforms heard last."""
    async with (
        running(settings, database) as house,
        control.answering(OwnDesk(database), database.path, house.courier.wake, house.release),
        _page(settings, house) as address,
        _platforms(settings, house),
    ):
        yield house, address


def _set_aside() -> None:
    """What is loaded now stays for good: Python need not look through it again, which holds everybody up. Nor now: of
    its hundred thousand objects about a hundred are garbage, and the start would wait for them."""
    gc.freeze()


async def _loaded(house: Running) -> None:
    """The first question waits for nothing; what it needed is set aside as well."""
    await asyncio.sleep(SETTLED)
    await house.beforehand.load()
    gc.freeze()


@asynccontextmanager
async def _page(settings: Settings, house: Running) -> AsyncIterator[str]:
    """Yields its address. On the way out it takes no new request and finishes the ones it has."""
    company = house.parts.company
    app = create_app(
        house.talks,
        company.wording,
        demo=house.parts.demo,
        language=settings.language,
        hosts=_hosts(settings.web.address),
        elsewhere=tuple(c.line for c in company.contacts.off_platform()),
        healthy=house.healthy,
    )
    async with serving(create_runner(app), settings.web.host, settings.web.port) as address:
        yield address


def _hosts(address: str) -> tuple[str, ...]:
    return (address.removeprefix("https://").split("/")[0],) if address else ()


@asynccontextmanager
async def _platforms(settings: Settings, house: Running) -> AsyncIterator[None]:
    """Slack over sockets where there is an app-level token; what comes over HTTP at one address for all platforms."""
    async with AsyncExitStack() as stack:
        routes = [*await _slack(house, stack), *_teams(house)]
        if routes:
            front = create_runner(create_front(routes, house.healthy))
            await stack.enter_async_context(serving(front, settings.http.host, settings.http.port))
            log(Event.LISTENING, port=settings.http.port, what="http")
        yield


async def _slack(house: Running, stack: AsyncExitStack) -> list[web.RouteDef]:
    slack = house.parts.slack
    if slack is None:
        return []
    app, given = slack.app(house.talks), slack.workspace.tokens
    if given.app:
        await stack.enter_async_context(lasting("slack", slack.sockets(app).run))
    return slack.routes(app) if given.signing else []


def _teams(house: Running) -> list[web.RouteDef]:
    return house.parts.teams.routes(house.talks) if house.parts.teams else []
