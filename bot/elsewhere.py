"""Where else to turn when the register fails: never to somebody whom the reporter leaves out."""

from dataclasses import dataclass

from content.company import Company
from dialogs.contacts import ways_off_platform
from storage import people
from storage.records import Member
from storage.register import Register


@dataclass(slots=True)
class Elsewhere:
    """Of one turn. `out` are the ids that its answers strike out, as they came in."""

    company: Company
    out: tuple[str, ...] = ()
    _serving: tuple[Member, ...] | None = None

    def look(self, register: Register) -> None:
        """Before the turn, while the register may still be read: only there does a member's id have a name."""
        if self.out:
            self._serving = people.members(register)

    def ways(self) -> tuple[str, ...]:
        """Names, telephones and addresses that need no account of the company's."""
        left = self._serving is None or any(member.id not in self.out for member in self._serving)
        return ways_off_platform(self.company, (*self.out, *self._names()), left=left)

    def _names(self) -> tuple[str, ...]:
        """When nobody could be looked up, everybody whom an id may stand for."""
        if self._serving is not None:
            return tuple(member.name for member in self._serving if member.id in self.out)
        listed = self.company.contacts.people if self.out else ()
        return tuple(c.person or c.name for c in listed if c.person or c.role == "member")
