"""The house as `askfirst serve` builds it, with a second door, by which the measurement files cases and asks how long
the loop stood still."""

import asyncio
import json
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from aiohttp import web

from bench.processes import free_port
from bench.reports import NARRATIVE
from bench.written import cases_stored
from bot.app.serving import serve
from bot.clock import SystemClock
from bot.settings import DatabaseTable, HttpTable, LimitsTable, Settings, SlackTable, TeamsTable, WebTable
from storage import cases, people
from storage.database import Database, open_database
from storage.records import Level, MemberAccount, NewReport, Part
from storage.register import Register

LOOK = 0.002
"""Seconds between two looks at the loop."""
JOB = 100
"""Cases filed in one commit."""


@dataclass(slots=True)
class Door:
    """`stall` is the longest time that the loop came late since it was asked last, in seconds."""

    database: Database
    members: tuple[str, ...]
    stall: float = 0.0
    numbers: list[str] = field(default_factory=list)

    def routes(self) -> Iterable[web.RouteDef]:
        told = {"/stalled": self.stalled, "/stored": self.stored, "/files/{count}": self.files}
        return [web.post(path, answer) for path, answer in told.items()]

    async def watch(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(LOOK)
            self.stall = max(self.stall, time.monotonic() - began - LOOK)

    async def stalled(self, _: web.Request) -> web.Response:
        longest, self.stall = self.stall, 0.0
        return web.json_response(longest)

    async def stored(self, _: web.Request) -> web.Response:
        return web.json_response(await self.database.run(cases_stored))

    async def files(self, request: web.Request) -> web.Response:
        """Their numbers."""
        wanted = int(request.match_info["count"])
        while len(self.numbers) < wanted:
            count = min(JOB, wanted - len(self.numbers))
            self.numbers += await self.database.run(partial(_filed, members=self.members, count=count))
        return web.json_response(self.numbers)


def _filed(register: Register, members: tuple[str, ...], count: int) -> list[str]:
    parts = (Part("report.form.narrative.label", NARRATIVE),)
    reports = (
        NewReport(secrets.token_bytes(16), Level.ANONYMOUS, "accounting", False, parts, members) for _ in range(count)
    )
    return [cases.file(register, report, SystemClock().today()).case for report in reports]


@dataclass(frozen=True, slots=True)
class Committee:
    """Names by account. The first is the Chair, the second the acting chair."""

    platform: str
    workspace: str
    names: Mapping[str, str]

    def seated(self, register: Register) -> tuple[str, ...]:
        today = SystemClock().today()
        accounts = {name: MemberAccount(self.platform, self.workspace, id_) for id_, name in self.names.items()}
        seats = [people.add_member(register, name, (account,), today) for name, account in accounts.items()]
        people.set_roles(register, seats[0].id, seats[1].id, today)
        return tuple(member.id for member in seats)


async def opened(
    folder: Path, committee: Committee, platform: SlackTable | TeamsTable, door: type[Door] = Door
) -> None:
    """Prints the ports, and serves until it is told to stop."""
    path, port = folder / f"{committee.platform}.db", free_port()
    settings = _settings(path, port).model_copy(update={committee.platform: platform})
    with open_database(path, secrets.token_bytes(32), create=True, on=SystemClock().today()) as database:
        second = door(database, database.run_now(committee.seated))
        runner = await _second_door(second)
        watching = asyncio.create_task(second.watch())
        ports = json.dumps({"port": port, "door": runner.addresses[0][1]})
        try:
            await serve(settings, database, lambda _: print(ports, flush=True))
        finally:
            watching.cancel()
            await runner.cleanup()


def _settings(path: Path, port: int) -> Settings:
    """Production's, but for the limit on one account's reports: here few people send many."""
    return Settings(
        database=DatabaseTable(path=path),
        http=HttpTable(port=port),
        web=WebTable(port=free_port()),
        limits=LimitsTable(reports_an_hour=1000),
    )


async def _second_door(door: Door) -> web.AppRunner:
    app = web.Application()
    app.add_routes(door.routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner
