"""The house as `askfirst serve` builds it, in a process of its own, for Teams alone; and a second door, by which the
measurement files cases and asks how long the loop stood still.

    python -m bench.teams_house FOLDER FAR
"""

import asyncio
import json
import os
import secrets
import sys
from pathlib import Path

from aiohttp import web

from bench.slack_house import Door
from bench.start import free_port
from bot.app.serving import serve
from bot.clock import SystemClock
from bot.settings import DatabaseTable, HttpTable, LimitsTable, Settings, TeamsTable, WebTable
from bot.teams import clouds
from bot.teams.login import APP_ID as APP_ID_VARIABLE
from bot.teams.login import PASSWORD
from storage import people
from storage.database import open_database
from storage.records import MemberAccount
from storage.register import Register
from tests.teams.chats import TENANT
from tests.teams.signing import APP_ID

MEMBERS = {
    f"0000000{n}-0000-0000-0000-00000000000a": name
    for n, name in enumerate(("Inés Calloway", "Paul Okonjo", "Greta Halvorsen"), 1)
}
"""Invented. The first is the Chair, the second the acting chair."""


def seated(register: Register) -> tuple[str, ...]:
    today = SystemClock().today()
    seats = [people.add_member(register, n, (MemberAccount("teams", TENANT, a),), today) for a, n in MEMBERS.items()]
    people.set_roles(register, seats[0].id, seats[1].id, today)
    return tuple(member.id for member in seats)


def settings_for(path: Path, port: int) -> Settings:
    """Production's, but for the limit on one account's reports: here few people send many."""
    return Settings(
        database=DatabaseTable(path=path),
        http=HttpTable(port=port),
        web=WebTable(port=free_port()),
        teams=TeamsTable(tenant=TENANT),
        limits=LimitsTable(reports_an_hour=1000),
    )


async def opened(folder: Path) -> None:
    path, port, clock = folder / "teams.db", free_port(), SystemClock()
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
    told = {"/stalled": door.stalled, "/stored": door.stored, "/files/{count}": door.files}
    app.add_routes([web.post(path, answer) for path, answer in told.items()])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


def play_microsoft(at: str) -> None:
    """Only development takes another Microsoft than Microsoft's; everything else here is production's."""
    assert isinstance(clouds.CLOUDS, dict)
    clouds.CLOUDS["public"] = clouds.played_at(at)


if __name__ == "__main__":
    os.environ |= {APP_ID_VARIABLE: APP_ID, PASSWORD: "invented"}
    play_microsoft(sys.argv[2])
    asyncio.run(opened(Path(sys.argv[1])))
