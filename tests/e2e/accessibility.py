"""What a machine can check of a page's accessibility; the checks themselves stand in accessibility.js."""

from pathlib import Path

from playwright.async_api import Page

CHECKS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


async def check(page: Page) -> None:
    """Every control has a name and 44 pixels, every problem belongs to a field, all text has a contrast of 4.5."""
    found = await page.evaluate(CHECKS)
    assert not found, "\n".join(found)
