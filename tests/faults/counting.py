"""What stands in a register: how much by table, or all of it to the last byte."""

import hashlib

from storage.register import Register
from tests.house import World


def rows(world: World) -> dict[str, int]:
    """How many there are, by table."""

    def look(register: Register) -> dict[str, int]:
        return {t: register.db.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in _tables(register)}

    return world.database.run_now(look)


def digest(world: World) -> str:
    """Of every row."""

    def look(register: Register) -> str:
        all_rows = [register.db.execute(f'SELECT * FROM "{table}"').fetchall() for table in _tables(register)]
        return hashlib.sha256(repr(all_rows).encode()).hexdigest()

    return world.database.run_now(look)


def _tables(register: Register) -> list[str]:
    return [name for (name,) in register.db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
