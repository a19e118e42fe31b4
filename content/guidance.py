"""The passages that conversations quote by name, and the categories of reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from content.code import Code
from content.errors import ContentError, NotInCodeError
from content.quotes import Quote
from content.tables import Table, read_table


@dataclass(frozen=True, slots=True)
class Category:
    """What a report can be about; worded under `category.<id>`. `sections` are where the Code speaks of it."""

    id: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """Another company's Code may lack a passage: then its name is not there, and nothing is quoted in its place."""

    categories: tuple[Category, ...]
    named: Mapping[str, Quote] = field(repr=False)

    def quote(self, name: str) -> Quote | None:
        return self.named.get(name)

    def quotes(self, *names: str) -> tuple[Quote, ...]:
        """In this order; names that are not there are skipped."""
        return tuple(self.named[name] for name in names if name in self.named)


def read_guidance(folder: Path, code: Code) -> Guidance:
    """From `guidance.toml`.

    Raises:
        ContentError: the file is missing or wrong, a passage does not find its words, or there is no category.
    """
    table = read_table(folder / "guidance.toml")
    passages = table.table("quotes")
    named = {name: _passage(name, passages.table(name), code) for name in passages}
    categories = tuple(_categories(table, code))
    if not categories:
        raise table.wrong("category")
    return Guidance(categories, named)


def _passage(name: str, row: Table, code: Code) -> Quote:
    try:
        return code.quote(row.text("section"), row.text("words"), whole=row.flag("whole"))
    except NotInCodeError as wrong:
        raise ContentError("not_in_code", row.file, name) from wrong


def _categories(table: Table, code: Code) -> Iterator[Category]:
    for row in table.rows("category"):
        sections = row.texts("sections")
        if any(code.section(section) is None for section in sections):
            raise row.wrong("sections", "no_such_section")
        yield Category(row.text("id"), sections)
