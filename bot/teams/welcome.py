"""A welcome, once: Teams says in several ways, and more than once, that the app was installed."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.teams.cards import activity, chat_cards, said_activity
from bot.teams.edge import Edge
from bot.teams.people import language_of, person_of, refusal
from bot.teams.received import Installed
from bot.teams.senders import UNKNOWN
from dialogs.steps import Say

REMEMBERED = 20_000
"""Conversations, in memory only; the one that came first goes first."""


@dataclass(slots=True)
class Welcome:
    """`since`: what was installed before is welcomed no more. It was then, or came while nobody was here; which of the
    two, only a list of everybody who has the app could tell, and none is kept."""

    edge: Edge
    since: datetime | None = None
    _welcomed: dict[str, None] = field(default_factory=dict, repr=False)

    async def installed(self, installed: Installed) -> None:
        """What fails is not remembered, nor a welcome of which Teams did not say whose it is: the next delivery tries
        again."""
        conversation = installed.place.conversation_id
        if not installed.added:
            self._welcomed.pop(conversation, None)
            return
        if conversation in self._welcomed or self._is_past(installed):
            return
        self._remember(conversation)
        try:
            await self._greet(installed)
        except BaseException:
            self._welcomed.pop(conversation, None)
            raise
        if installed.place.personal and installed.sender.refused == UNKNOWN:
            self._welcomed.pop(conversation, None)

    def _is_past(self, installed: Installed) -> bool:
        return self.since is not None and installed.at is not None and installed.at < self.since

    async def _greet(self, installed: Installed) -> None:
        edge, sender = self.edge, installed.sender
        words = edge.wording(language_of(edge, sender))
        said = refusal(sender) if installed.place.personal else Say("teams.personal_only")
        if said:
            await edge.posting.post(installed.place, said_activity(words, (said,), edge.forms))
            return
        shown = await edge.talks.begin(person_of(edge, sender), "menu")
        warned = () if edge.login else (Say("teams.no_login"),)
        for card_ in chat_cards(words, replace(shown, said=(*warned, *shown.said)), edge.forms):
            await edge.posting.post(installed.place, activity(words, card_))

    def _remember(self, conversation: str) -> None:
        if len(self._welcomed) >= REMEMBERED:
            del self._welcomed[next(iter(self._welcomed))]
        self._welcomed[conversation] = None
