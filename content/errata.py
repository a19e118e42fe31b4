"""What the document itself gets wrong or leaves open. It is quoted as it stands; the note stands beside it."""

from dataclasses import dataclass
from pathlib import Path

from content.tables import read_optional_table


@dataclass(frozen=True, slots=True)
class Erratum:
    """`note` stands beside every quote from `section` that contains `words`."""

    section: str
    words: str
    note: str


def read_errata(file: Path) -> tuple[Erratum, ...]:
    """Empty when the company has no such file.

    Raises:
        ContentError: a row lacks its sections, words or note.
    """
    rows = read_optional_table(file).rows("erratum")
    return tuple(Erratum(at, row.text("words"), row.text("note")) for row in rows for at in row.texts("sections"))


def note_on(text: str, section: str, errata: tuple[Erratum, ...]) -> str:
    """All notes that concern this text, in the order of the file; empty when there is none."""
    return " ".join(dict.fromkeys(e.note for e in errata if e.section == section and e.words in text))
