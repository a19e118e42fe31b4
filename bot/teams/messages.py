"""What is written to the bot: a question is answered, a report is not kept, a file is not opened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import chats
from bot.teams.cards import activity, behind_button, chat_cards, said_activity
from bot.teams.edge import Edge
from bot.teams.people import language_of, person_of, refusal
from bot.teams.presses import pressed_in_chat
from bot.teams.received import Message
from bot.teams.typed_text import as_typed
from dialogs.steps import Say


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
        person, typed = person_of(edge, message.sender), as_typed(message.text)
        shown = await chats.written(edge.talks, person, words, typed, "teams", files=message.files)
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
