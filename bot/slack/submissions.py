"""A window sent in: its answer is an error at a field, the same window with more in it, or the next one."""

from functools import lru_cache
from typing import Any

from slack_bolt.response import BoltResponse

from bot.carried import unpacked
from bot.labels import Worded
from bot.person import Person
from bot.slack.edge import Edge, json_answer
from bot.slack.fields import filled_in
from bot.slack.payload import node, text
from bot.slack.sheet import Json
from bot.slack.views import errors, modal, still_open
from bot.turns import Shown
from dialogs.steps import Say


async def submit(edge: Edge, body: Any) -> BoltResponse:
    """What refuses or fails leaves the window as it is, with what was typed: nothing is lost."""
    view = node(body, "view")

    async def say(words: Worded, refusal: Say) -> BoltResponse:
        return _update(still_open(words, view, (refusal,)))

    return await edge.take(
        body, lambda person: _answer(edge, person, view), say, _late(edge.wording(edge.people.language))
    )


async def _answer(edge: Edge, person: Person, view: Json) -> BoltResponse:
    words = edge.words(person)
    answers = filled_in(node(view, "state").get("values"))
    shown = await edge.talks.answer(person, unpacked(text(view, "private_metadata")).reply(answers))
    if shown.failed:
        return _update(still_open(words, view, shown.said))
    if at_fields := errors(words, shown, view):
        return json_answer({"response_action": "errors", "errors": at_fields})
    return _update(modal(words, shown))


@lru_cache(maxsize=16)
def _late(words: Worded) -> BoltResponse:
    """Without the form: it must not be sent once more."""
    return _update(modal(words, Shown("menu", (Say("slack.already"),))))


def _update(view: Json) -> BoltResponse:
    return json_answer({"response_action": "update", "view": view})
