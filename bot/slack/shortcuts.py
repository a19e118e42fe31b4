"""Shortcuts: ask the Code about somebody's message, report a concern from anywhere."""

from typing import Any

from slack_bolt.response import BoltResponse

from bot.labels import Worded
from bot.person import Person
from bot.slack.blocks import said_blocks
from bot.slack.edge import TAKEN, Edge, message, trigger_of
from bot.slack.payload import text
from bot.slack.sheet import Json
from bot.slack.typed_text import as_typed
from bot.slack.views import modal
from bot.turns import Reply, Shown
from dialogs.question import ASK
from dialogs.steps import TEXT_LIMIT, Offer, Say

ASK_ABOUT = "ask_about"
REPORT = "report_concern"
"""Their callback_ids, in the manifest and here."""


async def ask_about(edge: Edge, body: Any) -> BoltResponse:
    """The message is used as a question and not kept; whoever wrote it is not told."""
    question = as_typed(text(body, "message", "text"))[:TEXT_LIMIT]
    return await _in_window(
        edge, body, lambda person: edge.talks.answer(person, Reply("question", ASK, {"question": question}))
    )


async def report(edge: Edge, body: Any) -> BoltResponse:
    return await _in_window(edge, body, lambda person: edge.talks.begin(person, "report"))


def _sentence(words: Worded, say: Say) -> Json:
    return message(words, said_blocks(words, (say,)), response_type="ephemeral", replace_original=False)


async def _say_late(edge: Edge, body: Any, words: Worded, late: Say) -> None:
    """For the caller's eyes alone, where the shortcut came with a way to say so. A global one comes with none: then by
    direct message, which a history keeps, and so without a word of what was wished."""
    if url := text(body, "response_url"):
        await edge.calls.respond(url, _sentence(words, late))
        return
    missed = Say("slack.missed", offers=(Offer("menu"),))
    await edge.calls.post(text(body, "user", "id"), said_blocks(words, (missed,)), words.text("slack.fallback"))


async def _in_window(edge: Edge, body: Any, turn: Any) -> BoltResponse:
    async def say(words: Worded, refusal: Say) -> BoltResponse:
        if not await edge.calls.open(trigger_of(body), modal(words, Shown("menu", (refusal,)))):
            await _say_late(edge, body, words, refusal)
        return TAKEN

    async def answer(person: Person) -> BoltResponse:
        late = await edge.show(person, await turn(person), trigger_of(body))
        if late:
            await _say_late(edge, body, edge.words(person), late)
        return TAKEN

    return await edge.take(body, answer, say)
