"""Telling a second click from something new, also after a restart."""

from datetime import date

from storage import cases
from storage.records import Kind, Part
from storage.register import Register


def said_today(register: Register, case: str, kind: Kind, parts: tuple[Part, ...], by: str, today: date) -> bool:
    """The same words by the same person on the same day. An addition is the reporter's, whoever they are."""
    entries = cases.entries(register, case)
    theirs = (e for e in entries if e.kind is kind and (kind is Kind.ADDITION or e.by == by))
    return any(e.on == today and e.parts == parts for e in theirs)
