"""Reaches the register: through the `serve` that holds it, else by opening it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.configured import load_settings
from bot.desk import Desk, OwnDesk
from bot.place import config_file
from bot.register import open_register
from bot.remote import RemoteDesk, socket_path
from bot.settings import Settings
from storage.errors import LockedError


def settings_here() -> Settings:
    return load_settings(config_file())


@contextmanager
def desk_for(settings: Settings) -> Iterator[Desk]:
    """Raises what opening raises; LockedError when another process holds the register and answers nobody."""
    try:
        database = open_register(settings)
    except LockedError:
        socket = socket_path(settings.database.path)
        if not socket.exists():
            raise
        yield RemoteDesk(socket)
        return
    with database:
        yield OwnDesk(database)
