"""Whom to contact: the Code's own directory, in the order that fits this person (S4, S10, S11, S13, Appendix 1)."""

from collections.abc import Iterator

from content.contacts import Contact

from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Nothing
from dialogs.steps import Choice, Form, Offer, Option, Say

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
    """One Say a contact; a blank in the document is shown as a blank (R16.2)."""
    for contact in facts.company.contacts.for_standing(standing or None, involved):
        yield Say(f"contacts.{_worded(contact)}", card(contact), quotes=())


def _worded(contact: Contact) -> str:
    return "blank" if not (contact.email or contact.phone or contact.address) else contact.role


def card(contact: Contact) -> dict[str, str]:
    """Blanks are empty facts; the wording shows them as blank."""
    return {
        "name": contact.name,
        "email": contact.email or "",
        "phone": contact.phone or "",
        "address": contact.address or "",
        "note": contact.note or "",
    }
