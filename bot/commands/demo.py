"""`askfirst demo`: the whole product on this machine with invented people, in a register that it made itself."""

import os
from pathlib import Path

from bot.clock import SystemClock
from bot.commands.failures import StoppedError
from bot.commands.serve import run
from bot.configured import load_settings
from bot.exits import Exit
from bot.invented import COMMITTEE
from bot.keys import load_key, new_key
from bot.place import config_file
from bot.seats import Seat, seat
from bot.settings import SealingTable, Settings, SlackTable
from bot.slack.tokens import VARIABLES
from storage import marks, people
from storage.database import Database, open_database
from storage.records import MemberAccount
from storage.register import Register

FOLDER = Path("var")
DEMO = "demo"
"""The mark of a register that the demo made. It opens no other: there people speak as anybody."""

BESIDE = ("", "-wal", "-shm", ".lock", ".head", ".head.kept", ".sock", ".messages", ".messages-wal", ".messages-shm")


def demo(port: int, *, fresh: bool) -> None:
    _stay_off_slack()
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    settings = demo_settings(port)
    if fresh and settings.database.path.exists():
        _forget(settings)
    with _opened(settings) as database:
        run(settings, database, "demo.announce")


def _stay_off_slack() -> None:
    """Nothing of the demo leaves this machine, whatever is set up here besides."""
    for name in VARIABLES:
        os.environ.pop(name, None)


def demo_settings(port: int) -> Settings:
    """The company and language that are configured, if any are; everything else is the demo's own."""
    settings = load_settings(config_file())
    folder = FOLDER.resolve()
    return settings.model_copy(
        update={
            "mode": "development",
            "database": settings.database.model_copy(update={"path": folder / "demo.db"}),
            "sealing": SealingTable(env="", file=folder / "demo.key"),
            "slack": SlackTable(),
            "web": settings.web.model_copy(update={"host": "127.0.0.1", "port": port, "address": ""}),
        }
    )


def _opened(settings: Settings) -> Database:
    path, today = settings.database.path, SystemClock().today()
    if path.exists():
        database = open_database(path, load_key(settings.sealing), on=today)
        if not database.run_now(people.members):  # stopped between the tables and the people: nothing was ever filed
            database.run_now(_furnish)
        _refuse_unless_demo(database)
        return database
    key = load_key(settings.sealing) if settings.sealing.file.exists() else new_key(settings.sealing.file)
    database = open_database(path, key, create=True, on=today)
    database.run_now(_furnish)
    return database


def _furnish(register: Register) -> None:
    seats = [Seat(i.name, (MemberAccount("web", "demo", i.key),), i.chair, i.acting) for i in COMMITTEE]
    seat(register, seats, SystemClock().today())
    marks.mark(register, DEMO, "1")


def _refuse_unless_demo(database: Database) -> None:
    if database.run_now(lambda r: marks.marked(r, DEMO)) is None:
        database.close()
        raise StoppedError(Exit.REFUSED, "demo.not_a_demo", file=str(database.path))


def _forget(settings: Settings) -> None:
    """Only what the demo's key opens and the demo has marked; not while another process holds it."""
    path = settings.database.path
    with open_database(path, load_key(settings.sealing)) as database:
        _refuse_unless_demo(database)
    for name in BESIDE:
        path.with_name(path.name + name).unlink(missing_ok=True)
