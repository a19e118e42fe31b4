"""The people of the demo. Nobody of them exists."""

from dataclasses import dataclass

from bot.person import Standing


@dataclass(frozen=True, slots=True)
class Invented:
    key: str
    name: str
    standing: Standing
    member: bool = False
    chair: bool = False
    acting: bool = False


STAFF = (
    Invented("maya", "Maya Lindqvist", Standing.EMPLOYEE),
    Invented("tomas", "Tomás Oyelaran", Standing.DIRECTOR),
    Invented("ruth", "Ruth Abernathy", Standing.SENIOR),
)
COMMITTEE = (
    Invented("ines", "Inés Calloway", Standing.DIRECTOR, member=True, chair=True),
    Invented("paul", "Paul Okonjo", Standing.DIRECTOR, member=True, acting=True),
    Invented("greta", "Greta Halvorsen", Standing.DIRECTOR, member=True),
)
