"""Who is speaking, as the platform's edge has made out."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """The Code's audiences, as far as they change whom a person should turn to (S4, S10, S11, S13)."""

    EMPLOYEE = "employee"
    SENIOR = "senior"
    DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a platform. Never stored for a reporter who is not named."""

    platform: str
    workspace: str
    id: str


@dataclass(frozen=True, slots=True)
class Person:
    """`account` is None for somebody without one: the terminal, the anonymous page. `standing` is None when unknown."""

    account: Account | None = None
    name: str = ""
    standing: Standing | None = None
    language: str = "en"


NOBODY = Person()
