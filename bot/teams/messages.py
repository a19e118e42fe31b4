"""What is written to the bot: a question is answered, a report is not kept, a file is not opened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.labels import Worded
from bot.person import Person
from bot.signs import met_as_report
from bot.teams.cards import activity, behind_button, chat_cards, said_activity
from bot.teams.edge import Edge
from bot.teams.people import language_of, person_of, refusal
from bot.teams.presses import pressed_in_chat
from bot.teams.received import Message
from bot.teams.typed_text import as_typed
from bot.turns import Shown
from bot.typed import understood
from dialogs.catalogue import CATALOGUE
from dialogs.steps import Offer, Say


async def written(edge: Edge, message: Message) -> None:
    words = edge.wording(language_of(edge, message.sender))
    refused = refusal(message.sender)
    if refused or not message.place.personal:
        say = refused or Say("teams.personal_only")
        await edge.posting.post(message.place, said_activity(words, (say,), edge.forms))
        return
    if message.value:
        await edge.posting.typing(message.place)
        await pressed_in_chat(edge, message)
        return
    async with _typing_shows(edge, message):
        shown = await _shown(edge, message, person_of(edge, message.sender), words)
    private = [behind_button(words, shown, edge.forms)] if shown.private else None
    for card_ in private or chat_cards(words, shown, edge.forms):
        await edge.posting.post(message.place, activity(words, card_))


@asynccontextmanager
async def _typing_shows(edge: Edge, message: Message) -> AsyncIterator[None]:
    """While the answer is made; it has come before the answer leaves."""
    telling = asyncio.create_task(edge.posting.typing(message.place))
    try:
        yield
    finally:
        await telling


async def _shown(edge: Edge, message: Message, person: Person, words: Worded) -> Shown:
    """What a history must not keep is not even begun here: a button opens it in a window."""
    typed = as_typed(message.text)
    if message.files:
        return Shown("menu", (Say("teams.no_files", offers=(Offer("report"),)),))
    asked = understood(typed)
    not_kept = Say("teams.not_kept", offers=(Offer("report"), Offer("contacts")))
    if asked.question and (told := met_as_report(words, asked.question, not_kept)):
        return Shown("menu", told)
    if not asked.question and CATALOGUE[asked.dialog].private:
        key = "teams.not_used" if asked.dialog == "report" and len(typed.split()) > 1 else "teams.opens_here"
        return Shown("menu", (Say(key, offers=(Offer(asked.dialog, asked.regarding),)),))
    return await edge.talks.said(person, typed)
