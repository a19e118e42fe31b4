"""What is asked of the house, as Slack sends it: commands, a window sent in, a button pressed. Each is unlike any
before it, as Slack's are: another trigger, another nonce, another signature."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from bench.reports import NARRATIVE, WHEN, UnexpectedError
from bench.slack_far import NAME, Far, Json
from bench.slack_peer import PATH, SECRET
from bench.slack_wire import Answered, Wire, posted
from tests.slack.callbacks import Callback, request_of
from tests.slack.views import View
from tests.slack.workspace import BOT_USER, Posted, Somebody

PEOPLE = tuple(Somebody(f"UPERSON{n:04d}", NAME) for n in range(400))
"""Who asks and reports; in memory at the edge, as people are who have the form open."""
MEMBER = Somebody("UINES", "Inés Calloway")
QUESTIONS = (
    "May I accept a gift from a supplier?",
    "Can I trade shares before the results are out?",
    "What if my brother works for a competitor?",
    "Who decides about a waiver?",
    "Is it all right to use the company's laptop at home?",
    "What counts as harassment?",
    "How long must records be kept?",
    "May I take a customer to a concert?",
    "Where do I report an unsafe machine?",
    "Is a payment to a foreign official ever allowed?",
    "What are the seven steps?",
    "May I talk to my family about a contract?",
)
TOLD = {"danger": "no", "level": "anonymous", "narrative": NARRATIVE, "when_where": WHEN}


def questions() -> Iterator[str]:
    """Each unlike any before: what was found for one is remembered."""
    return (f"{question} I ask for item {n}." for n, question in enumerate(cycle(QUESTIONS)))


def of_command(far: Far, who: Somebody, text: str) -> Callback:
    return far.callbacks.command(who, "/ethics", text, far.workspace.dm_with(who.id))


@dataclass(slots=True)
class Asks:
    """`review` is the window as everybody has it before [Send]; `cases` nobody has opened yet."""

    far: Far
    review: View
    cases: Iterator[str] = field(repr=False)
    _who: Iterator[Somebody] = field(default_factory=lambda: cycle(PEOPLE))
    _what: Iterator[str] = field(default_factory=questions)

    def help(self) -> Callback:
        return of_command(self.far, next(self._who), "help")

    def ask(self) -> Callback:
        return of_command(self.far, next(self._who), f"ask {next(self._what)}")

    def report(self) -> Callback:
        sent = self.far.callbacks.submitted(next(self._who), self.review)
        carried = json.loads(self.review.private_metadata) | {"nonce": secrets.token_hex(16)}
        sent.payload["view"]["private_metadata"] = json.dumps(carried)
        return sent

    def opens(self) -> Callback:
        """The button below a member's message."""
        action = {"type": "button", "action_id": "offer.0", "block_id": "b1", "value": f"case|{next(self.cases)}"}
        message = Posted("1.1", f"D{MEMBER.id}", BOT_USER, "There is something for you.", bot=True)
        pressed = {**action, "action_ts": self.far.workspace.next_ts()}
        return self.far.callbacks.pressed_in_message(MEMBER, message, pressed, {})


def on_the_wire(far: Far, port: int, callback: Callback) -> bytes:
    request = request_of(callback, far.workspace.now(), SECRET)
    return posted(port, PATH, request.headers, request.body)


async def reviewed(far: Far, wire: Wire, port: int) -> View:
    """Plays one report up to the review, which is not sent."""

    async def sent(callback: Callback) -> Answered:
        return await wire.ask(on_the_wire(far, port, callback))

    who = PEOPLE[0]
    await sent(of_command(far, who, "report"))
    form = _shown(far, who, far.last_window())
    form.fill({**TOLD, "category": "accounting"})
    answered = json.loads((await sent(far.callbacks.submitted(who, form))).body)
    if answered.get("response_action") != "update" or "digest" not in answered["view"]["private_metadata"]:
        raise UnexpectedError("the form was not taken")
    return _shown(far, who, answered["view"])


def _shown(far: Far, who: Somebody, body: Any) -> View:
    """As it stands on a screen: with the ids that Slack gives."""
    identified: Json = {**body, "blocks": far.workspace.identified(body["blocks"])}
    return View(far.workspace.next_id("V"), who.id, identified, hash="1.h")
