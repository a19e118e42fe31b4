"""What the register hands out: frozen records. What people wrote is never part of a repr."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Of confidentiality, told before a word is typed. CONFIDENTIAL has its place and is not offered yet."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Status(StrEnum):
    FILED = "filed"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Kind(StrEnum):
    """Of an entry in a case."""

    REPORT = "report"
    ADDITION = "addition"  # the reporter's, answers included
    QUESTION = "question"  # the committee's, to the reporter; shown with the receipt
    NOTE = "note"  # members only
    RECUSAL = "recusal"  # a reason, members only
    DISPOSITION = "disposition"  # how it was closed, shown with the receipt


@dataclass(frozen=True, slots=True)
class MemberAccount:
    platform: str
    workspace: str
    id: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A platform's own: the address of its service, and the id there."""

    service: str
    id: str


@dataclass(frozen=True, slots=True)
class Member:
    """Of the Audit Committee, as the register has it."""

    id: str
    name: str
    chair: bool
    acting: bool
    since: date
    accounts: tuple[MemberAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a report as it was filled in: the wording key of its label, and the text."""

    label: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """`by` is a member's name, the named reporter's, or empty. `on` is a date, never a time."""

    kind: Kind
    on: date
    by: str
    parts: tuple[Part, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewReport:
    """What is filed. `handlers` are the members who may see it (never empty); `reporter` is the named reporter's
    account, None otherwise. `nonce` comes from the form and is not stored: the receipt is derived from it."""

    nonce: bytes = field(repr=False)
    level: Level
    category: str
    urgent: bool
    parts: tuple[Part, ...] = field(repr=False)
    handlers: tuple[str, ...]
    involved: tuple[str, ...] = ()
    reporter: MemberAccount | None = field(default=None, repr=False)
    reporter_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Filed:
    """`new` is False when the same nonce came again: the same case, the same receipt, nothing written."""

    case: str
    receipt: str = field(repr=False)
    new: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line in a member's list of cases, and the head of a case."""

    case: str
    level: Level
    status: Status
    category: str
    urgent: bool
    filed_on: date
    acknowledged_on: date | None
    acknowledged_by: str
    closed_on: date | None
    retain_until: date


@dataclass(frozen=True, slots=True)
class Case:
    """A case as one viewer may see it."""

    head: CaseLine
    entries: tuple[Entry, ...]
    handlers: tuple[str, ...]
    """Member ids who may see it now."""
    involved: tuple[str, ...] = ()
    """Ids the reporter struck out; empty in a reporter's own view."""


class Act(StrEnum):
    """What a notice asks the courier to do with its message."""

    SEND = "send"
    REPLACE = "replace"  # the message an earlier notice left, by that notice's id


@dataclass(frozen=True, slots=True)
class Notice:
    """A message owed. `to` is a member's id, `channel`, or `reporter` (a named one only; `account` says where).

    `ref` is the platform's own name of the message once it was sent, `reason` an identifier once it was parked.
    `key` and `facts` are a `Say`'s: content-free. `offers` are (dialog, regarding) handles. `at_once` does not wait for
    the hourly slot.
    """

    id: str
    to: str
    key: str
    facts: tuple[tuple[str, str], ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    case: str = ""
    at_once: bool = False
    act: Act = Act.SEND
    replaces: str = ""
    account: MemberAccount | None = field(default=None, repr=False)
    tries: int = 0
    ref: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AskedCount:
    """`section` answered at least so many questions; `none` stands for those that the Code did not answer."""

    section: str
    at_least: int


@dataclass(frozen=True, slots=True)
class SentQuestion:
    """By nobody: what somebody wished whoever looks after the Code to read."""

    week: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `verify` or `check` noticed; `where` is a table and a handle, never a text."""

    what: str
    where: str
    blocks: bool = True
