"""`askfirst package teams`: what an administrator uploads to Teams."""

from pathlib import Path

import typer

from bot.commands.desks import settings_here
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.exits import Exit
from bot.teams import wiring
from bot.teams.received import PLATFORM


def package(platform: str, page: str, file: Path) -> None:
    """`page` is an https address of the company's; a file that is there already is never overwritten."""
    if platform != PLATFORM:
        raise StoppedError(Exit.USAGE, "package.unknown")
    settings = settings_here()
    app_id, about = wiring.app_id(settings), page or settings.web.address
    if not app_id:
        raise StoppedError(Exit.SETTINGS, "package.no_app_id")
    if not about.startswith("https://"):
        raise StoppedError(Exit.USAGE, "package.https")
    _write(file, wiring.package(settings, about))
    typer.echo(say("package.written", {"file": str(file)}))


def _write(file: Path, content: bytes) -> None:
    try:
        with file.open("xb") as written:
            written.write(content)
    except FileExistsError:
        raise StoppedError(Exit.REFUSED, "package.exists", file=str(file)) from None
