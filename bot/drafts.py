"""The walk so far, between its turns: a sealed row that dies by itself, read anew on every turn."""

import json
from dataclasses import dataclass, field
from datetime import date

from bot.files import stored
from bot.person import Account
from dialogs.engine import Given
from storage import drafts
from storage.drafts import Found
from storage.register import Register

ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """As the turn found it. `until` is the day it dies; None when nothing is kept."""

    given: Given = field(default=(), repr=False)
    until: date | None = None
    found: Found | None = field(default=None, repr=False)


def kept(register: Register, account: Account, today: date) -> Draft:
    found = drafts.find(register, stored(account))
    body = found.opened(register, today)
    if body is None:
        return Draft(found=found)
    return Draft(given_from(json.loads(body.decode())["given"]), found.until(today), found)


def keep(register: Register, before: Draft, given: Given, until: date) -> None:
    """In the place of what the turn found."""
    if before.found:
        body = ENCODER.encode({"given": given_data(given)})
        drafts.replace(register, before.found, body.encode(), until)


def discard(register: Register, account: Account) -> None:
    drafts.discard(register, stored(account))


def given_data(given: Given) -> list[list[object]]:
    """As JSON takes it; a tick list is a list."""
    return [[key, dict(answers)] for key, answers in given]


def given_from(data: object) -> Given:
    """What `given_data` made, possibly by way of a client: anything else in it is left out."""
    pairs = [p for p in data if isinstance(p, list) and len(p) == 2] if isinstance(data, list) else []
    return tuple((str(key), answers_from(answers)) for key, answers in pairs)


def answers_from(data: object) -> dict[str, str | tuple[str, ...]]:
    if not isinstance(data, dict):
        return {}
    return {str(name): value for name, raw in data.items() if (value := _value(raw)) is not None}


def _value(raw: object) -> str | tuple[str, ...] | None:
    match raw:
        case str():
            return raw
        case list():
            return tuple(item for item in raw if isinstance(item, str))
    return None
