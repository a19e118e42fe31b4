"""The whole story in Microsoft's own playground for Teams: three people in three browsers, and `askfirst serve`.

The playground shows no dialogs of Teams: forms come as cards, which development alone allows. Dialogs are played over
the wire (`tests/test_teams_windows.py`, `tests/test_teams_forged.py`).
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.browser import chromium, require_chromium
from tests.e2e.playgrounds import CHANNEL, TEAM, playgrounds, require_playground
from tests.e2e.teammates import Teammate, sitting_at
from tests.e2e.test_slack_story import RECEIPT, WALK
from tests.shell import Shell
from tests.teams.chats import TENANT
from tests.teams.signing import APP_ID
from tests.teams_house import COMMITTEE_CHANNEL, DANA, GRACE, MEI, NAMES, SAMUEL
from tests.test_slack_serving import free_port

pytestmark = pytest.mark.browser

STORY = "The north depot's invoices for March were dated back to February. I saw the stamps on the second of April."
ASKED, ANSWERED = "Which quarter was it?", "The first one, as far as I know."
ACKNOWLEDGED = "acknowledged by Grace Lindqvist"
FORM, REVIEW, FILED = "Are people in danger?", "Please read it once more", "Your report is filed"
ASIDE, NOT_TOLD, CLOSING = "notices you got about it are blanked", "you are not told", "What came of it?"
COMES_BACK = "Come back with your receipt"


@dataclass(frozen=True, slots=True)
class Office:
    """Dana reports; Grace and Samuel are members, and so is Mei, who sits at no playground."""

    dana: Teammate
    grace: Teammate
    samuel: Teammate


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    require_chromium()
    require_playground()
    port = free_port()
    async with (
        playgrounds(folder, f"http://127.0.0.1:{port}/api/messages", (DANA, GRACE, SAMUEL)) as at,
        served(folder, port, played_at=at[GRACE].connector),
        chromium() as browser,
        AsyncExitStack() as stack,
    ):
        sit = [await stack.enter_async_context(sitting_at(browser, at[who].page)) for who in (DANA, GRACE, SAMUEL)]
        yield Office(*sit)


@asynccontextmanager
async def served(folder: Path, port: int, played_at: str) -> AsyncIterator[None]:
    """As the README has it for the playground."""
    shell = Shell(folder)
    named = [part for who in (GRACE, SAMUEL, MEI) for part in ("--member", f"{NAMES[who]}={who}")]
    roles = ("--chair", NAMES[GRACE], "--acting", NAMES[SAMUEL])
    done = await asyncio.to_thread(shell.run, "init", "--development", "--teams-tenant", TENANT, *named, *roles)
    assert done.code == 0, done.err
    process = await asyncio.to_thread(shell.start, "serve", **variables(port, played_at))
    try:
        assert process.stdout
        assert b"askfirst serves" in await asyncio.to_thread(process.stdout.readline)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = await asyncio.to_thread(process.communicate)
    assert process.returncode == 0, told.decode()
    assert b"serve.login_off" in told
    assert not [line for line in told.splitlines() if b" ERROR " in line or b"Dana" in line], told.decode()


def variables(port: int, played_at: str) -> dict[str, str]:
    return {
        "MicrosoftAppId": APP_ID,
        "ASKFIRST_HTTP__PORT": str(port),
        "ASKFIRST_WEB__PORT": str(free_port()),
        "ASKFIRST_TEAMS__LOGIN": "false",
        "ASKFIRST_TEAMS__FORMS": "card",
        "ASKFIRST_TEAMS__PLAYED_AT": played_at,
        "ASKFIRST_TEAMS__CHANNEL": COMMITTEE_CHANNEL,
    }


async def test_the_whole_story(tmp_path: Path) -> None:
    async with office(tmp_path) as here:
        await _asks_and_walks(here.dana)
        receipt = await _reports(here.dana)
        await _is_read(here.grace)
        await _is_noted(here.grace)
        await _steps_aside(here.samuel)
        await _asks_back(here.grace)
        await _returns(here.dana, receipt)
        await _is_closed(here.grace)


async def _asks_and_walks(dana: Teammate) -> None:
    await dana.sees("For trials only")
    await dana.picture("welcome", of="For trials only")
    await dana.types("May I accept a gift from a supplier?")
    await dana.sees("Section 7")
    await dana.picture("question", of="Section 7")
    await dana.types("guide")
    for number, answer in enumerate(WALK[:-1], 1):
        await dana.presses(answer, on=f"Step {number} of 7" if number < 5 else answer)
    await dana.presses(WALK[-1], on=WALK[-1])
    await dana.picture("summary", of="Your summary")
    await dana.ticks("Your summary", "Discard it", on="Your summary")
    await dana.presses("Do that", on="Your summary")
    await dana.sees("walk is deleted")


async def _reports(dana: Teammate) -> str:
    """Returns the receipt."""
    await dana.types("report")
    await dana.presses("Report a concern", on="window of its own")
    await dana.picks("What is it about?", "Accounting, financial reporting or auditing", on=FORM)
    await dana.ticks("Are people in danger?", "No", on=FORM)
    await dana.writes("What happened?", STORY, on=FORM)
    await dana.ticks("Your name", "Without my name", on=FORM)
    await dana.picture("form", of=FORM)
    await dana.presses("Review", on=FORM)
    await dana.picture("review", of=REVIEW)
    await dana.presses("Send", on=REVIEW)
    card = await dana.sees(FILED)
    found = RECEIPT.search(await card.inner_text())
    assert found
    await dana.picture("receipt", of=FILED)
    await dana.writes("Type its last", found[0][-6:], on=FILED)
    await dana.presses("I have written it down", on=FILED)
    await dana.sees("with the Committee")
    return found[0]


async def _is_read(grace: Teammate) -> None:
    await grace.picture("notice", of="New report")
    await grace.presses("Read the report", on="New report")
    await grace.sees(STORY)
    await grace.picture("case", of=STORY)
    await grace.picture_in_chat("chat", of=STORY)
    await _opens_the_case(grace)
    await grace.presses("Acknowledge", on=STORY)
    await grace.sees(ACKNOWLEDGED)


async def _opens_the_case(member: Teammate) -> None:
    """From the list, in a message of its own. What is opened from a notice takes its place in the chat, and so does
    what the courier then makes of the notice: whichever of the two comes last."""
    await member.types("cases")
    await member.presses("My cases", on="window of its own")
    await member.presses("Read the report", on="Your cases")
    await member.sees(STORY)


async def _is_noted(grace: Teammate) -> None:
    """In the channel of whoever does not see the case any more, nothing more is said of it."""
    await grace.opens(f"{TEAM} - {CHANNEL}")
    await grace.sees(": acknowledged.")
    await grace.picture("channel", of=": acknowledged.")
    await grace.opens("Personal Chat")


async def _steps_aside(samuel: Teammate) -> None:
    await samuel.sees(ACKNOWLEDGED)
    await _opens_the_case(samuel)
    await samuel.presses("I must step aside", on=STORY)
    await samuel.writes("Your reason", "My brother keeps these books.", on=ASIDE)
    await samuel.picture("stepping_aside", of=ASIDE)
    await samuel.presses("Step aside", on=ASIDE)
    await samuel.sees("This message was taken back.")
    await samuel.sees_no_more(STORY)
    await samuel.types("cases")
    await samuel.presses("My cases", on="window of its own")
    await samuel.sees("no case for you")


async def _asks_back(grace: Teammate) -> None:
    await _opens_the_case(grace)
    await grace.presses("Ask the reporter", on=STORY)
    await grace.writes("Your question", ASKED, on=NOT_TOLD)
    await grace.presses("Send", on=NOT_TOLD)
    await grace.sees("stands in case")


async def _returns(dana: Teammate, receipt: str) -> None:
    await dana.types("inbox")
    await dana.presses("I have a receipt", on="window of its own")
    await dana.writes("Your receipt", receipt.lower(), on=COMES_BACK)
    await dana.presses("Open", on=COMES_BACK)
    await dana.sees(ASKED)
    await dana.picture("follow_up", of=ASKED)
    await dana.writes("Answer or add something", ANSWERED, on=ASKED)
    await dana.presses("Send", on=ASKED)
    await dana.sees("Added")


async def _is_closed(grace: Teammate) -> None:
    await grace.sees("something new to read")
    await _opens_the_case(grace)
    await grace.sees(ANSWERED)
    await grace.presses("Close the case", on=ANSWERED)
    await grace.ticks("What came of it?", "Substantiated", on=CLOSING)
    await grace.writes("What the reporter is told", "The books were put right.", on=CLOSING)
    await grace.picture("closing", of=CLOSING)
    await grace.presses("Close it", on=CLOSING)
    await grace.sees("closed by Grace Lindqvist")
