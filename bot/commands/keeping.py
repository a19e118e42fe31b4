"""`askfirst backup`, `restore`, `verify` and `release`: keeping the register safe without reading it."""

import json
from collections.abc import Iterator
from pathlib import Path

import typer

from bot import desk as desks
from bot.clock import SystemClock
from bot.commands.desks import desk_for, settings_here
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.exits import Exit
from bot.keys import load_key
from storage import restoring
from storage.errors import DamagedError
from storage.journal import journal_path
from storage.records import Finding
from storage.restoring import Restored


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
    """Nothing leaves until `release`."""
    settings = settings_here()
    path = settings.database.path
    if path.exists():
        raise StoppedError(Exit.REFUSED, "restore.there", file=str(path))
    if not file.is_file():
        raise StoppedError(Exit.USAGE, "restore.no_file", file=str(file))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        restored = restoring.restore(file, path, load_key(settings.sealing), desks.hold, SystemClock().today())
    except DamagedError:
        raise StoppedError(Exit.REGISTER, "restore.no_backup", file=str(file)) from None
    typer.echo(say("restore.done", {"file": str(path)}))
    for sentence in _told(restored):
        typer.echo(sentence)


def _told(restored: Restored) -> Iterator[str]:
    again = restored.reapplied
    counts = {"missing": restored.missing, "kept_out": again.ended, "purged": again.purged, "on_hold": again.held}
    for key, count in {**counts, "broken": restored.broken, "unseen": again.unseen}.items():
        if count:
            yield say(f"restore.{key}", {"count": count})
    if not restored.journal:
        yield say("restore.no_journal")


def release() -> None:
    """A `serve` that runs begins to deliver at once."""
    with desk_for(settings_here()) as desk:
        was_held = desk.release()
    typer.echo(say("release.done" if was_held else "release.not_held"))


def _print_findings(found: tuple[Finding, ...]) -> None:
    if not found:
        typer.echo(say("verify.sound"))
    for finding in found:
        typer.echo(say(f"verify.{finding.what}", {"where": finding.where}))
