"""The command line's own words, before any setting is known to be right."""

import sys
from functools import cache

from bot.exits import Exit
from bot.place import Place, find_place
from content.company import CELLECTAR, WORDING
from content.errors import ContentError
from content.wording import Facts, Wording


@cache
def words() -> Wording:
    """The company's words where they can be read, else English; a broken wording file ends the command and names it."""
    place = find_place()
    try:
        return _read(place)
    except ContentError:
        return _read_english()


def say(key: str, facts: Facts | None = None) -> str:
    """A text of the table `cli`."""
    return words().text(f"cli.{key}", facts)


def _read(place: Place) -> Wording:
    return Wording((WORDING, (place.content or CELLECTAR) / "wording"), place.language)


def _read_english() -> Wording:
    try:
        return Wording((WORDING,), "en")
    except ContentError as error:
        sys.stderr.write(f"askfirst: {error}\n")
        raise SystemExit(Exit.SETTINGS) from None
