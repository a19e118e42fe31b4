"""Direct messages to the bot: a question is answered, a report is not kept, a file is not opened."""

from typing import Any

from slack_bolt.response import BoltResponse

from bot import chats
from bot.labels import Worded
from bot.person import Person
from bot.slack.blocks import said_blocks
from bot.slack.edge import TAKEN, Edge, messages
from bot.slack.payload import node, text
from bot.slack.sheet import Json
from bot.slack.typed_text import as_typed
from dialogs.steps import Say

SPOKEN = frozenset({"", "file_share", "thread_broadcast"})
"""The kinds of message that a person writes anew: edits, deletions and what Slack itself notes are none."""


async def direct_message(edge: Edge, body: Any) -> BoltResponse:
    event = node(body, "event")
    if not _from_a_person(event):
        return TAKEN

    async def say(words: Worded, refusal: Say) -> BoltResponse:
        await _post(edge, event, words, [said_blocks(words, (refusal,))])
        return TAKEN

    return await edge.take(body, lambda person: _answer(edge, event, person), say)


def _from_a_person(event: Json) -> bool:
    """Never to a bot: two of them would talk for ever."""
    return (
        text(event, "channel_type") == "im"
        and text(event, "subtype") in SPOKEN
        and not event.get("bot_id")
        and not event.get("app_id")
        and bool(text(event, "user"))
    )


async def _answer(edge: Edge, event: Json, person: Person) -> BoltResponse:
    words = edge.words(person)
    typed, files = as_typed(text(event, "text")), bool(event.get("files"))
    shown = await chats.written(edge.talks, person, words, typed, "slack", files=files)
    await _post(edge, event, words, messages(words, shown))
    return TAKEN


async def _post(edge: Edge, event: Json, words: Worded, pages: list[list[Json]]) -> None:
    """In the thread in which it was written, when it was written in one."""
    for blocks in pages:
        await edge.calls.post(text(event, "channel"), blocks, words.text("slack.fallback"), text(event, "thread_ts"))
