"""The demo's own register: made, opened, begun anew. It opens no other: in the demo anybody speaks as anybody."""

import tempfile
from pathlib import Path

import typer

from bot.clock import SystemClock
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.exits import Exit
from bot.invented import COMMITTEE
from bot.keys import KeyProblemError, load_key, new_key
from bot.seats import Seat, seat
from bot.settings import Settings
from storage import marks, people
from storage.database import Database, open_database
from storage.errors import DamagedError, SealBrokenError, WrongKeyError
from storage.records import MemberAccount
from storage.register import Register

DEMO = "demo"
"""The mark of a register that the demo made."""

BESIDE = (
    "", "-wal", "-shm", ".lock", ".head", ".head.kept", ".journal", ".sock", ".messages", ".messages-wal",
    ".messages-shm",
)  # fmt: skip


def opened(settings: Settings) -> Database:
    """Made when there is none. Raises StoppedError for one that the demo did not make or can no longer read."""
    if not settings.database.path.exists():
        return _made(settings)
    try:
        return _own(settings)
    except (DamagedError, SealBrokenError):
        raise StoppedError(Exit.REGISTER, "demo.damaged", file=str(settings.database.path)) from None


def forget(settings: Settings) -> None:
    """Only what the demo's key opens and the demo has marked; not while another process holds it.

    A damaged one is put aside whole, for whose it was can no longer be told.
    """
    path = settings.database.path
    try:
        _own(settings).close()
    except (DamagedError, SealBrokenError):
        _put_aside(path)
    for name in BESIDE:
        path.with_name(path.name + name).unlink(missing_ok=True)


def _made(settings: Settings) -> Database:
    key = load_key(settings.sealing) if settings.sealing.file.exists() else new_key(settings.sealing.file)
    database = open_database(settings.database.path, key, create=True, on=SystemClock().today())
    database.run_now(_furnish)
    return database


def _own(settings: Settings) -> Database:
    """Closed again when it is another's. Raises RegisterError when it cannot be read."""
    database = _with_its_key(settings)
    try:
        if not database.run_now(people.members):  # stopped between the tables and the people: nothing was ever filed
            database.run_now(_furnish)
        _refuse_unless_marked(database)
    except BaseException:
        database.close()
        raise
    return database


def _refuse_unless_marked(database: Database) -> None:
    if database.run_now(lambda register: marks.marked(register, DEMO)) is None:
        raise StoppedError(Exit.REFUSED, "demo.not_a_demo", file=str(database.path))


def _with_its_key(settings: Settings) -> Database:
    path, file = settings.database.path, settings.sealing.file
    try:
        return open_database(path, load_key(settings.sealing), on=SystemClock().today())
    except (KeyProblemError, WrongKeyError) as error:
        if isinstance(error, KeyProblemError) and error.reason != "no_file":
            raise
        raise StoppedError(Exit.REFUSED, "demo.no_key", file=str(path), where=str(file)) from None


def _furnish(register: Register) -> None:
    seats = [Seat(i.name, (MemberAccount("web", "demo", i.key),), i.chair, i.acting) for i in COMMITTEE]
    seat(register, seats, SystemClock().today())
    marks.mark(register, DEMO, "1")


def _put_aside(path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="damaged-", dir=path.parent))
    for file in (path.with_name(path.name + name) for name in BESIDE):
        if file.exists():
            file.rename(folder / file.name)
    typer.echo(say("demo.put_aside", {"folder": str(folder)}))
