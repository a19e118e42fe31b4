"""Buttons: each begins, answers or takes back, and decides nothing."""

import logging
from dataclasses import dataclass, replace

from bot.handles import Kind, Pressed
from bot.labels import Worded
from bot.logs import Event, log
from bot.person import Person
from bot.showing import needs_window
from bot.teams.answers import DIALOGS, as_card, as_dialog, as_sentence, says_in, shown_in
from bot.teams.buttons import Came, came
from bot.teams.cards import activity, behind_button, chat_cards
from bot.teams.edge import Edge
from bot.teams.fields import filled_in
from bot.teams.people import language_of, person_of, refusal
from bot.teams.received import JSON, Answered, Invoke, Message, NoAnswerError, Place
from bot.teams.windows import still_open
from bot.turns import Reply, Shown
from dialogs.steps import Say


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button, and the person who pressed it."""

    edge: Edge
    person: Person
    place: Place
    came: Came
    name: str = ""
    """Of the invoke; empty for an Action.Submit that came as a message."""

    @property
    def words(self) -> Worded:
        return self.edge.wording(self.person.language)

    @property
    def in_place(self) -> bool:
        return self.came.what is not None and self.came.what.in_place


async def pressed_in_chat(edge: Edge, message: Message) -> None:
    """From a client that knows no Action.Execute: it is answered by messages."""
    press = Press(edge, person_of(edge, message.sender), message.place, came(message.value))
    nothing_known = press.came.sends  # no form stands in a chat
    shown = await edge.talks.begin(press.person, "") if nothing_known else await _turn(press, {})
    first, *rest = _cards(press, shown)
    replaced = press.in_place and await _replace(press, first)
    await _post(press, rest if replaced else [first, *rest])


async def invoked(edge: Edge, invoke: Invoke) -> Answered:
    words = edge.wording(language_of(edge, invoke.sender))
    refused = refusal(invoke.sender)
    if refused or not invoke.place.personal:
        return _refused(edge, words, invoke, refused or Say("teams.personal_only"))
    press = Press(edge, person_of(edge, invoke.sender), invoke.place, came(invoke.data), invoke.name)
    shown = await _turn(press, invoke.data)
    if shown.failed and press.came.sends:
        return _still_open(edge, words, invoke, press.came, shown.said)
    if _in_window(press, shown):
        page = press.came.what.page if press.came.what else 0
        return shown_in(invoke.name, words, shown, edge.forms, page)
    return await _answer_in_chat(press, shown)


def already(edge: Edge, invoke: Invoke) -> Answered:
    """Without the form: it must not be sent once more."""
    words = edge.wording(language_of(edge, invoke.sender))
    return says_in(invoke.name, words, (Say("teams.already"),), edge.forms)


async def _turn(press: Press, data: JSON) -> Shown:
    talks, person, stands = press.edge.talks, press.person, press.came.stands
    if press.came.sends:
        return await talks.answer(person, stands.reply(filled_in(data)))
    match press.came.what:
        case Pressed(kind=Kind.CHOOSE) as what:
            return await talks.answer(person, Reply(what.dialog, what.key, {what.field: what.option}, what.regarding))
        case Pressed(kind=Kind.BACK) as what:
            return await talks.back(person, what.dialog)
        case Pressed(kind=Kind.PAGE):
            return await _again(press)
        case Pressed() as what:
            shown = await talks.begin(person, what.dialog, what.regarding)
            return replace(shown, said=()) if what.kind is Kind.FILL and _fills(shown) else shown
    return await talks.begin(person, "")


def _fills(shown: Shown) -> bool:
    """What stands above the form stands in the chat already, unless a chat may not hold it."""
    return shown.asking is not None and not shown.private


async def _again(press: Press) -> Shown:
    """The same window once more, for its next page: looked up anew, as everything is."""
    stands = press.came.stands
    before = stands.before()
    if before:
        return await press.edge.talks.answer(press.person, before)
    return await press.edge.talks.begin(press.person, stands.dialog, stands.regarding)


def _in_window(press: Press, shown: Shown) -> bool:
    if press.name in DIALOGS or press.came.sends:
        return True
    paging = press.came.what is not None and press.came.what.kind in {Kind.PAGE, Kind.FILL}
    return press.edge.forms == "card" and (paging or needs_window(shown))


async def _answer_in_chat(press: Press, shown: Shown) -> Answered:
    """In the place of the card that was pressed, which cannot be pressed again; or below it, when it may."""
    first, *rest = _cards(press, shown)
    if not press.in_place:
        await _post(press, [first, *rest])
        return as_sentence(press.words.text("teams.below"))
    await _replace(press, first)
    await _post(press, rest)
    return as_card(first)


def _cards(press: Press, shown: Shown) -> list[JSON]:
    if shown.private:
        return [behind_button(press.words, shown, press.edge.forms)]
    return chat_cards(press.words, shown, press.edge.forms)


async def _replace(press: Press, card_: JSON) -> bool:
    """For good: the answer to an invoke changes what the person sees until the chat is opened anew."""
    if not press.place.activity_id:
        return False
    try:
        await press.edge.posting.update(press.place, press.place.activity_id, activity(press.words, card_))
    except NoAnswerError as error:
        log(Event.PART_FAILED, level=logging.WARNING, what="teams", reason=error.reason)
        return False
    return True


async def _post(press: Press, cards: list[JSON]) -> None:
    for card_ in cards:
        await press.edge.posting.post(press.place, activity(press.words, card_))


def _refused(edge: Edge, words: Worded, invoke: Invoke, say: Say) -> Answered:
    """Nothing that was typed is lost: it stands in a form that can be sent once more."""
    what = came(invoke.data)
    if what.sends:
        return _still_open(edge, words, invoke, what, (say,))
    return says_in(invoke.name, words, (say,), edge.forms)


def _still_open(edge: Edge, words: Worded, invoke: Invoke, what: Came, said: tuple[Say, ...]) -> Answered:
    card_ = still_open(words, what.stands, invoke.data, said, edge.forms)
    return as_dialog(words, what.stands.dialog, card_) if invoke.name in DIALOGS else as_card(card_)
