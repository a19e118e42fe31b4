"""The terminal, as somebody sits at it: numbers, empty lines, going back, leaving."""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from bot.chat import Chat
from content.company import open_company
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
    terminal = Terminal(lines)
    await Chat(world.talks, open_company().wording(), terminal.read, terminal.screen.append).run()
    return terminal


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
