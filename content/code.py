"""The Code of a company: its sections, and passages quoted word for word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.blocks import blocks
from content.errata import Erratum, note_on, read_errata
from content.errors import ContentError, NotInCodeError
from content.quotes import Quote
from content.sections import FRONT, Labels, Paragraph, Section, gather
from content.sentences import around, sentences
from content.tables import Table, read_table, read_text

ALIKE = str.maketrans("’‘“”", "''\"\"")
"""Quotation marks that people type for one another; each is one character, so places stay the same."""


@dataclass(frozen=True, slots=True)
class Code:
    """A Code as it was adopted. Every `Quote` it gives is an exact substring of one paragraph of its section."""

    company: str
    title: str
    version: str
    front: Section
    sections: tuple[Section, ...]
    errata: tuple[Erratum, ...] = ()

    def section(self, name: str) -> Section | None:
        """By id, label or heading, as people type it: "7", "s7", "§ 7", "Section 7", "appendix 2b"."""
        exact = next((s for s in self.sections if s.id == name), None)
        wanted = _letters(name)
        return exact or next((s for s in self.sections if wanted and wanted in _names(s)), None)

    def _part(self, name: str) -> Section | None:
        return self.front if name == FRONT else self.section(name)

    def quotes(self, name: str) -> tuple[Quote, ...]:
        """Each paragraph, list item and table row of a section or of `front`. Empty for an unknown section."""
        section = self._part(name)
        return tuple(self.cite(section, p.text) for p in section.paragraphs if p.quotable) if section else ()

    @property
    def passages(self) -> tuple[Quote, ...]:
        """Everything that can be quoted, in the order of the document."""
        return tuple(quote for section in self.sections for quote in self.quotes(section.id))

    def sentences(self, name: str) -> tuple[Quote, ...]:
        """Each sentence of a section. Empty for an unknown section."""
        section = self.section(name)
        return tuple(self.cite(section, s) for p in _quotable(section) for s in sentences(p.text)) if section else ()

    def quote(self, name: str, words: str, *, whole: bool = False) -> Quote:
        """The sentences that contain these words, or with `whole` the paragraph.

        Raises:
            NotInCodeError: no paragraph of the section contains them, or there is no such section.
        """
        section = self.section(name)
        for paragraph in _quotable(section) if section else ():
            start = _plain(paragraph.text).find(_plain(words))
            if section and words and start >= 0:
                text = paragraph.text if whole else around(paragraph.text, start, start + len(words))
                return self.cite(section, text)
        raise NotInCodeError(name)

    def cite(self, section: Section, text: str) -> Quote:
        note = note_on(text, section.id, self.errata)
        return Quote(section.id, section.heading, text, self.version, note, section.label)


def _quotable(section: Section) -> Iterator[Paragraph]:
    return (p for p in section.paragraphs if p.quotable)


def _plain(words: str) -> str:
    return words.translate(ALIKE).casefold()


def _letters(name: str) -> str:
    return re.sub(r"[^\w§]|_", "", name.casefold()).replace("§", "s")


def _names(section: Section) -> set[str]:
    """What a section answers to; the label's first word may be shortened to any of its beginnings ("sec 7", "s7")."""
    word, _, rest = section.label.partition(" ")
    own = {_letters(n) for n in (section.id, section.label, section.heading)}
    head, _, tail = section.id.rpartition(".")
    return own | {_letters(word[:n] + rest) for n in range(1, len(word) + 1) if rest} | _beneath(word, head, tail)


def _beneath(word: str, head: str, tail: str) -> set[str]:
    """A sub-section by its section's number and its own letter: "appendix 2b" for A2.B."""
    number = re.sub(r"^\D+", "", head)
    return {_letters(word[:n] + number + tail) for n in range(1, len(word) + 1)} if head else set()


def read_code(folder: Path) -> Code:
    """From `code.md`, `company.toml` and, where there is one, `errata.toml`.

    Raises:
        ContentError: a file is missing or wrong; an id stands twice; an erratum does not find its words.
    """
    facts = read_table(folder / "company.toml")
    front, *sections = gather(blocks(read_text(folder / "code.md")), _labels(facts))
    errata = read_errata(folder / "errata.toml")
    code = Code(facts.text("name"), facts.text("title"), facts.text("version"), front, tuple(sections), errata)
    _check_ids(code, folder / "code.md")
    _check_errata(code, folder / "errata.toml")
    return code


def _labels(facts: Table) -> Labels:
    table = facts.table("labels")
    return Labels(table.text("section"), tuple((key, table.text(key)) for key in table if key != "section"))


def _check_ids(code: Code, file: Path) -> None:
    ids = [s.id for s in code.sections]
    if not ids:
        raise ContentError("no_sections", file)
    if twice := sorted({at for at in ids if ids.count(at) > 1}):
        raise ContentError("section_twice", file, ", ".join(twice))


def _check_errata(code: Code, file: Path) -> None:
    for erratum in code.errata:
        section = code.front if erratum.section == FRONT else code.section(erratum.section)
        if not section or not any(erratum.words in p.text for p in section.paragraphs):
            raise ContentError("not_in_code", file, f"{erratum.section}: {erratum.words}")
