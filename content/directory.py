"""Reads a company's contacts.toml, and marks what looks wrong in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from content.contacts import Contact, Contacts, Role, digits
from content.tables import Table, read_table


def read_contacts(folder: Path) -> Contacts:
    """From `contacts.toml`.

    Raises:
        ContentError: the file is missing or wrong, there is no contact, or two have one id.
    """
    table = read_table(folder / "contacts.toml")
    doubtful, order = table.table("doubtful"), table.table("order")
    people = tuple(_contact(row) for row in table.rows("contact"))
    if not people or len({c.id for c in people}) < len(people):
        raise table.wrong("contact")
    domains, names = doubtful.texts("domains"), doubtful.texts("names")
    return Contacts(
        as_of=table.day("as_of"),
        people=tuple(_marked(people, domains, names)),
        order={standing: _roles(order, standing) for standing in order},
        chair=table.blank_or_text("chair") or "",
        acting=table.blank_or_text("acting") or "",
        doubted_domains=domains,
        doubted_names=names,
    )


def _roles(order: Table, standing: str) -> tuple[str, ...]:
    roles = order.texts(standing)
    if not set(roles) <= set(Role):
        raise order.wrong(standing)
    return roles


def _contact(row: Table) -> Contact:
    if row.text("role") not in set(Role):
        raise row.wrong("role")
    blank_or = row.blank_or_text
    return Contact(
        id=row.text("id"),
        name=row.text("name"),
        role=Role(row.text("role")),
        email=blank_or("email"),
        phone=blank_or("phone"),
        address=blank_or("address"),
        note=blank_or("note"),
        title=blank_or("title"),
        person=blank_or("person") or "",
    )


def _marked(people: tuple[Contact, ...], domains: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Contact]:
    phones = [digits(c.phone) for c in people if c.phone]
    for c in people:
        found = {
            "misspelt_domain": (c.email or "").rpartition("@")[2].casefold() in domains,
            "misspelt_name": any(name in (c.address or "") for name in names),
            "shared_phone": bool(c.phone) and phones.count(digits(c.phone or "")) > 1,
            "one_person": bool(c.person),
        }
        marked = replace(c, marks=tuple(mark for mark, holds in found.items() if holds))
        yield marked if marked.usable else replace(marked, marks=(*marked.marks, "no_usable_route"))
