"""What is missing or doubtful in the directory, for `askfirst check` and for whoever keeps contacts.toml."""

from collections.abc import Callable, Iterator

from content.contacts import Contact, Contacts, Doubt, Role, digits


def doubts(contacts: Contacts) -> Iterator[Doubt]:
    """Gaps first, then hazards; worded under `doubt`."""
    yield from _gaps(contacts)
    yield from _hazards(contacts)


def _gaps(contacts: Contacts) -> Iterator[Doubt]:
    if not contacts.chair:
        yield Doubt("no_chair")
    if not any(c.email for c in contacts.of(Role.COMMITTEE, Role.HOTLINE, Role.MEMBER)):
        yield Doubt("no_committee_email")
    if not contacts.of(Role.COMMITTEE):
        yield Doubt("no_postal_address")
    yield from _named(contacts, "nothing", lambda c: len(c.blanks) == 3)
    yield from _named(
        contacts, "no_phone", lambda c: not c.phone and len(c.blanks) < 3 and c.role is not Role.COMMITTEE
    )
    yield from _named(contacts, "no_title", lambda c: not c.title and c.role in {Role.MEMBER, Role.SENIOR})


def _hazards(contacts: Contacts) -> Iterator[Doubt]:
    for domain in contacts.doubted_domains:
        if names := tuple(c.name for c in contacts.people if (c.email or "").casefold().endswith(f"@{domain}")):
            yield Doubt("misspelt_domain", {"domain": domain, "names": names})
    for words in contacts.doubted_names:
        if names := tuple(c.name for c in contacts.people if words in (c.address or "")):
            yield Doubt("misspelt_name", {"words": words, "names": names})
    yield from _shared(contacts)
    for contact in contacts.people:
        if contact.person:
            yield Doubt("one_person", {"name": contact.name, "person": contact.person})


def _shared(contacts: Contacts) -> Iterator[Doubt]:
    phones = dict.fromkeys(c.phone for c in contacts.people if c.phone and "shared_phone" in c.marks)
    for number in dict.fromkeys(digits(p) for p in phones):
        sharing = [c for c in contacts.people if c.phone and digits(c.phone) == number]
        yield Doubt("shared_phone", {"phone": sharing[0].phone or "", "names": tuple(c.name for c in sharing)})


def _named(contacts: Contacts, key: str, holds: Callable[[Contact], bool]) -> Iterator[Doubt]:
    if names := _names(contacts, holds):
        yield Doubt(key, {"names": names})


def _names(contacts: Contacts, holds: Callable[[Contact], bool]) -> tuple[str, ...]:
    return tuple(c.name for c in contacts.people if holds(c))
