"""The printed directory (Appendix 1): whom to contact, in which order, by which routes, with its gaps left open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    COMMITTEE = "committee"  # its postal address
    HOTLINE = "hotline"
    MEMBER = "member"
    SENIOR = "senior"
    COUNSEL = "counsel"


@dataclass(frozen=True, slots=True)
class Contact:
    """As the document prints it; what it leaves blank is None. Nothing is ever mailed or dialled automatically.

    `person` is the only one who answers (R16.3), or empty. `marks` are the hazards of this entry, worded under
    `contact_mark.<mark>`; a route that is marked is shown and not counted on.
    """

    id: str
    name: str
    role: Role
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    note: str | None = None
    title: str | None = None
    person: str = ""
    marks: tuple[str, ...] = ()

    @property
    def blanks(self) -> tuple[str, ...]:
        """The routes that the document leaves blank: `email`, `phone`, `address`."""
        return tuple(name for name in ("email", "phone", "address") if getattr(self, name) is None)

    @property
    def usable(self) -> tuple[str, ...]:
        """The routes that can be counted on, the quickest first."""
        doubted = {"email"} if "misspelt_domain" in self.marks else set()
        return tuple(name for name in ("phone", "email", "address") if name not in {*self.blanks, *doubted})

    @property
    def line(self) -> str:
        """Name, telephone and post in one line: the ways that need no account of the company's."""
        post = (self.address or "").removeprefix(f"{self.name}, ")
        return f"{self.name}: " + " · ".join(way for way in (self.phone, post) if way)

    def is_one_of(self, involved: Collection[str]) -> bool:
        """By id or by name; a contact whose only person is involved is involved too (surname will do)."""
        known = {self.id.casefold(), self.name.casefold(), self.person.casefold(), *self.person.casefold().split()}
        return any(name.strip().casefold() in known - {""} for name in involved)


Facts = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something missing or doubtful in the directory; worded under `doubt.<key>`."""

    key: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contacts:
    """`chair` and `acting` are ids, or empty when the document names nobody."""

    as_of: date
    people: tuple[Contact, ...]
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chair: str = ""
    acting: str = ""
    doubted_domains: tuple[str, ...] = ()
    doubted_names: tuple[str, ...] = ()

    def contact(self, name: str) -> Contact | None:
        return next((c for c in self.people if c.is_one_of((name,))), None)

    def of(self, *roles: str) -> tuple[Contact, ...]:
        """In the order of the roles, then of the document."""
        return tuple(c for role in roles for c in self.people if c.role == role)

    def for_standing(self, standing: str | None, involved: Collection[str] = ()) -> tuple[Contact, ...]:
        """In the order in which this person should try them; an employee's supervisor, who comes first, is not here.

        Whoever is involved (by id or name) is left out, so is a hotline that only they answer, a telephone that they
        share, and the whole of senior management when one of it is involved. The postal address stays (R16.4).
        """
        ordered = self.of(*self.order.get(standing or "employee", tuple(Role)))
        return self._without(ordered, involved)

    def off_platform(self, involved: Collection[str] = ()) -> tuple[Contact, ...]:
        """Who can be reached by post or telephone, with no account of the company's."""
        ordered = self.of(*self.order.get("off_platform", (Role.COMMITTEE, Role.HOTLINE, Role.COUNSEL)))
        return tuple(c for c in self._without(ordered, involved) if c.phone or c.address)

    def next_usable(self, contact: Contact, listed: tuple[Contact, ...]) -> Contact | None:
        """The first one after it in this list that can be reached (R16.2); None when there is none."""
        after = listed[listed.index(contact) + 1 :] if contact in listed else listed
        return next((c for c in after if c.usable), None)

    def doubts(self) -> tuple[Doubt, ...]:
        from content.doubts import doubts

        return tuple(doubts(self))

    def _without(self, listed: tuple[Contact, ...], involved: Collection[str]) -> tuple[Contact, ...]:
        if not involved:
            return listed
        names = [c.name for c in self.people if c.is_one_of(involved)]
        out = [c for c in self.people if c.is_one_of((*involved, *names))]
        senior = any(c.role is Role.SENIOR for c in out)
        phones = {digits(c.phone) for c in out if c.phone}
        kept = (c for c in listed if self._may_stay(c, out, senior=senior))
        return tuple(_without_phone(c) if c.phone and digits(c.phone) in phones else c for c in kept)

    @staticmethod
    def _may_stay(contact: Contact, out: Collection[Contact], *, senior: bool) -> bool:
        if contact.role is Role.COMMITTEE:
            return True
        return contact not in out and not (senior and contact.role is Role.SENIOR)


def digits(phone: str) -> str:
    """Two ways to print one number compare equal."""
    return "".join(c for c in phone if c.isdigit())


def _without_phone(contact: Contact) -> Contact:
    marks = (mark for mark in contact.marks if mark != "shared_phone")
    return replace(contact, phone=None, marks=(*marks, "phone_of_involved"))
