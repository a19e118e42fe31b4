"""`committee.dm = "full"`: a member's message carries the text of the report.

The text is read when the message leaves, for that member alone. It stands in no outbox; a recusal blanks the message.
"""

from dataclasses import replace

from bot import notices
from bot.files import entries
from bot.notices import CHANNEL, LEADS, REPORTER
from dialogs.steps import Say
from storage import cases
from storage.errors import NotVisibleError
from storage.records import Kind, Notice
from storage.register import Register

CARRY = frozenset(
    {
        "notice.filed",
        "notice.filed_urgent",
        f"notice.filed{LEADS}",
        f"notice.filed_urgent{LEADS}",
        "notice.acknowledged",
        "notice.closed",
    }
)
"""What is written later, by anybody, is read in a window all the same."""

LONGEST = 6000
"""Characters in one message. A longer report opens at the notice's button; so does one that a platform cannot take."""


def said_in_full(register: Register, notice: Notice) -> Say:
    say = notices.said(notice)
    if notice.key not in CARRY or notice.to in (CHANNEL, REPORTER):
        return say
    try:
        found = cases.read(register, notice.case, notice.to)
    except NotVisibleError:
        return say
    report = replace(found, entries=tuple(entry for entry in found.entries if entry.kind is Kind.REPORT))
    words = entries(report)
    return replace(say, words=words) if sum(len(one.text) for one in words) <= LONGEST else say
