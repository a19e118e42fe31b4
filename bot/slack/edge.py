"""Where Slack meets the conversation: who acts, one turn, and where its answer stands."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from slack_bolt.response import BoltResponse

from bot.conversation import Talks
from bot.labels import Worded
from bot.logs import Event, log
from bot.once import Once
from bot.person import Person
from bot.slack import block_limits as limit
from bot.slack.blocks import form_messages, said_blocks
from bot.slack.calls import Calls, NoAnswerError
from bot.slack.payload import delivery_of, text
from bot.slack.people import People, RefusedPersonError
from bot.slack.sheet import Json
from bot.slack.views import modal, paged
from bot.turns import Shown
from content.quotes import Quote
from dialogs.steps import Fact, Offer, Say

TAKEN = BoltResponse(status=200)
Answer = Callable[[Person], Awaitable[BoltResponse]]
Says = Callable[[Worded, Say], Awaitable[BoltResponse]]
EVERYBODYS = frozenset({"company"})
Spelled = tuple[str, tuple[tuple[str, Fact], ...], tuple[Quote, ...], tuple[Offer, ...], str]
"""What is said, without anybody's words, so that it can be looked up."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Everything a listener needs. `wording` is remembered by whoever gives it: a file is not read for a turn."""

    talks: Talks
    calls: Calls
    people: People
    once: Once[BoltResponse]
    wording: Callable[[str], Worded]

    async def take(self, body: Any, answer: Answer, says: Says, late: BoltResponse = TAKEN) -> BoltResponse:
        """Once for each delivery: `answer` for a person who may speak here, `says` a sentence to anybody else. `late`
        answers a delivery so long after the first that nobody knows any more what that was told."""
        return await self.once.answer(delivery_of(body), lambda: self._taken(body, answer, says), late)

    async def _taken(self, body: Any, answer: Answer, says: Says) -> BoltResponse:
        """What Slack does not let us show for good is taken all the same: it would deliver it again in vain."""
        try:
            return await self._take(body, answer, says)
        except NoAnswerError as refused:
            if refused.passing:
                raise
            log(Event.PART_FAILED, level=logging.WARNING, what="slack", reason=refused.reason)
            return TAKEN

    async def _take(self, body: Any, answer: Answer, says: Says) -> BoltResponse:
        try:
            person = await self.people.acting(body)
        except RefusedPersonError as refused:
            return await says(self.wording(refused.language), Say(f"slack.refused.{refused.reason}"))
        except NoAnswerError:
            return await says(self.wording(self.people.language), Say("slack.try_again"))
        return await answer(person)

    def words(self, person: Person) -> Worded:
        return self.wording(person.language)

    async def show(self, person: Person, shown: Shown, trigger: str) -> Say | None:
        """In a window. None when that is done; else what to say: Slack's three seconds are over, or it failed."""
        try:
            if await self.calls.open(trigger, modal(self.words(person), shown)):
                return None
        except NoAnswerError as refused:
            if not refused.passing:
                raise
        return Say("slack.too_late", offers=(Offer(shown.dialog, shown.regarding),))


def messages(words: Worded, shown: Shown) -> list[list[Json]]:
    """The blocks of a turn that may stand in a history: one message, or several when it is long. Not to be changed."""
    if shown.asking is None and all(map(_is_said_to_everybody, shown.said)):
        return _said_to_everybody(words, tuple(map(_spelled, shown.said)))
    said = said_blocks(words, shown.said)
    form = form_messages(words, shown, shown.asking) if shown.asking else []
    return paged([*said, *form], limit.MESSAGE_BLOCKS, limit.MESSAGE_BYTES)


def _is_said_to_everybody(say: Say) -> bool:
    """The menu, for one: no fact in it but the company's name, and so nothing of anybody's that would be remembered."""
    return say.facts.keys() <= EVERYBODYS and not say.words


def _spelled(say: Say) -> Spelled:
    return say.key, tuple(say.facts.items()), say.quotes, say.offers, say.language


@lru_cache(maxsize=64)
def _said_to_everybody(words: Worded, spelled: tuple[Spelled, ...]) -> list[list[Json]]:
    said = (Say(key, dict(facts), quotes, (), offers, language) for key, facts, quotes, offers, language in spelled)
    return paged(said_blocks(words, said), limit.MESSAGE_BLOCKS, limit.MESSAGE_BYTES)


def message(words: Worded, blocks: list[Json], **more: Any) -> Json:
    return {"text": words.text("slack.fallback"), "blocks": blocks, **more}


def ephemeral(words: Worded, said: tuple[Say, ...]) -> BoltResponse:
    return json_answer(message(words, said_blocks(words, said), response_type="ephemeral"))


def json_answer(body: Json) -> BoltResponse:
    return BoltResponse(status=200, body=body)


def with_said(shown: Shown, *said: Say) -> Shown:
    return replace(shown, said=(*said, *shown.said))


def trigger_of(body: Any) -> str:
    return text(body, "trigger_id")
