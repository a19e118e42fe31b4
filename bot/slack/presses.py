"""Buttons, in messages, in windows and on Home: each begins, answers or takes back, and decides nothing."""

from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.response import BoltResponse

from bot.carried import unpacked
from bot.handles import Kind, Pressed, pressed
from bot.labels import Worded
from bot.person import Person
from bot.showing import needs_window
from bot.slack.blocks import said_blocks
from bot.slack.edge import TAKEN, Edge, message, messages, trigger_of
from bot.slack.payload import action_of, node, text
from bot.slack.sheet import Json
from bot.slack.views import modal, window
from bot.turns import Reply, Shown
from dialogs.steps import Say


@dataclass(frozen=True, slots=True)
class Place:
    """Where the button stood. `view` is empty in a message."""

    trigger: str
    view: Json
    response_url: str
    ephemeral: bool

    @property
    def in_modal(self) -> bool:
        return text(self.view, "type") == "modal"


def place_of(body: Any) -> Place:
    view = node(body, "view")
    hidden = node(body, "container").get("is_ephemeral") is True
    return Place(trigger_of(body), view, text(body, "response_url"), hidden)


async def press(edge: Edge, body: Any) -> BoltResponse:
    place = place_of(body)
    what = pressed(text(action_of(body), "action_id"), text(action_of(body), "value"))
    if what is None:
        return TAKEN

    async def say(words: Worded, refusal: Say) -> BoltResponse:
        await _sentence(edge, words, place, refusal)
        return TAKEN

    return await edge.take(body, lambda person: _answer(edge, person, what, place), say)


async def _answer(edge: Edge, person: Person, what: Pressed, place: Place) -> BoltResponse:
    shown = await _turn(edge, person, what, place)
    words = edge.words(person)
    if place.in_modal:
        await edge.calls.update(text(place.view, "id"), modal(words, shown, what.page))
    elif what.kind is Kind.FILL or needs_window(shown) or not place.response_url:
        await _open(edge, person, words, shown, place, moves=what.in_place)
    else:
        await _message(edge, words, shown, place, in_place=what.in_place)
    return TAKEN


async def _turn(edge: Edge, person: Person, what: Pressed, place: Place) -> Shown:
    match what.kind:
        case Kind.CHOOSE:
            reply = Reply(what.dialog, what.key, {what.field: what.option}, what.regarding)
            return await edge.talks.answer(person, reply)
        case Kind.BACK:
            return await edge.talks.back(person, what.dialog)
        case Kind.PAGE:
            return await _again(edge, person, place)
    shown = await edge.talks.begin(person, what.dialog, what.regarding)
    return replace(shown, said=()) if what.kind is Kind.FILL and shown.asking else shown


async def _again(edge: Edge, person: Person, place: Place) -> Shown:
    """The same window once more, for its next page: looked up anew, as everything is."""
    stood = unpacked(text(place.view, "private_metadata"))
    before = stood.before()
    if before:
        return await edge.talks.answer(person, before)
    return await edge.talks.begin(person, stood.dialog, stood.regarding)


async def _open(edge: Edge, person: Person, words: Worded, shown: Shown, place: Place, *, moves: bool) -> None:
    """`moves`: what stood in the message goes on in the window, and its buttons are old."""
    late = await edge.show(person, shown, place.trigger)
    if place.response_url and (late or moves):
        say = late or Say("slack.goes_on")
        one = message(words, said_blocks(words, (say,)), response_type=_kind(place), replace_original=moves)
        await edge.calls.respond(place.response_url, one)


async def _message(edge: Edge, words: Worded, shown: Shown, place: Place, *, in_place: bool) -> None:
    for n, blocks in enumerate(messages(words, shown)):
        replaces = in_place and n == 0
        one = message(words, blocks, response_type=_kind(place), replace_original=replaces)
        await edge.calls.respond(place.response_url, one)


async def _sentence(edge: Edge, words: Worded, place: Place, say: Say) -> None:
    """To somebody who may not use the bot, or when Slack did not say who it is: nothing that stands here is changed."""
    if place.in_modal:
        shown = Shown("menu", (say,))
        await edge.calls.update(text(place.view, "id"), window(words, shown, said_blocks(words, (say,)), None))
    elif place.response_url:
        one = message(words, said_blocks(words, (say,)), response_type="ephemeral", replace_original=False)
        await edge.calls.respond(place.response_url, one)
    else:
        await edge.calls.open(place.trigger, modal(words, Shown("menu", (say,))))


def _kind(place: Place) -> str:
    return "ephemeral" if place.ephemeral else "in_channel"
