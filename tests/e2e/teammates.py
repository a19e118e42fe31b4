"""What people do in Teams, as Microsoft's playground shows it: the story is told with these."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, FloatRect, Locator, Page, Route, expect

from tests.e2e.browser import PICTURES

SIZE = (1280, 3400)
"""High enough for the longest card: a picture shows the whole of it."""
PATIENCE = 20_000


@dataclass(frozen=True, slots=True)
class Teammate:
    """One person at their own playground."""

    page: Page

    @property
    def cards(self) -> Locator:
        return self.page.locator(".ac-adaptiveCard")

    @property
    def latest(self) -> Locator:
        return self.cards.last

    def card(self, text: str) -> Locator:
        """The latest that holds these words."""
        return self.cards.filter(has_text=text).last

    async def types(self, text: str) -> None:
        box = self.page.locator("[data-lexical-editor=true]")
        await box.fill(text)
        await box.press("Enter")

    async def sees(self, text: str) -> Locator:
        """Waits for a card with these words."""
        card = self.card(text)
        await expect(card).to_be_visible(timeout=PATIENCE)
        return card

    async def sees_no_more(self, text: str) -> None:
        await expect(self.cards.filter(has_text=text)).to_have_count(0, timeout=PATIENCE)

    async def presses(self, button: str, *, on: str) -> None:
        """`on`: words of the card."""
        card = await self.sees(on)
        await card.get_by_role("button", name=button, exact=True).last.click()

    async def writes(self, label: str, text: str, *, on: str) -> None:
        await (await self.sees(on)).get_by_label(label).fill(text)

    async def ticks(self, label: str, option: str, *, on: str) -> None:
        """One of several that are all shown."""
        group = (await self.sees(on)).get_by_role("radiogroup", name=label)
        await group.get_by_label(option, exact=True).check()

    async def picks(self, label: str, option: str, *, on: str) -> None:
        """One of a menu."""
        await (await self.sees(on)).get_by_role("combobox", name=label).click()
        await self.page.get_by_role("option", name=option, exact=True).click()

    async def opens(self, conversation: str) -> None:
        await self.page.get_by_role("treeitem", name=conversation).click()

    async def picture(self, name: str, *, of: str) -> None:
        """`of`: words of the card."""
        PICTURES.mkdir(exist_ok=True)
        await (await self.sees(of)).screenshot(path=PICTURES / f"teams_{name}.png")

    async def picture_in_chat(self, name: str, *, of: str) -> None:
        """The card with who sent it, and what stands around it."""
        card = await self.sees(of)
        await self.page.mouse.move(0, 0)
        box = await card.bounding_box()
        assert box
        left, over = box["x"] - 75, box["y"] - 35
        clip: FloatRect = {"x": left, "y": over, "width": box["width"] + 105, "height": box["height"] + 72}
        await self.page.screenshot(path=PICTURES / f"teams_{name}.png", clip=clip)


@asynccontextmanager
async def sitting_at(browser: Browser, address: str) -> AsyncIterator[Teammate]:
    """What the page would load from elsewhere, it does without."""
    context = await browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="reduce")
    await context.route(re.compile(r"^https?://(?!127\.0\.0\.1[:/])"), _refused)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(address)
    await page.get_by_title("Toggle Log Panel").click()
    try:
        yield Teammate(page)
    except BaseException:
        PICTURES.mkdir(exist_ok=True)
        await page.screenshot(path=PICTURES / f"teams_when_it_failed_{address.rpartition(':')[2]}.png")
        raise
    finally:
        await context.close()


async def _refused(route: Route) -> None:
    await route.abort()
