"""The terminal, as somebody sits at it: numbers, empty lines, going back, leaving."""

from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path

import pytest

from bot.chat import Chat
from bot.conversation import Talks
from content.company import open_company
from tests.failing import Failing
from tests.house import World, build
from tests.stage import RECEIPT, Noticed


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    built = build(tmp_path, Noticed(open_company().wording()))
    yield built
    built.close()


class Terminal:
    """Types what it is given; `{ending}` is the end of the receipt on the screen."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.screen: list[str] = []

    async def read(self, _prompt: str) -> str | None:
        line = next(self._lines, None)
        if line and "{" in line:
            receipt = next(found[0] for shown in self.screen if (found := RECEIPT.search(shown)))
            line = line.format(receipt=receipt, ending=receipt.replace("-", "")[-4:])
        return line

    @property
    def text(self) -> str:
        return "\n".join(self.screen)


async def chat(world: World, *lines: str) -> Terminal:
    return await typed_to(world.talks, lines)


async def typed_to(talks: Talks, lines: Iterable[str]) -> Terminal:
    terminal = Terminal(lines)
    await Chat(talks, open_company().wording(), terminal.read, terminal.screen.append).run()
    return terminal


def not_stored_at_first(failing: Failing, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """The register fails as the form is sent that `before` has filled in, and is well again after that."""
    yield from before
    failing.fails = True
    yield SEND
    failing.fails = False
    yield from after


SEND, CHANGE, LEAVE = "1", "2", "3"
REPORT = ("report", "1", "1", "Line one.", "Line two.", "", "", "", "", SEND)
REVIEW = ("", "", "", "", "", "", SEND)


async def test_a_question_is_answered_and_its_buttons_are_numbered(world: World) -> None:
    terminal = await chat(world, "may I accept a gift from a supplier?", "2", "1", "q")
    assert "Section 7" in terminal.text
    assert "outside legal counsel" in terminal.text


async def test_a_report_can_be_made_reviewed_sent_and_followed_up(world: World) -> None:
    terminal = await chat(world, *REPORT, *REVIEW, "{ending}", "inbox", "{receipt}", "More.", "", "", SEND, "q")
    assert "YOUR REPORT IS FILED" in terminal.text
    assert "Line two." in terminal.text
    assert "has arrived" in terminal.text
    assert "Added." in terminal.text


async def test_leaving_the_form_keeps_nothing(world: World) -> None:
    terminal = await chat(world, "report", "1", "1", "Line one.", "q", "q")
    assert "What you typed here was not kept" in terminal.text
    count = await world.database.run(lambda r: r.db.execute("SELECT count(*) FROM cases").fetchone()[0])
    assert count == 0


async def cases_of(world: World) -> int:
    return int(await world.database.run(lambda r: r.db.execute("SELECT count(*) FROM cases").fetchone()[0]))


async def test_nothing_is_sent_before_one_says_so(world: World) -> None:
    terminal = await chat(world, *REPORT, *REVIEW[:-1], LEAVE, "q")
    assert "1  Send" in terminal.text
    assert "What you typed here was not kept" in terminal.text
    assert await cases_of(world) == 0


async def test_one_can_change_something_before_it_is_sent(world: World) -> None:
    changed = ("", "", "Another line.", "", "", "", "", "", SEND)
    terminal = await chat(world, *REPORT, *REVIEW[:-1], CHANGE, *changed, "{ending}", "inbox", "{receipt}", "q", "q")
    assert await cases_of(world) == 1
    assert "has arrived" in terminal.text
    assert "Another line." in terminal.text.partition("has arrived")[2]


async def test_whoever_leaves_before_the_receipt_is_typed_hears_that_the_report_is_filed(world: World) -> None:
    terminal = await chat(world, *REPORT, *REVIEW, "q", "q")
    assert "Your report is filed already" in terminal.text
    assert await cases_of(world) == 1


REPORTED = ("", "", "", "", SEND, *REVIEW, "{ending}", "inbox", "{receipt}", "q", "q")
"""What ends the account of a report, sends it, and opens it again."""


async def test_in_a_form_without_a_way_back_its_sign_is_text(world: World) -> None:
    terminal = await chat(world, "report", "1", "1", "Line one.", "<", "Line three.", *REPORTED)
    arrived = terminal.text.partition("has arrived")[2]
    told = [line.strip() for line in arrived.splitlines()]
    at = told.index("Line one.")
    assert told[at : at + 3] == ["Line one.", "<", "Line three."]


async def test_q_within_a_text_is_asked_about_before_anything_is_lost(world: World) -> None:
    terminal = await chat(world, "report", "1", "1", "Line one.", "q", "", "Line three.", *REPORTED)
    assert terminal.text.count("q once more leaves") == 1
    assert "Line three." in terminal.text.partition("has arrived")[2]


async def test_a_text_that_is_pasted_goes_on_behind_its_q(world: World) -> None:
    terminal = await chat(world, "report", "1", "1", "Line one.", "q", "Line three.", *REPORTED)
    assert "Line three." in terminal.text.partition("has arrived")[2]


async def test_whoever_says_q_twice_leaves(world: World) -> None:
    terminal = await chat(world, "report", "1", "1", "Line one.", "q", "q", "q")
    assert terminal.text.index("q once more leaves") < terminal.text.index("What you typed here was not kept")
    assert await cases_of(world) == 0


async def test_whoever_has_typed_nothing_leaves_at_once(world: World) -> None:
    terminal = await chat(world, "report", "q", "q")
    assert "q once more leaves" not in terminal.text
    assert "What you typed here was not kept" in terminal.text


async def test_the_review_asks_too_before_the_report_is_lost(world: World) -> None:
    terminal = await chat(world, *REPORT, "q", "", *REVIEW, "{ending}", "q")
    assert "q once more leaves" in terminal.text
    assert await cases_of(world) == 1


async def test_an_edit_in_the_review_outlives_a_failed_write(world: World) -> None:
    failing = Failing(world.talks)
    edited = (*REPORT, "", "", "Another line.", "", "", "", "")
    opened = (*REVIEW, "{ending}", "inbox", "{receipt}", "q", "q")
    terminal = await typed_to(failing, not_stored_at_first(failing, edited, opened))
    assert "Nothing was stored" in terminal.text
    assert await cases_of(world) == 1
    assert "Another line." in terminal.text.partition("has arrived")[2]


async def test_a_follow_up_outlives_a_failed_write(world: World) -> None:
    failing = Failing(world.talks)
    added = (*REPORT, *REVIEW, "{ending}", "inbox", "{receipt}", "More.", "", "")
    terminal = await typed_to(
        failing, not_stored_at_first(failing, added, ("", "", SEND, "inbox", "{receipt}", "q", "q"))
    )
    assert "Nothing was stored" in terminal.text
    assert "More." in terminal.text.partition("Added.")[2]


async def test_the_end_of_the_input_leaves_a_form_too(world: World) -> None:
    terminal = await chat(world, "report", "1")
    assert "What you typed here was not kept" in terminal.text


async def test_one_can_go_a_step_back_in_a_walk(world: World) -> None:
    terminal = await chat(world, "guide", "1", "", "", "<", "2", "", "", "q", "q")
    assert terminal.text.count("Step 1 of 7") == 2


async def test_a_number_that_is_not_there_is_asked_again(world: World) -> None:
    terminal = await chat(world, "contacts", "9", "x", "1", "q")
    assert terminal.text.count("Please type a number from 1 to 3") == 2


async def test_what_a_report_says_cannot_move_the_cursor(world: World) -> None:
    terminal = await chat(world, "report", "13", "1", "\x1b[2J\x07\u202eevil", "", "", "", "", SEND, *REVIEW, "q", "q")
    assert "\x1b" not in terminal.text
    assert "\u202e" not in terminal.text
