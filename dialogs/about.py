"""Questions about the Code itself, answered from its own facts; what it leaves open is said to be left open."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from content.company import Company
from content.quotes import Quote
from dialogs.code import contents
from dialogs.contacts import card
from dialogs.steps import Fact, Offer, Say

READ = (Offer("code"),)
WHOM = (Offer("contacts"), Offer("guidance"), Offer("report"))


def about(company: Company, fact: str) -> Iterator[Say]:
    """`fact` is a key of the phrases' table `about`; one that is not known here is not said in the Code."""
    return FACTS.get(fact, _not_said)(company)


def _sections_count(company: Company) -> Iterator[Say]:
    whole = [s for s in company.code.sections if "." not in s.id]
    numbered = [s for s in whole if s.id.isdecimal()]
    others = tuple(s.label for s in whole if s not in numbered) if numbered else ()
    key = "about.sections_and" if others else "about.sections"
    yield Say(key, {"count": len(numbered or whole), "others": others}, offers=READ)


def _section_list(company: Company) -> Iterator[Say]:
    return contents(company.code)


def _adopted(company: Company) -> Iterator[Say]:
    adopted = company.about.adopted
    if adopted is None:
        return _not_said(company)
    return iter((Say("about.adopted", {"adopted": adopted}, quotes=_dated(company, adopted), offers=READ),))


def _revised(company: Company) -> Iterator[Say]:
    revised = company.about.contacts_revised
    if revised is None:
        return _not_said(company)
    return iter((Say("about.revised", {"revised": revised}, quotes=_dated(company, revised), offers=READ),))


def _version(company: Company) -> Iterator[Say]:
    yield Say("about.version", {"title": company.code.title, "version": company.code.version}, offers=READ)


def _length(company: Company) -> Iterator[Say]:
    count = round(sum(len(section.text.split()) for section in company.code.sections), -2)
    yield Say("about.length", {"count": count, "sections": len(company.code.sections)}, offers=READ)


def _committee(company: Company) -> Iterator[Say]:
    """As the printed directory names them: who serves in the register is not for everybody."""
    names = tuple(c.name for c in company.contacts.of("member"))
    if not names:
        return _not_said(company)
    facts: Mapping[str, Fact] = {"names": names, "as_of": company.contacts.as_of}
    return iter((Say("about.committee", facts, quotes=_naming(company, names), offers=WHOM),))


def _chair(company: Company) -> Iterator[Say]:
    """A blank is shown as blank, with the next usable route (R16.2)."""
    contacts = company.contacts
    chair = contacts.contact(contacts.chair) if contacts.chair else None
    if chair:
        yield Say("about.chair", {"name": chair.name, "as_of": contacts.as_of}, offers=WHOM)
        yield Say("contacts.entry", card(chair))
        return
    yield Say("about.chair_blank", {"as_of": contacts.as_of}, offers=WHOM)
    if reachable := next((c for c in contacts.of("member", "hotline", "committee") if c.usable), None):
        yield Say("about.chair_next")
        yield Say("contacts.entry", card(reachable))
        yield from (Say(f"contact_mark.{mark}") for mark in reachable.marks)


def _author(company: Company) -> Iterator[Say]:
    adopted = company.about.adopted
    quotes = _dated(company, adopted) if adopted else ()
    yield Say("about.author" if quotes else "about.author_unsaid", quotes=quotes, offers=READ)


def _read_all(_: Company) -> Iterator[Say]:
    yield Say("about.read_all", offers=READ)


def _not_said(_: Company) -> Iterator[Say]:
    yield Say("about.not_said", offers=(*READ, Offer("contacts")))


def _dated(company: Company, day: date) -> tuple[Quote, ...]:
    """What the title page says of that year."""
    return tuple(quote for quote in company.code.quotes("front") if str(day.year) in quote.text)


def _naming(company: Company, names: tuple[str, ...]) -> tuple[Quote, ...]:
    passages = (quote for section in company.code.sections for quote in company.code.quotes(section.id))
    return tuple(quote for quote in passages if any(quote.text.startswith(name) for name in names))


FACTS: Mapping[str, Callable[[Company], Iterator[Say]]] = {
    "sections_count": _sections_count,
    "section_list": _section_list,
    "adopted": _adopted,
    "revised": _revised,
    "version": _version,
    "length": _length,
    "committee": _committee,
    "chair": _chair,
    "author": _author,
    "read_all": _read_all,
}
