"""A reporter at the page, who presses again when there is no answer."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.faults.reporter import RECEIPT, answers

PATIENCE = aiohttp.ClientTimeout(total=2.0)
AGAIN_AFTER = 0.05


@dataclass(slots=True)
class PageReporter:
    """`presses` counts every [Send]. The nonce is the page's: it stays the same until there is an answer."""

    session: aiohttp.ClientSession
    page: str
    presses: int = 0
    receipts: dict[str, str] = field(default_factory=dict, repr=False)

    async def files(self, text: str) -> None:
        """Notes the receipt under the text once there is one."""
        told = dict(answers(text))
        nonce = secrets.token_hex(16)
        form = {"dialog": "report", "key": "report.form", "answers": told, "nonce": nonce}
        review = await self._posts("answer", form)
        sure = {**form, "key": "report.review", "restates": ["report.form"], "digest": review["digest"]}
        shown = await self._posts("answer", sure)
        found = RECEIPT.search(str(shown["said"]))
        assert found, [say["key"] for say in shown["said"]]
        self.receipts[text] = found[0]

    async def _posts(self, turn: str, body: dict[str, Any]) -> Any:
        while True:
            self.presses += body.get("key") == "report.review"
            try:
                headers = {"Origin": self.page}
                async with self.session.post(
                    f"{self.page}/api/{turn}", json=body, headers=headers, timeout=PATIENCE
                ) as answer:
                    assert answer.status == 200, answer.status
                    return await answer.json()
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(AGAIN_AFTER)
