"""The whole story in a real browser: ask, be walked through, report, and what the Committee does with it."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.accessibility import check
from tests.e2e.browser import picture, playing
from tests.e2e.people import Side, Told, committee, employee, fills_in, keeps, sends

pytestmark = pytest.mark.browser

NOTE = "The north depot books rail tickets that nobody uses."
STORY = "Rail tickets are booked at the north depot and handed back for cash. I saw it on three Mondays."
QUESTION = "Which of the three Mondays are you surest of?"
ANSWER = "The second one: the ledger for that day was open on the counter."
TOLD = "We have stopped the refunds in cash. Thank you for telling us."


async def test_the_whole_story(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        maya, chair = employee(page), committee(page)
        await asks_the_code(maya)
        await walks_through(maya)
        receipt = await reports(maya)
        case = await is_told(chair)
        await reads_and_acknowledges(chair, case)
        await asks_back(chair)
        await returns_and_answers(maya, receipt)
        await reads_the_answer_and_closes(chair, case)
        await finds_it_closed(maya, receipt)
        await nothing_of_it_stays(maya)


async def asks_the_code(maya: Side) -> None:
    await maya.asks("Can I accept tickets to a football game from a supplier?")
    await expect(maya.latest.locator(".quote blockquote").first).to_contain_text("No gift or entertainment should ever")
    await expect(maya.latest.locator(".quote figcaption").first).to_contain_text(
        "Section 7, Competition and Fair Dealing"
    )
    await check(maya.page)
    await picture(maya.page, "1_question")


async def walks_through(maya: Side) -> None:
    """Seven steps, one taken back, a note on the way; the summary goes into a report by choice only."""
    await maya.presses("Walk me through it")
    await maya.pane.get_by_text("Add a note").last.click()
    await maya.pane.locator("[data-field=note]").last.fill(NOTE)
    await maya.chooses("Yes")
    await expect(maya.latest).to_contain_text("Step 2 of 7")
    await maya.presses("Back")
    await expect(maya.latest).to_contain_text("Step 1 of 7")
    await expect(maya.pane.locator(".turn.bot", has_text="Step 1 of 7")).to_have_count(1)
    await maya.pane.get_by_text("Add a note").last.click()
    await maya.pane.locator("[data-field=note]").last.fill(NOTE)
    await maya.chooses("Yes")
    await picture(maya.page, "2_walk")
    for answer in (
        "It seems improper",
        "I am alone with it",
        "I do not feel comfortable",
        "No, not to any",
        "Yes",
        "before I act",
    ):
        await maya.chooses(answer)
    await expect(maya.window.locator("[data-key='guidance.summary']")).to_be_visible()
    await check(maya.page)
    await picture(maya.page, "3_summary")
    async with maya.page.expect_download() as downloading:
        await maya.presses_in_window("Download")
    assert NOTE in (await (await downloading.value).path()).read_text(encoding="utf-8")
    await maya.presses_in_window("Copy")
    assert NOTE in str(await maya.page.evaluate("navigator.clipboard.readText()"))


async def reports(maya: Side) -> str:
    await maya.window.locator("[data-field=way][value=carry]").check()
    await maya.window.locator("button[type=submit]").click()
    await expect(maya.window.locator("[data-field=narrative]")).to_have_value(NOTE)
    await check(maya.page)
    await picture(maya.page, "4_promise")
    await fills_in(maya, Told(STORY))
    await expect(maya.window.locator("[data-key='report.will_receive']")).to_contain_text("Greta Halvorsen")
    await check(maya.page)
    await picture(maya.page, "5_review")
    receipt = await sends(maya)
    await check(maya.page)
    await picture(maya.page, "6_receipt")
    await keeps(maya, receipt)
    return receipt


async def is_told(chair: Side) -> str:
    """By a direct message without a word of it, and a channel note that says less; returns the case's number."""
    notice = chair.pane.locator(".stream .delivered").last
    await expect(notice).to_contain_text("New report, case")
    await expect(notice).not_to_contain_text("Mondays")
    case = (await notice.inner_text()).split("case ")[1][:6]
    await chair.looks_at("Channel")
    await expect(chair.pane.locator(".panel.shown .delivered")).to_contain_text(case)
    await expect(chair.pane.locator(".panel.shown .delivered")).not_to_contain_text("Fraud")
    await picture(chair.page, "7_channel")
    await chair.looks_at("Cases")
    await expect(chair.pane.locator(".panel.shown")).to_contain_text(case)
    await picture(chair.page, "8_cases")
    await chair.looks_at("Messages")
    await picture(chair.page, "9_notice")
    return case


async def reads_and_acknowledges(chair: Side, case: str) -> None:
    await chair.presses("Read the report")
    await expect(chair.window.locator(".written").first).to_have_text(STORY)
    await check(chair.page)
    await picture(chair.page, "10_case")
    await chair.presses_in_window("Acknowledge")
    await expect(chair.window).to_contain_text(f"acknowledged case {case}")
    await chair.closes_window()


async def asks_back(chair: Side) -> None:
    await chair.presses("Read the report")
    await chair.presses_in_window("Ask the reporter")
    await chair.window.locator("textarea").fill(QUESTION)
    await chair.presses_in_window("Send")
    await expect(chair.window.locator("form textarea")).to_have_count(0)
    await chair.closes_window()


async def returns_and_answers(maya: Side, receipt: str) -> None:
    await maya.presses("I have a receipt")
    await maya.window.locator("[data-field=receipt]").fill(receipt.lower().replace("-", " "))
    await maya.window.locator("button[type=submit]").click()
    await expect(maya.window).to_contain_text(QUESTION)
    await picture(maya.page, "11_follow_up")
    await maya.window.locator("textarea").fill(ANSWER)
    await maya.window.locator("button[type=submit]").click()
    await expect(maya.window.locator("form textarea")).to_have_count(0)
    await maya.closes_window()


async def reads_the_answer_and_closes(chair: Side, case: str) -> None:
    await expect(chair.pane.locator(".stream .delivered", has_text="something new to read")).to_have_count(1)
    await chair.presses("Read the report")
    await expect(chair.window).to_contain_text(ANSWER)
    await chair.presses_in_window("Close the case")
    await chair.window.locator("[data-field=disposition][value=substantiated]").check()
    await chair.window.locator("textarea").fill(TOLD)
    await chair.presses_in_window("Close it")
    await expect(chair.window).to_contain_text(f"Case {case} is closed")
    await chair.closes_window()


async def finds_it_closed(maya: Side, receipt: str) -> None:
    await maya.presses("I have a receipt")
    await maya.window.locator("[data-field=receipt]").fill(receipt)
    await maya.window.locator("button[type=submit]").click()
    await expect(maya.window).to_contain_text(TOLD)
    await maya.closes_window()


async def nothing_of_it_stays(maya: Side) -> None:
    """Not in the page, not in the browser's storage."""
    page = maya.page
    for words in (STORY, QUESTION, ANSWER, TOLD):
        assert words not in await page.content()
    assert await page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    assert await page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert await page.evaluate("history.state") is None
    await picture(page, "12_after")
