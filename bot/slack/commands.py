"""`/ethics …`: every answer is visible to the caller alone."""

from typing import Any

from slack_bolt.response import BoltResponse

from bot.labels import Worded
from bot.person import Person
from bot.showing import needs_window
from bot.slack.edge import TAKEN, Edge, ephemeral, json_answer, message, messages, trigger_of, with_said
from bot.slack.payload import text
from bot.slack.typed_text import as_typed
from bot.typed import understood
from dialogs.steps import Say

COMMAND = "/ethics"


async def command(edge: Edge, body: Any) -> BoltResponse:
    return await edge.take(body, lambda person: _answer(edge, body, person), _refuse)


async def _answer(edge: Edge, body: Any, person: Person) -> BoltResponse:
    """What one message does not take opens in a window: several would come in any order, and each might not come."""
    typed = as_typed(text(body, "text"))
    shown = await edge.talks.said(person, typed)
    if understood(typed).dialog == "report" and len(typed.split()) > 1:
        shown = with_said(shown, Say("slack.not_used"))
    words = edge.words(person)
    pages = messages(words, shown)
    if needs_window(shown) or len(pages) > 1:
        late = await edge.show(person, shown, trigger_of(body))
        return ephemeral(words, (late,)) if late else TAKEN
    return json_answer(message(words, next(iter(pages), []), response_type="ephemeral"))


async def _refuse(words: Worded, say: Say) -> BoltResponse:
    return ephemeral(words, (say,))
