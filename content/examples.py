"""Questions that people might ask, written down beside the passage that answers them: one file a voice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from content.code import ALIKE, Code
from content.quotes import Quote
from content.tables import Table, read_table

FOLDER = "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """`passage` is None when the Code does not answer it; then `about` says what it asks for, and `near` whether that
    lies close to what the Code speaks of (vacation, pay), rather than anywhere (giraffes)."""

    text: str = field(repr=False)
    voice: str
    passage: Quote | None
    about: str = ""
    near: bool = False
    language: str = "en"


def read_examples(folder: Path, code: Code) -> tuple[Example, ...]:
    """From each file of the company's `examples` folder, in the order of their names; empty when it has none.

    Raises:
        ContentError: a file is wrong, or the words of a row stand in no passage of its section, or in more than one.
    """
    return tuple(example for file in sorted((folder / FOLDER).glob("*.toml")) for example in _read(file, code))


def _read(file: Path, code: Code) -> Iterator[Example]:
    table = read_table(file)
    voice, language = table.text("voice"), table.blank_or_text("language") or "en"
    for row in table.rows("passage"):
        passage = _passage(row, code)
        yield from (Example(text, voice, passage, language=language) for text in row.texts("asked"))
    for row in table.rows("outside"):
        about, near = row.blank_or_text("about") or "", row.flag("near")
        yield from (Example(text, voice, None, about, near, language) for text in row.texts("asked"))


def _passage(row: Table, code: Code) -> Quote:
    words = row.text("words").translate(ALIKE)
    found = [quote for quote in code.quotes(row.text("section")) if words in quote.text.translate(ALIKE)]
    if len(found) != 1:
        raise row.wrong("words", "in_several" if found else "not_in_code")
    return found[0]
