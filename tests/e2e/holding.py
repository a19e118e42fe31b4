"""A slow server: the answers of one kind of turn wait until the test lets them go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, Route


class Answers:
    """What the server has answered and the page does not have yet. They go through until `hold`."""

    def __init__(self) -> None:
        self._free = asyncio.Event()
        self._free.set()

    def hold(self) -> None:
        self._free.clear()

    def let_go(self) -> None:
        self._free.set()

    async def pass_on(self, route: Route) -> None:
        answer = await route.fetch()
        await self._free.wait()
        await route.fulfill(response=answer)


@asynccontextmanager
async def held(page: Page, turn: str) -> AsyncIterator[Answers]:
    answers = Answers()
    await page.route(f"**/api/{turn}", answers.pass_on)
    yield answers
