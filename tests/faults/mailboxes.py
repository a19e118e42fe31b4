"""What stands before each recipient: a platform that is well, down, full of doubt, or without somebody's account."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.messenger import Channel, LaterError, Message, UndeliverableError, UnsureError
from dialogs.steps import Say

CHANNEL = "#"


class Mood(StrEnum):
    WELL = "well"
    DOWN = "down"
    UNSURE = "unsure"  # the message arrives, and nobody learns of it
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Standing:
    """A message as it stands now, by the id of the notice that was sent first."""

    to: str
    say: Say = field(repr=False)

    def tells_of(self, case: str) -> bool:
        return self.say.facts.get("case") == case or any(offer.regarding == case for offer in self.say.offers)

    def holds(self, text: str) -> bool:
        return any(text in words.text for words in self.say.words)


@dataclass(slots=True)
class Mailboxes:
    """It outlives every restore of the register. `moods` are by recipient: an account's id, or CHANNEL."""

    platform: str = "slack"
    can_find: bool = True
    standing: dict[str, Standing] = field(default_factory=dict)
    moods: dict[str, Mood] = field(default_factory=dict)

    async def send(self, message: Message) -> str:
        self._arrives(message.id, message)
        return message.id

    async def find(self, message: Message) -> str | None:
        if self._mood(message) is Mood.DOWN:
            raise LaterError
        return message.id if message.id in self.standing else None

    async def update(self, ref: str, message: Message) -> None:
        self._arrives(ref, message)

    def _arrives(self, ref: str, message: Message) -> None:
        mood = self._mood(message)
        if mood is Mood.DOWN:
            raise LaterError
        if mood is Mood.GONE:
            raise UndeliverableError("account_gone")
        self.standing[ref] = Standing(_recipient(message), message.say)
        if mood is Mood.UNSURE:
            raise UnsureError

    def _mood(self, message: Message) -> Mood:
        return self.moods.get(_recipient(message), Mood.WELL)


def _recipient(message: Message) -> str:
    return CHANNEL if isinstance(message.to, Channel) else message.to.id
