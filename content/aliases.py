"""How people ask for what the Code says in its own words: phrases for each passage, and words that mean the same."""

from dataclasses import dataclass
from pathlib import Path

from content.code import Code
from content.errors import ContentError, NotInCodeError
from content.quotes import Quote
from content.tables import read_optional_table


@dataclass(frozen=True, slots=True)
class Asked:
    """One phrase or question, and the paragraph that answers it."""

    phrase: str
    passage: Quote


@dataclass(frozen=True, slots=True)
class Aliases:
    """Both empty when the company has none."""

    asked: tuple[Asked, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()


def read_aliases(folder: Path, code: Code) -> Aliases:
    """From `aliases.toml`, when there is one.

    Raises:
        ContentError: a passage does not find its words.
    """
    table = read_optional_table(folder / "aliases.toml")
    asked: list[Asked] = []
    for row in table.rows("passage"):
        try:
            passage = code.quote(row.text("section"), row.text("words"), whole=True)
        except NotInCodeError as wrong:
            raise ContentError("not_in_code", row.file, row.text("words")) from wrong
        asked.extend(Asked(phrase, passage) for phrase in row.texts("asked"))
    return Aliases(tuple(asked), tuple(tuple(line.split()) for line in table.texts("alike")))
