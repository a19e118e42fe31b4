"""The port through which the courier sends: one adapter a platform, one contract test for all of them."""

from dataclasses import dataclass
from typing import Protocol

from bot.person import Account
from dialogs.steps import Say


@dataclass(frozen=True, slots=True)
class Channel:
    """The committee's channel, for notes without content."""

    platform: str
    workspace: str
    id: str


@dataclass(frozen=True, slots=True)
class Message:
    """One notice to one recipient. `id` is the outbox row's: the same at every try, and what `find` looks for.
    `repeat` is set when an earlier try may have arrived and the platform cannot tell: the text then says so."""

    id: str
    to: Account | Channel
    say: Say
    language: str = "en"
    repeat: bool = False


class LaterError(Exception):
    """The platform asks to wait (429) or is down. `seconds` is its Retry-After, or None when it named none."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__("the platform asks to wait")
        self.seconds = seconds


class UnsureError(Exception):
    """The request went out and no answer came back: the message may or may not be there."""


class UndeliverableError(Exception):
    """It will never arrive (account closed, channel gone). `reason` is a plain identifier for the log, never a text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Messenger(Protocol):
    """Sends one message once a call; retries are the courier's. A `ref` is the platform's own name of a message."""

    platform: str
    can_find: bool
    """Whether `find` can look (Slack, the demo) or a repeat must be labelled (Teams)."""

    async def send(self, message: Message) -> str:
        """Returns the ref. Raises LaterError, UnsureError or UndeliverableError."""

    async def find(self, message: Message) -> str | None:
        """The ref of the message that an earlier try left, or None when it is not there. Raises LaterError."""

    async def update(self, ref: str, message: Message) -> None:
        """Puts another text in its place (also to blank it); a second time changes nothing. Raises as `send`."""
