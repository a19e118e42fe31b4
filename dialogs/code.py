"""The Code itself: its table of contents, and a section word for word."""

from collections.abc import Iterator

from content.code import Code
from content.sections import Section
from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Nothing
from dialogs.steps import Offer, Say


def code(facts: Facts) -> Dialog:
    book = facts.company.code
    section = book.section(facts.regarding) if facts.regarding else None
    if section:
        yield Say(
            _headed("section", section),
            _head(section),
            quotes=book.quotes(section.id),
            offers=(*_beside(facts, section), Offer("code"), Offer("guidance")),
        )
        return Nothing()
    if facts.regarding:
        yield Say("code.no_such_section", {"version": book.version})
        yield from _entries(book)
    else:
        yield from contents(book)
    return Nothing()


def contents(book: Code) -> Iterator[Say]:
    yield Say("code.contents", {"title": book.title, "company": book.company, "version": book.version})
    yield from _entries(book)


def _entries(book: Code) -> Iterator[Say]:
    return (Say(_headed("entry", entry), _head(entry), offers=(_read(entry),)) for entry in book.sections)


def _head(section: Section) -> dict[str, str]:
    """How the section is cited, and its heading: "Section 7", "Competition and Fair Dealing"."""
    return {"section": section.label, "heading": section.heading}


def _headed(key: str, section: Section) -> str:
    """An introduction is cited by its heading alone."""
    return f"code.{key}" if section.label != section.heading else f"code.{key}_unnumbered"


def _read(section: Section) -> Offer:
    return Offer("code", section.id, "offer.read_section", about=section.label)


def _beside(facts: Facts, section: Section) -> Iterator[Offer]:
    """The sections before and after."""
    sections = facts.company.code.sections
    place = sections.index(section)
    yield from (_read(other) for other in (*sections[place - 1 : place], *sections[place + 1 : place + 2]))
