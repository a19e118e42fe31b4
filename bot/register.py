"""Opens the register that the settings name, with the key that they name."""

from bot.clock import SystemClock
from bot.keys import load_key
from bot.settings import Settings
from storage.database import Database, open_database


def open_register(settings: Settings) -> Database:
    """Raises KeyProblemError, or the register's own errors; it must exist."""
    return open_database(settings.database.path, load_key(settings.sealing), on=SystemClock().today())
