"""What is asked of the bots, as Teams sends it: messages, a dialog sent in, a button pressed. Each is unlike any before
it, as Teams' are: another activity, another nonce. One token lasts for all, as Microsoft's do for a day."""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import cycle

from bench.reports import NARRATIVE, WHEN, UnexpectedError
from bench.slack_asks import questions
from bench.slack_wire import Wire, posted
from bench.teams_far import NAME, Far
from bench.teams_house import MEMBERS
from bench.teams_peer import PATH
from bot.carried import packed, unpacked
from bot.clock import SystemClock
from bot.handles import Kind, Pressed
from bot.teams.buttons import ACT, FORM, WHAT
from bot.teams.received import JSON, Invoke, Message, Place, Sender
from tests.teams.chats import TENANT
from tests.teams.seen import actions_of, filled
from tests.teams_api import TeamsApi

PEOPLE = tuple(f"{n:08d}-1111-1111-1111-111111111111" for n in range(400))
"""Who asks and reports; in memory at the edge, as people are who have written within the quarter of an hour."""
MEMBER = next(iter(MEMBERS))
TOLD = {"danger": "no", "level": "anonymous", "narrative": NARRATIVE, "when_where": WHEN, "category": "accounting"}
FETCH, SUBMIT = "task/fetch", "task/submit"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it goes over the wire, and what an answer that is right holds."""

    request: bytes = field(repr=False)
    holds: bytes = b""


@dataclass(slots=True)
class Asks:
    """Of one app. `review` is what a reporter's client sends with [Send]; `cases` nobody has opened yet."""

    far: Far
    app: str
    port: int
    review: JSON = field(default_factory=dict, repr=False)
    cases: Iterator[str] = field(default=iter(()), repr=False)
    _token: str = field(init=False, repr=False)
    _teams: TeamsApi = field(init=False)
    _who: Iterator[str] = field(default_factory=lambda: cycle(PEOPLE))
    _what: Iterator[str] = field(default_factory=questions)

    def __post_init__(self) -> None:
        self._teams = TeamsApi(clock=SystemClock(), url=self.far.of(self.app))
        self._token = self.far.signer.token(self._teams.service)

    def help(self) -> Ask:
        return self.writes("help")

    def asks(self) -> Ask:
        return self.writes(next(self._what))

    def writes(self, text: str, who: str = "") -> Ask:
        sender, place = self._here(who or next(self._who))
        return Ask(self._wired(self._teams.message(Message(sender, place, text))))

    def invokes(self) -> Ask:
        """Nothing in particular: for who does nothing."""
        return self.presses(next(self._who), FETCH, {ACT: "none"})

    def report(self) -> Ask:
        nonce = secrets.token_hex(16)
        carried = packed(replace(unpacked(self.review[FORM]), nonce=nonce))
        return replace(self.presses(next(self._who), SUBMIT, {**self.review, FORM: carried}), holds=b"continue")

    def opens(self) -> Ask:
        """The button below a member's message."""
        what = Pressed(Kind.OFFER, "case", next(self.cases))
        asked = self.presses(MEMBER, FETCH, {ACT: str(what.kind), WHAT: what.value})
        return replace(asked, holds=NARRATIVE[:40].encode())

    def presses(self, who: str, name: str, data: JSON) -> Ask:
        sender, place = self._here(who)
        return Ask(self._wired(self._teams.invoke(Invoke(sender, place, name, data=data))))

    def _here(self, who: str) -> tuple[Sender, Place]:
        place = Place(f"chat-{who}", self._teams.service, personal=True, activity_id="m-1")
        return Sender(TENANT, who, NAME, "en-US"), place

    def _wired(self, activity: JSON) -> bytes:
        headers = {"Authorization": f"Bearer {self._token}", "User-Agent": "Microsoft-SkypeBotApi"}
        body = json.dumps(activity).encode()
        return posted(self.port, PATH, {**headers, "Content-Type": "application/json"}, body)


async def reviewed(asks: Asks, wire: Wire) -> JSON:
    """Plays one report up to the review, and returns what would be sent with it."""

    async def shown(name: str, data: JSON) -> JSON:
        answered = json.loads((await wire.ask(asks.presses(PEOPLE[0], name, data).request)).body)
        card: JSON = answered["task"]["value"]["card"]["content"]
        return card

    form = await shown(FETCH, {ACT: str(Kind.OFFER), WHAT: Pressed(Kind.OFFER, "report").value})
    review = await shown(SUBMIT, _sent(form, TOLD))
    sent = _sent(review, {})
    if unpacked(sent[FORM]).key != "report.review":
        raise UnexpectedError("the form was not taken")
    return sent


def _sent(card: JSON, told: Mapping[str, str]) -> JSON:
    """With the button that sends it, and all that is filled in."""
    button = next(action for action in actions_of(card) if FORM in action["data"])
    return {**button["data"], **filled(card, told)}
