"""A reporter in Teams, who presses again when Teams says that something went wrong."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field

import aiohttp

from tests.faults.reporter import RECEIPT
from tests.teams.seen import inputs_of
from tests.teams_api import NotAnsweredError, TeamsApi

AGAIN_AFTER = 0.05
TOLD = {"category": "accounting", "danger": "no", "when_where": "", "known_to": "", "level": "anonymous"}


@dataclass(slots=True)
class TeamsReporter:
    """`presses` counts every [Send]; `receipts` are noted under the text of the report."""

    teams: TeamsApi
    presses: int = 0
    receipts: dict[str, str] = field(default_factory=dict, repr=False)

    async def files(self, user: str, text: str) -> None:
        await self._opened(user)
        while "narrative" not in self._inputs(user) or "report.review" not in self._inputs(user):
            if "narrative" not in self._inputs(user):
                await self._opened(user)
            await self._tried(self.teams.submits(user, self._told(user, text)))
        while not (found := RECEIPT.search(self.teams.seen(user))):
            self.presses += 1
            await self._tried(self.teams.submits(user, {}))
        self.receipts[text] = found[0]

    async def _opened(self, user: str) -> None:
        """By way of the button that stands in the chat."""
        while "narrative" not in self._inputs(user):
            self.teams.closes(user)
            await self._tried(self.teams.types(user, "report"))
            await self._tried(self.teams.presses(user, "Report a concern"))

    def _told(self, user: str, text: str) -> dict[str, str]:
        """What the window still asks for: in one that came back, what was chosen is kept."""
        window = self.teams.windows.get(user)
        asked = {str(node["id"]).partition(":")[2] for node in inputs_of(window.card)} if window else set()
        return {name: value for name, value in {**TOLD, "narrative": text}.items() if name in asked}

    def _inputs(self, user: str) -> str:
        window = self.teams.windows.get(user)
        return str(window.card) if window else ""

    @staticmethod
    async def _tried(step: Awaitable[None]) -> None:
        try:
            await step
        except (aiohttp.ClientError, NotAnsweredError, LookupError, OSError):
            await asyncio.sleep(AGAIN_AFTER)
