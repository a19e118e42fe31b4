"""A reporter in Slack, who presses again when Slack says that the app did not answer."""

import asyncio
from dataclasses import dataclass, field

from tests.faults.reporter import RECEIPT
from tests.slack.views import View
from tests.slack_api import SlackApi

AGAIN_AFTER = 0.05
TOLD = {"category": "accounting", "danger": "no", "when_where": "", "known_to": "", "level": "anonymous"}


@dataclass(slots=True)
class SlackReporter:
    """`presses` counts every [Send]; `receipts` are noted under the text of the report."""

    slack: SlackApi
    presses: int = 0
    receipts: dict[str, str] = field(default_factory=dict, repr=False)

    async def files(self, user: str, text: str) -> None:
        form = await self._opened(user)
        while form.title and "narrative" in str(form.inputs) and not form.private_metadata.count("report.review"):
            await self._sends(user, {**TOLD, "narrative": text})
        while not (found := RECEIPT.search(form.text)):
            self.presses += 1
            await self._sends(user, {})
        self.receipts[text] = found[0]

    async def _opened(self, user: str) -> View:
        while (view := self.slack.view_of(user)) is None:
            await self.slack.command(user, text="report")
            if self.slack.view_of(user) is None:
                await asyncio.sleep(AGAIN_AFTER)
        return view

    async def _sends(self, user: str, values: dict[str, str]) -> None:
        answer = await self.slack.submits(user, values)
        if not answer.ok:
            await asyncio.sleep(AGAIN_AFTER)
