"""`askfirst demo`: the whole product on this machine with invented people, in a register that it made itself."""

import os
from pathlib import Path

from bot.commands.demo_register import forget, opened
from bot.commands.serve import run
from bot.configured import load_settings
from bot.place import config_file
from bot.settings import SealingTable, Settings, SlackTable, TeamsTable
from bot.slack import tokens as slack
from bot.teams import login as teams

FOLDER = Path("var")


def demo(port: int, *, fresh: bool) -> None:
    _stay_off_platforms()
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    settings = demo_settings(port)
    if fresh and settings.database.path.exists():
        forget(settings)
    with opened(settings) as database:
        run(settings, database, "demo.announce")


def _stay_off_platforms() -> None:
    """Nothing of the demo leaves this machine, whatever is set up here besides."""
    for name in (*slack.VARIABLES, *teams.VARIABLES):
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
            "teams": TeamsTable(),
            "web": settings.web.model_copy(update={"host": "127.0.0.1", "port": port, "address": ""}),
        }
    )
