"""The Unix socket beside the register: the process that holds it answers an operator's commands. Mode 0600."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, UnixConnector, web

from bot.desk import Asked, Desk, Drilled, Seated, State, Stuck
from bot.logs import Event, log
from bot.proposals import Proposal, Waiting
from storage.errors import StorageFailedError
from storage.records import AskedCount, Finding, SentQuestion
from storage.vault import Health

PATIENCE = 600.0
"""Seconds for one answer: a large register takes long to back up or verify."""


def socket_path(register: Path) -> Path:
    return register.with_name(register.name + ".sock")


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
    app = web.Application()
    for answer in (*_looks(desk), *_acts(desk, wake, released)):
        app.router.add_post(f"/{answer.__name__}", _answered(answer))
    return app


def _looks(desk: Desk) -> Iterator[Callable[[Any], Awaitable[Any]]]:
    """What changes nothing."""

    async def state(_: Any) -> Any:
        return asdict(await asyncio.to_thread(desk.state))

    async def backup(body: Any) -> Any:
        await asyncio.to_thread(desk.backup, Path(body["target"]))
        log(Event.BACKUP_MADE)
        return {}

    async def verify(_: Any) -> Any:
        return [asdict(finding) for finding in await asyncio.to_thread(desk.verify)]

    async def drilled(body: Any) -> Any:
        drills = tuple(Drilled(**one) for one in body)
        return [asdict(one) for one in await asyncio.to_thread(desk.drilled, drills)]

    async def asked(_: Any) -> Any:
        return asdict(await asyncio.to_thread(desk.asked))

    yield from (state, backup, verify, drilled, asked)


def _acts(
    desk: Desk, wake: Callable[[], None], released: Callable[[], None]
) -> Iterator[Callable[[Any], Awaitable[Any]]]:
    """After which something may be owed at once."""

    async def drill(_: Any) -> Any:
        drills = await asyncio.to_thread(desk.drill)
        wake()
        return [asdict(one) for one in drills]

    async def propose(body: Any) -> Any:
        refused = await asyncio.to_thread(desk.propose, Proposal(**body))
        wake()
        return refused

    async def due(_: Any) -> Any:
        made = await asyncio.to_thread(desk.due)
        wake()
        return made

    async def release(_: Any) -> Any:
        was_held = await asyncio.to_thread(desk.release)
        released()
        return was_held

    yield from (drill, propose, due, release)


def _answered(answer: Callable[[Any], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await answer(await request.json()))
        except StorageFailedError as error:
            return web.json_response({"reason": error.reason}, status=500)
        except Exception as error:  # noqa: BLE001  the operator hears that it failed, the log why
            log(Event.CONTROL_FAILED, why=error)
            return web.json_response({"reason": "failed"}, status=500)

    return handler


@dataclass(frozen=True, slots=True)
class RemoteDesk:
    """Asks the process that holds the register. Raises StorageFailedError, also when that process has gone."""

    socket: Path

    def state(self) -> State:
        told = self._ask("state", {})
        members = tuple(Seated(**{**m, "accounts": tuple(map(tuple, m["accounts"]))}) for m in told["members"])
        stuck = tuple(Stuck(one["kind"], one["name"], tuple(one["reasons"])) for one in told["stuck"])
        waiting = tuple(Waiting(**{**one, "agreed": tuple(one["agreed"])}) for one in told["waiting"])
        return State(Health(**told["health"]), members, told["held"], stuck, waiting, told["disk"])

    def backup(self, target: Path) -> None:
        self._ask("backup", {"target": str(target)})

    def verify(self) -> tuple[Finding, ...]:
        return tuple(Finding(**finding) for finding in self._ask("verify", {}))

    def drill(self) -> tuple[Drilled, ...]:
        return tuple(Drilled(**one) for one in self._ask("drill", {}))

    def drilled(self, drills: tuple[Drilled, ...]) -> tuple[Drilled, ...]:
        return tuple(Drilled(**one) for one in self._ask("drilled", [asdict(one) for one in drills]))

    def propose(self, proposal: Proposal) -> str:
        return str(self._ask("propose", asdict(proposal)))

    def due(self) -> int:
        return int(self._ask("due", {}))

    def asked(self) -> Asked:
        told = self._ask("asked", {})
        counts = tuple(AskedCount(**one) for one in told["counts"])
        return Asked(counts, tuple(SentQuestion(**one) for one in told["questions"]))

    def release(self) -> bool:
        return bool(self._ask("release", {}))

    def _ask(self, what: str, body: Any) -> Any:
        try:
            return asyncio.run(self._post(what, body))
        except (ClientError, TimeoutError, OSError):
            raise StorageFailedError("no_answer") from None

    async def _post(self, what: str, body: Any) -> Any:
        session = ClientSession(connector=UnixConnector(str(self.socket)), timeout=ClientTimeout(total=PATIENCE))
        async with session, session.post(f"http://askfirst/{what}", json=body) as response:
            told = await response.json()
            if response.status != HTTPStatus.OK:
                raise StorageFailedError(str(told.get("reason", "failed")))
            return told
