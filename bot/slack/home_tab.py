"""The Home tab, made anew each time it is opened."""

from typing import Any

from slack_bolt.response import BoltResponse

from bot.labels import Worded
from bot.person import Person
from bot.slack.edge import TAKEN, Edge
from bot.slack.home_view import home, home_saying
from bot.slack.payload import text, user_of
from bot.turns import Shown
from dialogs.steps import Offer, Say


async def home_opened(edge: Edge, body: Any) -> BoltResponse:
    if text(body, "event", "tab") != "home":
        return TAKEN

    async def say(words: Worded, refusal: Say) -> BoltResponse:
        await edge.calls.publish(user_of(body), home_saying(words, refusal))
        return TAKEN

    return await edge.take(body, lambda person: _publish(edge, person), say)


async def _publish(edge: Edge, person: Person) -> BoltResponse:
    menu, code = await edge.talks.begin(person, "menu"), await edge.talks.begin(person, "code")
    account = person.account.id if person.account else ""
    await edge.calls.publish(account, home(edge.words(person), (menu, code), await _walk(edge, person)))
    return TAKEN


async def _walk(edge: Edge, person: Person) -> Say | None:
    """That there is one, and a button: what was answered so far does not stand here."""
    walk: Shown = await edge.talks.begin(person, "guidance")
    return Say("slack.home.walk", offers=(Offer("guidance", "", "offer.resume"),)) if walk.can_go_back else None
