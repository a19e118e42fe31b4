"""`askfirst manifest slack`: what is pasted into Slack to make the app."""

import json

import typer

from bot.commands.desks import settings_here
from bot.commands.failures import StoppedError
from bot.exits import Exit
from bot.slack import wiring
from bot.slack.tokens import SLACK


def manifest(platform: str, url: str) -> None:
    """`url` is the public address of /slack/events; without it the app uses Socket Mode."""
    if platform != SLACK:
        raise StoppedError(Exit.USAGE, "manifest.unknown")
    if url and not url.startswith("https://"):
        raise StoppedError(Exit.USAGE, "manifest.https")
    typer.echo(json.dumps(wiring.manifest(settings_here(), url), indent=2, ensure_ascii=False))
