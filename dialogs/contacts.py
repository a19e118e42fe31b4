"""Whom to contact: the Code's own directory, in the order that fits this person (S4, S10, S11, S13, Appendix 1)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from content.company import Company
from content.contacts import Contact
from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Nothing
from dialogs.steps import Choice, Fact, Form, Key, Offer, Option, Say

STANDINGS = tuple(Option(value) for value in ("employee", "senior", "director"))


def contacts(facts: Facts) -> Dialog:
    standing = facts.standing
    if not standing:
        asked = yield Form("contacts.standing", (Choice("standing", STANDINGS),))
        standing = str(asked["standing"])
    yield Say(f"contacts.for_{standing}", {"as_of": facts.company.contacts.as_of})
    yield from directory(facts, standing)
    yield Say("contacts.after", offers=(Offer("guidance"), Offer("report")))
    return Nothing()


def directory(facts: Facts, standing: str, involved: tuple[str, ...] = ()) -> Iterator[Say]:
    """One Say a contact, the hazards of an entry beside it; a blank is shown as blank, with the next way (R16.2)."""
    listed = facts.company.contacts.for_standing(standing or None, (*involved, *facts.names(involved)))
    for contact in listed:
        yield Say("contacts.entry", card(contact))
        onward = None if contact.usable else facts.company.contacts.next_usable(contact, listed)
        marks = (m for m in contact.marks if not (onward and m == "no_usable_route"))
        yield from (Say(f"contact_mark.{mark}") for mark in marks)
        if onward:
            yield Say("contacts.next", {"name": onward.name})


def card(contact: Contact) -> dict[str, Fact]:
    blank = Key("contacts.blank")
    return {
        "name": contact.name,
        "role": Key(f"contacts.role.{contact.role}"),
        "email": contact.email or blank,
        "phone": contact.phone or blank,
        "address": contact.address or blank,
    }


def off_platform(facts: Facts, involved: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Name, number and address of everybody who can be reached without an account of the company's.

    The Committee's post is left out when nobody on it is left: it would be opened by those it is about.
    """
    left = any(h.id not in involved for h in facts.members())
    return ways_off_platform(facts.company, (*involved, *facts.names(involved)), left=left)


def ways_off_platform(company: Company, out: tuple[str, ...], *, left: bool) -> tuple[str, ...]:
    """`out` are ids and names; `left` says whether somebody is left on the Committee."""
    ways = sorted(company.contacts.off_platform(out), key=lambda c: not left and c.role == "committee")
    if out and not left:
        ways = list(_without_the_committee(company, ways)) or ways
    return tuple(c.line for c in ways)


def _without_the_committee(company: Company, ways: Iterable[Contact]) -> Iterator[Contact]:
    """Nor by its post, where another's is sent to the same address."""
    posts = {c.address for c in company.contacts.of("committee")}
    elsewhere = (replace(c, address=None) if c.address in posts else c for c in ways if c.role != "committee")
    yield from (c for c in elsewhere if c.phone or c.address)
