"""What people do in the page, in their own words: the story is told with these."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect


@dataclass(frozen=True, slots=True)
class Side:
    """One pane, and the window that opens from it."""

    page: Page
    pane: Locator

    @property
    def window(self) -> Locator:
        return self.page.locator("dialog.modal[open]")

    @property
    def latest(self) -> Locator:
        return self.pane.locator(".stream .turn.bot").last

    async def asks(self, question: str) -> None:
        line = self.pane.locator(".composer textarea").first
        await line.fill(question)
        await line.press("Enter")

    async def presses(self, name: str) -> None:
        """The last button of that name in the conversation."""
        await self.pane.get_by_role("button", name=name, exact=True).last.click()

    async def chooses(self, answer: str) -> None:
        """Answers the question that is asked now, and waits for the next."""
        await self.pane.locator(".choice", has_text=answer).last.click()
        await expect(self.pane.locator(".turn.mine").last).to_contain_text(answer)

    async def presses_in_window(self, name: str) -> None:
        await self.window.get_by_role("button", name=name, exact=True).last.click()

    async def closes_window(self) -> None:
        await self.window.locator(".modal-head button").click()
        await expect(self.window).to_have_count(0)

    async def becomes(self, key: str) -> None:
        await self.pane.locator("select.person").select_option(key)

    async def looks_at(self, tab: str) -> None:
        await self.pane.get_by_role("tab", name=tab).click()


def employee(page: Page) -> Side:
    return Side(page, page.locator(".pane.left"))


def committee(page: Page) -> Side:
    return Side(page, page.locator(".pane.right"))


@dataclass(frozen=True, slots=True)
class Told:
    """What goes into the report form. All of it is invented."""

    narrative: str
    category: str = "fraud_theft"
    danger: str = "no"
    level: str = "anonymous"
    involved: tuple[str, ...] = ()


async def fills_in(side: Side, told: Told) -> None:
    """The report form, as far as the review."""
    await side.window.locator("[data-field=category]").select_option(told.category)
    await side.window.locator("[data-field=narrative]").fill(told.narrative)
    for name in told.involved:
        await side.window.get_by_label(name, exact=True).check()
    for field, value in (("danger", told.danger), ("level", told.level)):
        await side.window.locator(f"[data-field={field}][value={value}]").check()
    await side.presses_in_window("Review")
    await expect(side.window.locator("[data-key='report.will_receive']")).to_be_visible()


async def sends(side: Side) -> str:
    """The reviewed report; returns the receipt."""
    await side.presses_in_window("Send")
    receipt = side.window.locator(".receipt-code")
    await receipt.wait_for()
    return await receipt.inner_text()


async def keeps(side: Side, receipt: str) -> None:
    await side.window.locator("[data-field=ending]").fill(receipt[-5:])
    await side.presses_in_window("I have written it down")
    await expect(side.window.locator("[data-key='receipt.kept']")).to_be_visible()
    await side.closes_window()
