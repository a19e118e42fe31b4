"""The README says what the program does: its tables, its first commands, its links."""

import re
from pathlib import Path

from bot.logs import Event
from bot.readme import TABLES, with_tables

HOUSE = Path(__file__).parents[1]
TEXT = (HOUSE / "README.md").read_text("utf-8")


def test_the_tables_are_in_date() -> None:
    """`make readme` writes them anew."""
    assert with_tables(TEXT) == TEXT
    assert all(f"<!-- {name} -->" in TEXT for name in TABLES)


def test_the_two_commands_come_first() -> None:
    commands = re.findall(r"^    (\S.*)$", TEXT, re.MULTILINE)
    assert commands[:2] == ["make demo", "make test"]


def test_every_picture_and_path_is_there() -> None:
    named = re.findall(r"\]\(([\w/.-]+)\)", TEXT)
    assert named
    named += re.findall(r"`((?:content|tests|deploy|bot)/[\w/.-]*)`", TEXT)
    assert [name for name in named if not (HOUSE / name).exists()] == []


def test_every_event_of_the_log_is_used() -> None:
    source = "".join(f.read_text("utf-8") for f in (HOUSE / "bot").rglob("*.py") if f.name != "logs.py")
    unused = [event for event in Event if f"Event.{event.name}" not in source and f'"{event}"' not in source]
    assert unused == [Event.LIBRARY]


def test_nothing_is_called_what_nobody_can_promise() -> None:
    assert not re.search(r"completely anonymous|untraceable", TEXT, re.IGNORECASE)
