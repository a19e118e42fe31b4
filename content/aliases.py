"""How people ask for what the Code says in its own words: phrases for each passage, and words that mean the same."""

from dataclasses import dataclass
from pathlib import Path

from content.code import Code
from content.errors import ContentError, NotInCodeError
from content.quotes import Quote
from content.tables import Table, read_optional_table


@dataclass(frozen=True, slots=True)
class Asked:
    """One phrase or question, and the paragraph that answers it."""

    phrase: str
    passage: Quote


@dataclass(frozen=True, slots=True)
class Aliases:
    """All empty when the company has none. `otherwise` are the passages for a question of which no word is known."""

    asked: tuple[Asked, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    otherwise: tuple[Quote, ...] = ()


def read_aliases(folder: Path, code: Code) -> Aliases:
    """From `aliases.toml`, when there is one.

    Raises:
        ContentError: a passage does not find its words.
    """
    table = read_optional_table(folder / "aliases.toml")
    answered = [(_passage(row, code), row.texts("asked")) for row in table.rows("passage")]
    return Aliases(
        asked=tuple(Asked(phrase, passage) for passage, phrases in answered for phrase in phrases),
        alike=tuple(tuple(line.split()) for line in table.texts("alike")),
        otherwise=tuple(_passage(row, code) for row in table.rows("otherwise")),
    )


def _passage(row: Table, code: Code) -> Quote:
    try:
        return code.quote(row.text("section"), row.text("words"), whole=True)
    except NotInCodeError as wrong:
        raise ContentError("not_in_code", row.file, row.text("words")) from wrong
