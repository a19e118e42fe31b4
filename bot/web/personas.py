"""Who can be played in the demo: invented people, given by the caller."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.person import Person


@dataclass(frozen=True, slots=True)
class Persona:
    """One person of the demo. `key` stands in addresses; whether somebody may do what a member does is decided in the
    register, `is_member` only says in which pane they sit."""

    key: str
    person: Person
    is_member: bool = False
    chair: bool = False

    @property
    def role(self) -> str:
        """A wording key under `web.role`."""
        if self.is_member:
            return "chair" if self.chair else "member"
        return self.person.standing or "employee"


class Cast:
    """The demo's people by key."""

    def __init__(self, personas: Iterable[Persona]) -> None:
        self._by_key = {persona.key: persona for persona in personas}

    def __iter__(self) -> Iterator[Persona]:
        return iter(self._by_key.values())

    def find(self, key: str) -> Persona | None:
        return self._by_key.get(key)
