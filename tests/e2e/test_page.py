"""What the page promises by itself: keys, focus, nothing lost, nothing active, every width and either light."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from tests.e2e.accessibility import check
from tests.e2e.browser import PHONE, chromium, opened, picture, playing, require_chromium
from tests.e2e.holding import held
from tests.e2e.house import staged
from tests.e2e.people import Side, Told, committee, employee, fills_in, keeps, sends

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(2)) \u202egnp.exe\u202c \u200bhidden "
    "<script>alert(3)</script>"
)
STORY = "The till at the ferry terminal is counted by one person only."


async def test_a_window_takes_the_focus_and_gives_it_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side = employee(page)
        opener = side.pane.get_by_role("button", name="Report a concern", exact=True)
        await opener.focus()
        await page.keyboard.press("Enter")
        await expect(side.window.locator("h2")).to_be_focused()
        for _ in range(40):
            await page.keyboard.press("Tab")
            assert await page.evaluate(
                "!!document.activeElement.closest('dialog') || document.activeElement === document.body"
            )
        await page.keyboard.press("Escape")
        await expect(side.window).to_have_count(0)
        await expect(opener).to_be_focused()


async def test_a_walk_goes_on_by_keyboard(tmp_path: Path) -> None:
    """Each answer leaves the focus where the next question stands: Tab reaches its first control."""
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.pane.get_by_role("button", name="Walk me through it").focus()
        await page.keyboard.press("Enter")
        await expect(side.latest).to_contain_text("Step 1 of 7")
        await side.pane.locator(".choice").first.focus()
        await page.keyboard.press("Enter")
        await expect(side.latest).to_contain_text("Step 2 of 7")
        await page.keyboard.press("Tab")
        await expect(side.latest.locator("summary")).to_be_focused()


async def test_a_summary_that_is_closed_leaves_a_way_back_to_it(tmp_path: Path) -> None:
    answers = ("Yes", "It seems all right", "Yes", "Yes, I will", "No, I have somebody", "No", "before I act")
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.presses("Walk me through it")
        for step, answer in enumerate(answers, 1):
            await expect(side.latest).to_contain_text(f"Step {step} of 7")
            await side.chooses(answer)
        await expect(side.window.locator("[data-key='guidance.summary']")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(side.window).to_have_count(0)
        await expect(side.latest).to_contain_text("kept sealed until")
        await side.presses("Go on with my walk")
        await expect(side.window.locator("[data-key='guidance.summary']")).to_be_visible()


async def test_what_is_typed_and_answered_in_a_window_gets_a_word_in_the_chat(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.asks("report")
        await expect(side.window.locator("[data-field=narrative]")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(side.latest).to_contain_text("opens in a window of its own")


async def test_a_wrong_field_gets_the_focus_and_its_problem(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.presses("Report a concern")
        await side.window.locator("[data-field=narrative]").fill(STORY)
        await side.presses_in_window("Review")
        category = side.window.locator("[data-field=category]")
        await expect(category).to_be_focused()
        await expect(category).to_have_attribute("aria-invalid", "true")
        told = str(await category.get_attribute("aria-describedby")).split()[0]
        await expect(side.window.locator(f"[id={told}]")).to_be_visible()
        await expect(side.window.locator("[data-field=narrative]")).to_have_value(STORY)
        await check(page)
        await picture(page, "problems")


async def test_closing_a_window_with_words_in_it_asks_first(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.presses("Report a concern")
        await side.window.locator("[data-field=narrative]").fill(STORY)
        await page.keyboard.press("Escape")
        question = page.get_by_role("alertdialog")
        await expect(question).to_be_visible()
        await check(page)
        await picture(page, "discard")
        await question.get_by_role("button", name="Keep writing").click()
        await expect(question).to_be_hidden()
        await expect(side.window.locator("[data-field=narrative]")).to_have_value(STORY)
        await page.keyboard.press("Escape")
        await question.get_by_role("button", name="Discard it").click()
        await expect(side.window).to_have_count(0)
        await side.presses("Report a concern")
        await expect(side.window.locator("[data-field=narrative]")).to_have_value("")


async def test_a_question_asked_again_at_once_is_still_answered(tmp_path: Path) -> None:
    """The browser tells of a closed question a moment later; that is no answer to the next one."""
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.presses("Report a concern")
        await side.window.locator("[data-field=narrative]").fill(STORY)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("alertdialog")).to_be_visible()
        await page.evaluate(
            "() => { document.querySelector('.question .primary').click();"
            " document.querySelector('.modal-head button').click(); }"
        )
        await page.get_by_role("button", name="Discard it").click()
        await expect(side.window).to_have_count(0)


async def test_too_long_a_text_says_by_how_much(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.presses("Report a concern")
        await side.window.locator("[data-field=narrative]").fill("a" * 2990)
        await expect(side.window.locator(".count", has_text="10 characters left")).to_be_visible()
        await side.window.locator("[data-field=narrative]").fill("a" * 3500)
        await expect(side.window.locator(".count.over")).to_have_text("500 too many")


async def test_when_nobody_is_left_the_other_ways_are_a_list(tmp_path: Path) -> None:
    """Only who was ticked is framed as wrong; the Committee's own post is none of the ways."""
    async with playing(tmp_path) as page:
        side = employee(page)
        await side.presses("Report a concern")
        await side.window.locator("[data-field=category]").select_option("other")
        await side.window.locator("[data-field=narrative]").fill(STORY)
        for member in ("Inés Calloway", "Paul Okonjo", "Greta Halvorsen"):
            await side.window.get_by_label(member, exact=True).check()
        await side.window.locator("[data-field=danger][value=no]").check()
        await side.window.locator("[data-field=level][value=anonymous]").check()
        await side.presses_in_window("Review")
        ways = side.window.locator(".problem li")
        await expect(ways).to_have_count(2)
        await expect(ways.first).to_contain_text("Whistleblower Hotline")
        await expect(side.window.locator(".problem")).not_to_contain_text("Audit Committee,")
        await check(page)
        await picture(page, "nobody_left")


async def test_a_press_that_failed_is_answered_where_it_was_pressed(tmp_path: Path) -> None:
    async with playing(tmp_path, complaints_about=("net::ERR_FAILED",)) as page:
        side, chair = employee(page), committee(page)
        await keeps(side, await reports(side))
        await chair.looks_at("Cases")
        await expect(chair.pane.locator(".panel.shown .row")).to_have_count(1)
        await page.route("**/api/begin", the_case_is_lost)
        await chair.presses("Read the report")
        beside = chair.pane.locator(".beside")
        await expect(beside).to_contain_text("no answer from the server")
        await check(page)
        await picture(page, "failed_in_cases")
        await page.unroute("**/api/begin")
        await chair.presses("Read the report")
        await expect(chair.window).to_contain_text(STORY)
        await chair.closes_window()
        await expect(beside).to_be_hidden()


async def the_case_is_lost(route: Route) -> None:
    if (route.request.post_data_json or {}).get("dialog") == "case":
        await route.abort()
    else:
        await route.continue_()


async def test_without_an_answer_the_words_stay_and_the_next_press_sends_them_once(tmp_path: Path) -> None:
    """The server has filed it, its answer is lost, the person presses again: one case, one receipt."""
    async with playing(tmp_path, complaints_about=("net::ERR_FAILED",)) as page:
        side, chair = employee(page), committee(page)
        await side.presses("Report a concern")
        await fills_in(side, Told(STORY))
        await page.route("**/api/answer", answer_is_lost, times=1)
        await side.presses_in_window("Send")
        await expect(side.window.get_by_role("alert")).to_contain_text("no answer from the server")
        await expect(side.window.get_by_role("alert")).to_contain_text("Whistleblower Hotline")
        await expect(side.window.locator("[data-field=narrative]")).to_have_value(STORY)
        await picture(page, "offline")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("alertdialog")).to_contain_text("Nobody can say yet whether it was sent")
        await page.get_by_role("button", name="Stay and try again").click()
        await keeps(side, await sends(side))
        await expect(chair.pane.locator(".stream .delivered")).to_have_count(1)


async def answer_is_lost(route: Route) -> None:
    await route.fetch()
    await route.abort()


async def test_while_a_report_is_being_sent_nobody_can_leave_it(tmp_path: Path) -> None:
    """Cancel, the cross, Escape and another person wait for the answer, and the receipt is shown."""
    async with playing(tmp_path) as page, held(page, "answer") as answers:
        side = employee(page)
        await side.presses("Report a concern")
        await fills_in(side, Told(STORY))
        answers.hold()
        await side.presses_in_window("Send")
        await expect(side.window.locator(".wait")).to_have_text("One moment: it is being sent.")
        cancel = side.window.get_by_role("button", name="Cancel")
        await expect(cancel).to_have_attribute("aria-disabled", "true")
        await cancel.click(force=True)
        await side.window.locator(".modal-head button").click(force=True)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await expect(side.pane.locator("select.person")).to_be_disabled()
        await expect(page.get_by_role("alertdialog")).to_have_count(0)
        await picture(page, "sending")
        answers.let_go()
        receipt = side.window.locator(".receipt-code")
        await expect(receipt).to_be_visible()
        await expect(side.window.get_by_role("button", name="Cancel")).to_have_count(0)
        await side.window.get_by_role("button", name="Close", exact=True).last.click()
        await page.get_by_role("button", name="Show it again").click()
        await keeps(side, await receipt.inner_text())
        await expect(side.pane.locator("select.person")).to_be_enabled()


async def test_a_press_during_a_slow_answer_waits_and_is_not_lost(tmp_path: Path) -> None:
    async with playing(tmp_path) as page, held(page, "said") as answers:
        side = employee(page)
        await expect(side.latest).to_be_visible()
        answers.hold()
        await side.asks("May I take a gift from a supplier?")
        await expect(side.pane.locator(".thinking")).to_be_visible()
        await side.presses("Report a concern")
        await expect(side.pane.locator("button.waiting")).to_have_text("Report a concern")
        answers.let_go()
        await expect(side.window.locator("h2")).to_have_text("Report a concern")
        await expect(side.pane.locator(".waiting")).to_have_count(0)
        await expect(side.latest.locator(".quote").first).to_be_attached()


async def test_another_person_sits_down_when_the_answer_is_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as page, held(page, "said") as answers:
        side = employee(page)
        await expect(side.latest).to_be_visible()
        answers.hold()
        await side.asks("May I take a gift from a supplier?")
        await side.becomes("tomas")
        await expect(side.pane.locator("select.waiting")).to_be_visible()
        answers.let_go()
        await expect(side.pane.locator(".turn.mine")).to_have_count(0)
        await expect(side.pane.locator("select.person")).to_have_value("tomas")
        await side.becomes("maya")
        await expect(side.latest.locator(".quote").first).to_be_visible()


async def test_a_restart_of_the_server_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """The page finds the server again by itself; messages stand as they stood, and the walk goes on where it was."""
    require_chromium()
    async with AsyncExitStack() as first, chromium() as browser:
        stage = await first.enter_async_context(staged(tmp_path))
        async with opened(browser, stage.page, complaints_about=("net::ERR_",)) as page:
            side, chair = employee(page), committee(page)
            await keeps(side, await reports(side))
            await side.presses("Walk me through it")
            await side.chooses("Yes")
            await expect(side.latest).to_contain_text("Step 2 of 7")
            await expect(chair.pane.locator(".stream .delivered")).to_have_count(1)
            await first.aclose()
            await expect(chair.pane.locator(".status")).to_contain_text("connection is lost")
            await picture(page, "reconnecting")
            async with staged(tmp_path, port=int(stage.page.rpartition(":")[2])):
                await expect(chair.pane.locator(".status")).to_be_empty()
                await expect(chair.pane.locator(".stream .delivered")).to_have_count(1)
                await side.chooses("It seems improper")
                await expect(side.latest).to_contain_text("Step 3 of 7")


async def reports(side: Side) -> str:
    await side.presses("Report a concern")
    await fills_in(side, Told(STORY))
    return await sends(side)


async def test_a_double_click_sends_one_report_and_shows_one_receipt(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side, chair = employee(page), committee(page)
        await side.presses("Report a concern")
        await fills_in(side, Told(STORY))
        await side.window.get_by_role("button", name="Send", exact=True).dblclick()
        receipts = side.window.locator(".receipt-code")
        await expect(receipts).to_have_count(1)
        await keeps(side, await receipts.inner_text())
        await expect(chair.pane.locator(".stream .delivered")).to_have_count(1)
        await chair.looks_at("Cases")
        await expect(chair.pane.locator(".panel.shown .row")).to_have_count(1)
        await chair.presses("Read the report")
        await expect(chair.window).to_contain_text(STORY)
        await chair.closes_window()
        assert await chair.pane.evaluate("(pane) => pane.contains(document.activeElement)")


async def test_whoever_is_struck_out_finds_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side, chair = employee(page), committee(page)
        await side.presses("Report a concern")
        await fills_in(side, Told(STORY, involved=("Inés Calloway",)))
        await expect(side.window.locator("[data-key='report.will_not_receive']")).to_contain_text("Inés Calloway")
        await picture(page, "struck_out")
        await keeps(side, await sends(side))
        await chair.becomes("greta")
        await expect(chair.pane.locator(".stream .delivered")).to_have_count(1)
        await chair.becomes("ines")
        await expect(chair.pane.locator(".stream .empty")).to_be_visible()
        await chair.looks_at("Channel")
        await expect(chair.pane.locator(".panel.shown .delivered")).to_have_count(0)
        await chair.looks_at("Cases")
        await expect(chair.pane.locator(".panel.shown .row")).to_have_count(0)


async def test_what_people_write_is_shown_and_never_run(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        side, chair = employee(page), committee(page)
        await side.asks(HOSTILE)
        await expect(side.latest.locator(".offers, .quote").first).to_be_visible()
        await expect(side.pane.locator(".turn.mine").last).to_contain_text("<img src=x onerror=alert(1)>")
        await side.presses("Report a concern")
        await fills_in(side, Told(HOSTILE))
        await keeps(side, await sends(side))
        await expect(chair.pane.locator(".stream .delivered")).to_have_count(1)
        await chair.presses("Read the report")
        written = chair.window.locator(".written").first
        await expect(written).to_contain_text("<img src=x onerror=alert(1)> **bold**")
        shown = await written.inner_text()
        assert not set(shown) & set("\u202e\u202c\u200b")
        assert await page.locator("main img[src=x], dialog img[src=x], dialog script").count() == 0


async def test_the_page_without_accounts(tmp_path: Path) -> None:
    """Ask, walk and come back with a receipt; nothing of the Committee, nobody to play."""
    async with playing(tmp_path, anonymous=True) as page:
        pane = page.locator(".pane.single")
        await pane.get_by_role("button", name="Walk me through it").click()
        await pane.locator(".choice").first.click()
        await expect(pane.locator(".turn.bot").last).to_contain_text("Step 2 of 7")
        await pane.get_by_role("button", name="Back").click()
        await expect(pane.locator(".turn.bot").last).to_contain_text("Step 1 of 7")
        assert await page.locator("select.person, [role=tab]").count() == 0
        await check(page)
        await picture(page, "anonymous")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_on_a_phone(tmp_path: Path, *, dark: bool) -> None:
    """The panes are tabs, a window fills the screen, nothing is wider than it."""
    light = "dark" if dark else "light"
    async with playing(tmp_path, PHONE, dark=dark) as page:
        side, chair = employee(page), committee(page)
        await side.asks("May I take a gift from a supplier?")
        await expect(side.latest.locator(".quote").first).to_be_visible()
        await check(page)
        await picture(page, f"phone_{light}_question")
        await side.presses("Report a concern")
        await check(page)
        await expect(side.window.locator("details.part[open]")).to_have_count(0)
        await expect(side.window.get_by_role("button", name="Review")).not_to_be_in_viewport()
        await picture(page, f"phone_{light}_promise")
        await side.window.locator("[data-field=category]").scroll_into_view_if_needed()
        await picture(page, f"phone_{light}_form")
        await fills_in(side, Told(STORY))
        await check(page)
        await picture(page, f"phone_{light}_review")
        receipt = await sends(side)
        await check(page)
        await picture(page, f"phone_{light}_receipt")
        await keeps(side, receipt)
        tab = page.get_by_role("tab", name="Audit Committee")
        await expect(tab.locator(".badge")).to_have_text("1")
        await tab.click()
        await check(page)
        await picture(page, f"phone_{light}_notice")
        await chair.looks_at("Cases")
        row = chair.pane.locator(".panel.shown .row")
        text, press = await row.locator("p").bounding_box(), await row.get_by_role("button").bounding_box()
        assert text and press and press["y"] >= text["y"] + text["height"]
        await check(page)
        await picture(page, f"phone_{light}_cases")
        await chair.looks_at("Messages")
        await chair.presses("Read the report")
        await expect(chair.window).to_contain_text(STORY)
        await check(page)
        await picture(page, f"phone_{light}_case")


async def test_in_the_dark(tmp_path: Path) -> None:
    async with playing(tmp_path, dark=True) as page:
        side, chair = employee(page), committee(page)
        await side.presses("Whom to contact")
        await expect(side.latest).to_contain_text("Telephone")
        await check(page)
        await picture(page, "dark_contacts")
        await side.presses("Report a concern")
        await fills_in(side, Told(STORY, danger="yes"))
        await check(page)
        await picture(page, "dark_review")
        await keeps(side, await sends(side))
        await chair.presses("Read the report")
        await expect(chair.window).to_contain_text(STORY)
        await check(page)
        await picture(page, "dark_case")
