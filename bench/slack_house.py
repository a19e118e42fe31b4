"""The house as `askfirst serve` builds it, in a process of its own: Slack over HTTP and sockets, and a second door by
which the measurement owes messages, files cases and asks how long the loop stood still.

    python -m bench.slack_house FOLDER API
"""

import asyncio
import json
import os
import secrets
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from aiohttp import web

from bench.reports import NARRATIVE
from bench.slack_peer import APP_TOKEN, BOT_TOKEN, SECRET
from bench.start import free_port
from bench.written import cases_stored
from bot import notices
from bot.app.serving import serve
from bot.clock import SystemClock
from bot.settings import DatabaseTable, HttpTable, LimitsTable, Settings, SlackTable, WebTable
from storage import cases, delivery, outbox, people
from storage.database import Database, open_database
from storage.records import Level, MemberAccount, NewReport, Notice, Part
from storage.register import Register

TEAM = "T1"
MEMBERS = {"UINES": "Inés Calloway", "UPAUL": "Paul Okonjo", "UGRETA": "Greta Halvorsen"}
"""Invented. The first is the Chair, the second the acting chair."""

LOOK = 0.002
"""Seconds between two looks at the loop."""
EVERYTHING = 1_000_000
JOB = 100
"""Cases filed in one commit."""


@dataclass(slots=True)
class Door:
    """`stall` is the longest time that the loop came late since it was asked last, in seconds."""

    database: Database
    members: tuple[str, ...]
    stall: float = 0.0
    numbers: list[str] = field(default_factory=list)

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

    async def owes(self, request: web.Request) -> web.Response:
        """So many direct messages, due at once: to the reporters of as many cases that were filed here."""
        to = self.numbers[: int(request.match_info["count"])]
        await self.database.run(lambda register: [outbox.owe(register, _notice(case)) for case in to])
        return web.json_response(len(to))

    async def drains(self, _: web.Request) -> web.Response:
        """Takes off what would leave at the full hour, should that come just then."""
        return web.json_response(await self.database.run(_drained))


def _filed(register: Register, members: tuple[str, ...], count: int) -> list[str]:
    parts = (Part("report.form.narrative.label", NARRATIVE),)
    reports = (
        NewReport(secrets.token_bytes(16), Level.ANONYMOUS, "accounting", False, parts, members) for _ in range(count)
    )
    return [cases.file(register, report, SystemClock().today()).case for report in reports]


def _notice(case: str) -> Notice:
    account = MemberAccount("slack", TEAM, f"U{case}")
    owed = notices.for_reporter(case, account, "notice.reporter.question")
    return replace(owed, at_once=True)


def _drained(register: Register) -> int:
    owed = outbox.owed(register, EVERYTHING)
    for notice in owed:
        delivery.sent(register, notice.id, "", notice.case)
    return len(owed)


def seated(register: Register) -> tuple[str, ...]:
    today = SystemClock().today()
    seats = [people.add_member(register, n, (MemberAccount("slack", TEAM, a),), today) for a, n in MEMBERS.items()]
    people.set_roles(register, seats[0].id, seats[1].id, today)
    return tuple(member.id for member in seats)


def settings_for(path: Path, port: int) -> Settings:
    """Production's, but for the limit on one account's reports: here few people send many."""
    return Settings(
        database=DatabaseTable(path=path),
        http=HttpTable(port=port),
        web=WebTable(port=free_port()),
        slack=SlackTable(team=TEAM),
        limits=LimitsTable(reports_an_hour=1000),
    )


async def opened(folder: Path) -> None:
    path, port, clock = folder / "slack.db", free_port(), SystemClock()
    with open_database(path, secrets.token_bytes(32), create=True, on=clock.today()) as database:
        door = Door(database, database.run_now(seated))
        runner = await _second_door(door)
        watching = asyncio.create_task(door.watch())
        ports = {"port": port, "door": runner.addresses[0][1]}
        try:
            await serve(settings_for(path, port), database, lambda _: print(json.dumps(ports), flush=True))
        finally:
            watching.cancel()
            await runner.cleanup()


async def _second_door(door: Door) -> web.AppRunner:
    app = web.Application()
    app.add_routes(_routes(door))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


def _routes(door: Door) -> Iterable[web.RouteDef]:
    return (
        web.post("/stalled", door.stalled),
        web.post("/stored", door.stored),
        web.post("/files/{count}", door.files),
        web.post("/owes/{count}", door.owes),
        web.post("/drains", door.drains),
    )


if __name__ == "__main__":
    os.environ |= {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": sys.argv[2],
    }
    asyncio.run(opened(Path(sys.argv[1])))
