"""A chat platform in memory, with the troubles of real ones: it keeps what it accepted, once for each time it did."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.messenger import LaterError, Message, UndeliverableError, UnsureError
from tests.house import PLATFORM


@dataclass(frozen=True, slots=True)
class Trouble:
    """`accepted`: the message is there although the caller hears of an error."""

    error: Exception
    accepted: bool = False


DROPPED = Trouble(UnsureError(), accepted=True)
LOST = Trouble(UnsureError())
DOWN = Trouble(LaterError())
CLOSED = Trouble(UndeliverableError("account_closed"))
BROKEN = Trouble(ZeroDivisionError("an adapter's mistake"))


def wait(seconds: float) -> Trouble:
    return Trouble(LaterError(seconds))


@dataclass(slots=True)
class Post:
    """A message as it lies before its recipient: `key` changes when it is updated."""

    id: str
    to: str
    key: str
    case: str
    at: float
    repeat: bool


async def nothing(_: str) -> None:
    pass


@dataclass(slots=True)
class Platform:
    """`ahead` are the troubles of the next sends to a recipient; `always` befalls every request.

    `meanwhile` is what happens in the world while a message to somebody is on its way.
    """

    clock: Clock
    platform: str = PLATFORM
    can_find: bool = True
    posts: list[Post] = field(default_factory=list)
    ahead: dict[str, deque[Trouble]] = field(default_factory=dict)
    always: Callable[[str], Trouble | None] = lambda _: None
    asked: list[tuple[str, float]] = field(default_factory=list)
    meanwhile: Callable[[str], Awaitable[None]] = nothing

    def troubles(self, to: str, *troubles: Trouble) -> None:
        self.ahead.setdefault(to, deque()).extend(troubles)

    def before(self, to: str) -> list[tuple[str, str]]:
        """What a recipient has before them: case and key, in the order of arrival."""
        return [(post.case, post.key) for post in self.posts if post.to == to]

    async def send(self, message: Message) -> str:
        to = message.to.id
        self.asked.append((message.id, self.clock.monotonic()))
        await self.meanwhile(to)
        trouble = self.always(to) or (self.ahead[to].popleft() if self.ahead.get(to) else None)
        if trouble is None or trouble.accepted:
            case = str(message.say.facts.get("case", ""))
            self.posts.append(Post(message.id, to, message.say.key, case, self.clock.monotonic(), message.repeat))
        if trouble:
            raise trouble.error
        return str(len(self.posts) - 1)

    async def find(self, message: Message) -> str | None:
        if trouble := self.always(message.to.id):
            raise LaterError(None) from trouble.error
        return next((str(n) for n, post in enumerate(self.posts) if post.id == message.id), None)

    async def update(self, ref: str, message: Message) -> None:
        if trouble := self.always(message.to.id):
            raise trouble.error
        post = self.posts[int(ref)]
        post.key, post.case = message.say.key, str(message.say.facts.get("case", ""))
