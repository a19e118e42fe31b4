"""The Code itself: its table of contents, and a section word for word."""

from collections.abc import Iterator

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
            "code.section",
            {"section": section.id, "heading": section.heading},
            quotes=book.quotes(section.id),
            offers=(*_beside(facts, section), Offer("code"), Offer("guidance")),
        )
        return Nothing()
    if facts.regarding:
        yield Say("code.no_such_section", {"version": book.version})
    else:
        yield Say("code.contents", {"title": book.title, "company": book.company, "version": book.version})
    for entry in book.sections:
        yield Say(
            "code.entry",
            {"section": entry.id, "heading": entry.heading},
            offers=(Offer("code", entry.id, "offer.read_section"),),
        )
    return Nothing()


def _beside(facts: Facts, section: Section) -> Iterator[Offer]:
    """The sections before and after."""
    ids = [s.id for s in facts.company.code.sections]
    place = ids.index(section.id)
    if place > 0:
        yield Offer("code", ids[place - 1], "offer.read_section")
    if place + 1 < len(ids):
        yield Offer("code", ids[place + 1], "offer.read_section")
