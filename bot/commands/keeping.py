"""`askfirst backup`, `restore`, `verify` and `release`: keeping the register safe without reading it."""

import json
import os
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

import typer

from bot import desk as desks
from bot.clock import SystemClock
from bot.commands.desks import desk_for, settings_here
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.exits import Exit
from bot.keys import load_key
from bot.settings import Settings
from storage import headfile
from storage.connection import KEPT
from storage.database import open_database
from storage.errors import DamagedError
from storage.journal import Reapplied, add, journal_path, lines, reapply
from storage.records import Finding
from storage.register import Register


def backup(file: Path) -> None:
    target = file.resolve()
    if target.exists() or journal_path(target).exists():
        raise StoppedError(Exit.REFUSED, "backup.there", file=str(file))
    if not target.parent.is_dir():
        raise StoppedError(Exit.USAGE, "backup.no_folder", file=str(target.parent))
    with desk_for(settings_here()) as desk:
        typer.echo(say("backup.begins"), err=True)
        desk.backup(target)
    typer.echo(say("backup.done", {"file": str(file)}))


def verify(*, as_json: bool) -> Exit:
    with desk_for(settings_here()) as desk:
        typer.echo(say("verify.begins"), err=True)
        found = desk.verify()
    if as_json:
        rows = [{"what": f.what, "where": f.where, "blocks": f.blocks} for f in found]
        typer.echo(json.dumps(rows))
    else:
        _print_findings(found)
    return Exit.BLOCKED if any(f.blocks for f in found) else Exit.OK


def restore(file: Path) -> None:
    """The copy takes the register's place only when it has been opened with the key; nothing leaves until `release`."""
    settings = settings_here()
    path = settings.database.path
    if path.exists():
        raise StoppedError(Exit.REFUSED, "restore.there", file=str(path))
    if not file.is_file():
        raise StoppedError(Exit.USAGE, "restore.no_file", file=str(file))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _copy(file, path)
    try:
        missing, kept_out = _accept(settings, file)
    except DamagedError:
        _withdraw(path)
        raise StoppedError(Exit.REGISTER, "restore.no_backup", file=str(file)) from None
    except BaseException:
        _withdraw(path)
        raise
    typer.echo(say("restore.done", {"file": str(path)}))
    if missing:
        typer.echo(say("restore.missing", {"count": missing}))
    for key, count in (("kept_out", kept_out.ended), ("broken", kept_out.broken), ("unseen", kept_out.unseen)):
        if count:
            typer.echo(say(f"restore.{key}", {"count": count}))


def release() -> None:
    """A `serve` that runs begins to deliver at once."""
    with desk_for(settings_here()) as desk:
        was_held = desk.release()
    typer.echo(say("release.done" if was_held else "release.not_held"))


def _copy(file: Path, path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target, file.open("rb") as source:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _accept(settings: Settings, file: Path) -> tuple[int, Reapplied]:
    """Holds the courier, ends again what was ended after the backup, and puts the restoring on the record. Returns what
    `_lost` counts, and what was ended."""
    today = SystemClock().today()
    with open_database(settings.database.path, load_key(settings.sealing), on=today) as database:
        kept = database.head_path.with_name(database.head_path.name + KEPT)
        lost = database.run_now(lambda register: _lost(register, kept))
        told = lines(database.journal_path, journal_path(file))
        add(database.journal_path, set(told) - set(lines(database.journal_path)))
        kept_out = database.run_now(lambda register: _hold(register, told, today))
        database.accept_head(today)
    return lost, kept_out


def _hold(register: Register, told: tuple[bytes, ...], today: date) -> Reapplied:
    desks.hold(register)
    return reapply(register, told, today)


def _lost(register: Register, kept: Path) -> int:
    """How many changes the register had seen since the backup, where its second file still stands and tells."""
    span = headfile.read(kept.read_bytes(), register.keys.audit) if kept.exists() else None
    return max(span.after.seq - register.committed.seq, 0) if span else 0


def _withdraw(path: Path) -> None:
    """It was no register, or not this key's: nothing of it stays."""
    for name in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + name).unlink()


def _print_findings(found: tuple[Finding, ...]) -> None:
    if not found:
        typer.echo(say("verify.sound"))
    for finding in found:
        typer.echo(say(f"verify.{finding.what}", {"where": finding.where}))
