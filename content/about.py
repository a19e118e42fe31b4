"""What a company says of its Code besides the Code itself: its dates and its language."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from content.tables import Table, read_table


@dataclass(frozen=True, slots=True)
class About:
    """A date that the company does not give is None: nothing is worked out from elsewhere."""

    adopted: date | None = None
    contacts_revised: date | None = None
    language: str = "en"
    """The Code's own: its passages are quoted in no other."""


def read_about(folder: Path) -> About:
    """From `company.toml`.

    Raises:
        ContentError: the file is missing, or one of these is of the wrong kind.
    """
    facts = read_table(folder / "company.toml")
    return About(_day(facts, "adopted"), _day(facts, "contacts_revised"), facts.blank_or_text("language") or "en")


def _day(facts: Table, key: str) -> date | None:
    return facts.day(key) if key in facts else None
