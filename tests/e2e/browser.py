"""A real browser in front of the real house."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.e2e.house import staged
from tests.e2e.required import require

CHROMIUM = Path("/usr/bin/chromium")
PICTURES = Path(__file__).parent.parent / "screenshots"
WIDE, PHONE = (1440, 900), (390, 844)


def require_chromium() -> None:
    """Skips without a browser, or fails where everything is required."""
    require(CHROMIUM.exists(), f"there is no {CHROMIUM}: the browser tests need Debian's chromium")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser,
    address: str,
    size: tuple[int, int] = WIDE,
    *,
    dark: bool = False,
    complaints_about: tuple[str, ...] = (),
) -> AsyncIterator[Page]:
    """The page, ready. What it writes to the console, or fails with, fails the test, unless it was to be expected."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    await page.goto(address)
    await page.locator("body.ready").wait_for()
    try:
        yield page
    except BaseException:
        await picture(page, "when_it_failed")
        raise
    await context.close()
    unforeseen = [line for line in complaints if not any(about in line for about in complaints_about)]
    assert not unforeseen, unforeseen


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")


@asynccontextmanager
async def playing(
    folder: Path,
    size: tuple[int, int] = WIDE,
    *,
    dark: bool = False,
    anonymous: bool = False,
    complaints_about: tuple[str, ...] = (),
) -> AsyncIterator[Page]:
    """A new house and its page."""
    require_chromium()
    async with (
        staged(folder, anonymous=anonymous) as stage,
        chromium() as browser,
        opened(browser, stage.page, size, dark=dark, complaints_about=complaints_about) as page,
    ):
        yield page
