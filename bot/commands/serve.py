"""`askfirst serve`: the page, the conversation and the courier, until it is told to stop."""

import asyncio

import typer

from bot.app import ListenError
from bot.app import serve as serving
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.exits import Exit
from bot.logs import start_logging
from bot.settings import Settings
from storage.database import Database


def run(settings: Settings, database: Database, announcement: str) -> None:
    start_logging()
    try:
        asyncio.run(serving(settings, database, lambda address: _announce(announcement, address)))
    except ListenError as error:
        raise StoppedError(Exit.FAILED, f"serve.{error.reason}", port=error.port) from None


def _announce(key: str, address: str) -> None:
    typer.echo(say(key, {"address": address}))
