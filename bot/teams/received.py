"""What came from Teams, once the guard has let it in, and what may be asked of it: the seam to the SDK's successor.

Nothing on this side of it knows botbuilder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

JSON = dict[str, Any]
"""A JSON object as Teams sends or takes it."""

PLATFORM = "teams"
"""The platform's name, in accounts and settings; an account's workspace is the tenant's id."""

OK, UNAVAILABLE = 200, 503


@dataclass(frozen=True, slots=True)
class Sender:
    """Who acts, in the tenant that is served.

    `account` is the Microsoft Entra object id, "" when the request names none. `locale` is what Teams says, "en-US".
    `refused` is "" for somebody who may use the bot, else "stranger", "guest" or "unknown" (Teams does not say who it
    is just now): such a person is told so, and nothing else is done.
    """

    tenant: str
    account: str
    name: str = field(default="", repr=False)
    locale: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened, and where an answer goes. `activity_id` names the message on which a button was pressed, or
    the message that was written; "" where there is none. `team` and `channel` are "" in a personal chat."""

    conversation_id: str
    service_url: str
    personal: bool
    bot_id: str = ""
    activity_id: str = ""
    team: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Typed text, or the `value` of an Action.Submit. `files` is True when something was attached."""

    sender: Sender
    place: Place
    text: str = field(default="", repr=False)
    value: JSON = field(default_factory=dict, repr=False)
    files: bool = False


@dataclass(frozen=True, slots=True)
class Invoke:
    """`name` is adaptiveCard/action, task/fetch, task/submit …; `verb` belongs to the first, and `data` is the button's
    or the dialog's, with what was filled in. All of it is the client's word."""

    sender: Sender
    place: Place
    name: str
    verb: str = ""
    data: JSON = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Installed:
    """The app was added for a person or a team, or taken away. `at` is when, as Teams says; None when it does not."""

    sender: Sender
    place: Place
    added: bool
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """To an invoke: the HTTP status and the body, once."""

    status: int = OK
    body: JSON = field(default_factory=dict, repr=False)


class NoAnswerError(Exception):
    """Teams refused or did not answer. `reason` is its error code, or a class of ours; never a text. `after`: the
    seconds that it asks to wait."""

    def __init__(self, reason: str, *, passing: bool = False, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.passing = passing
        self.after = after


class Posting(Protocol):
    """What the listener wants said. An activity is JSON as the connector takes it: `{"type": "message", …}`."""

    async def post(self, place: Place, activity: JSON) -> str:
        """The id of the new message. Raises NoAnswerError."""

    async def update(self, place: Place, activity_id: str, activity: JSON) -> None:
        """Puts another in the place of a message of ours. Raises NoAnswerError."""

    async def typing(self, place: Place) -> None:
        """Shows that an answer is being made. What goes wrong with that is nobody's business: it never raises."""


class Listener(Protocol):
    """Whatever it raises is answered to Teams with 500, and a message or an installation is delivered again. The edge
    has dropped what came twice."""

    async def message(self, message: Message) -> None: ...

    async def invoke(self, invoke: Invoke) -> Answered: ...

    async def installed(self, installed: Installed) -> None: ...

    def already(self, invoke: Invoke) -> Answered:
        """For a second delivery so long after the first that nobody knows any more what that was told."""


def object_of(value: object) -> JSON:
    """Another shape than an object is an empty one, never an error."""
    return dict(value) if isinstance(value, Mapping) else {}
