"""`askfirst serve`: the page, the conversation and the courier, until it is told to stop."""

import asyncio
import gc

import typer

from bot.app.serving import serve as serving
from bot.check import of_company, of_files
from bot.commands.desks import settings_here
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.desk import OwnDesk
from bot.exits import Exit
from bot.front import ListenError
from bot.logs import start_logging
from bot.register import open_register
from bot.settings import Settings
from bot.slack import wiring as slack
from bot.teams import wiring as teams
from content.company import CELLECTAR, Company
from storage.database import Database

GARBAGE_AT = 10_000
"""New objects between two searches for garbage while it serves: none of them holds anybody up for long."""


def serve() -> None:
    """Refuses while anything blocks: a report that nobody can be told of must not be taken."""
    settings = settings_here()
    with open_register(settings) as database:
        refuse_if_blocked(settings, database)
        run(settings, database, "serve.announce")


def refuse_if_blocked(settings: Settings, database: Database) -> None:
    """Everything that is missing at once."""
    from bot.commands.check import of_state, sentence  # the demo, which is checked by nobody, starts without it

    company = Company(settings.content or CELLECTAR)
    state = OwnDesk(database).state()
    found = [
        *of_company(settings.model_copy(update={"semantic": False}), company),  # a model takes time, and blocks nothing
        *of_files(settings),
        *slack.missing(settings),
        *teams.missing(settings),
        *of_state(settings, state, company),
    ]
    blocking = [sentence(one) for one in found if one.blocks]
    if blocking:
        raise StoppedError(Exit.BLOCKED, "serve.blocked", missing="\n".join(f"- {line}" for line in blocking))


def run(settings: Settings, database: Database, announcement: str) -> None:
    start_logging()
    gc.freeze()  # what was imported stays for good
    gc.set_threshold(GARBAGE_AT)
    try:
        asyncio.run(serving(settings, database, lambda address: _announce(announcement, address)))
    except ListenError as error:
        raise StoppedError(Exit.FAILED, f"serve.{error.reason}", port=error.port) from None


def _announce(key: str, address: str) -> None:
    typer.echo(say(key, {"address": address}))
