"""The Unix socket beside the register: the process that holds it answers an operator's commands. Mode 0600."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.desk import Desk, Drilled
from bot.logs import Event, log
from bot.proposals import Proposal
from bot.remote import socket_path
from storage.errors import RegisterError


@asynccontextmanager
async def answering(
    desk: Desk, register: Path, wake: Callable[[], None], released: Callable[[], None]
) -> AsyncIterator[None]:
    """The caller holds the register's lock: a socket file that is there already is a dead process's. `wake` is called
    when something is owed at once, `released` when the register is held no longer.

    Where the system allows no socket (a path too long), commands beside this process are told that it is locked.
    """
    path = socket_path(register)
    path.unlink(missing_ok=True)
    runner = web.AppRunner(_app(desk, wake, released), access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await _listen(runner, path)
        yield
    finally:
        await runner.cleanup()
        path.unlink(missing_ok=True)


async def _listen(runner: web.AppRunner, path: Path) -> None:
    before = os.umask(0o177)
    try:
        await web.UnixSite(runner, path).start()
    except OSError as error:
        log(Event.CONTROL_FAILED, why=error)
    finally:
        os.umask(before)


def _app(desk: Desk, wake: Callable[[], None], released: Callable[[], None]) -> web.Application:
    looks, acts = Looks(desk), Acts(desk, wake, released)
    app = web.Application()
    for answer in (
        *(looks.state, looks.backup, looks.verify, looks.drilled, looks.asked),
        *(acts.drill, acts.propose, acts.due, acts.release),
    ):
        app.router.add_post(f"/{answer.__name__}", _answered(answer))
    return app


@dataclass(frozen=True, slots=True)
class Looks:
    """What changes nothing."""

    desk: Desk

    async def state(self, _: Any) -> Any:
        return asdict(await asyncio.to_thread(self.desk.state))

    async def backup(self, body: Any) -> Any:
        await asyncio.to_thread(self.desk.backup, Path(body["target"]))
        log(Event.BACKUP_MADE)
        return {}

    async def verify(self, _: Any) -> Any:
        return [asdict(finding) for finding in await asyncio.to_thread(self.desk.verify)]

    async def drilled(self, body: Any) -> Any:
        drills = tuple(Drilled(**one) for one in body)
        return [asdict(one) for one in await asyncio.to_thread(self.desk.drilled, drills)]

    async def asked(self, _: Any) -> Any:
        return asdict(await asyncio.to_thread(self.desk.asked))


@dataclass(frozen=True, slots=True)
class Acts:
    """After which something may be owed at once."""

    desk: Desk
    wake: Callable[[], None]
    released: Callable[[], None]

    async def drill(self, _: Any) -> Any:
        drills = await asyncio.to_thread(self.desk.drill)
        self.wake()
        return [asdict(one) for one in drills]

    async def propose(self, body: Any) -> Any:
        refused = await asyncio.to_thread(self.desk.propose, Proposal(**body))
        self.wake()
        return refused

    async def due(self, _: Any) -> Any:
        made = await asyncio.to_thread(self.desk.due)
        self.wake()
        return made

    async def release(self, _: Any) -> Any:
        was_held = await asyncio.to_thread(self.desk.release)
        self.released()
        return was_held


def _answered(answer: Callable[[Any], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await answer(await request.json()))
        except RegisterError as error:
            return web.json_response({"reason": error.reason}, status=500)
        except Exception as error:  # noqa: BLE001  the operator hears that it failed, the log why
            log(Event.CONTROL_FAILED, why=error)
            return web.json_response({"reason": "failed"}, status=500)

    return handler
