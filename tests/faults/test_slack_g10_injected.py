"""G10 in Slack: whatever people write, Slack shows it as they wrote it and does nothing with it."""

import json
import unicodedata
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.inert import inert, one_line
from bot.slack.blocks import said_blocks
from bot.slack.views import modal
from bot.turns import Shown
from content.company import open_company
from dialogs.answers import encodable
from dialogs.steps import Choices, Form, Option, Problem, Say, Text, Words
from tests.faults import figures
from tests.faults.injected import injected
from tests.faults.slack_reporter import SlackReporter
from tests.slack.block_kit import message_flaws, view_flaws
from tests.slack.shapes import Json
from tests.slack_house import GRACE, SlackHouse, slack_house

STRINGS = figures.of(short=1000, long=5000)
THROUGH_THE_APP = figures.of(short=30, long=500)
SEED = 10
WORDS = open_company().wording("en")
LITERAL = frozenset({"plain_text", "text"})
"""The two kinds of text in which Slack reads nothing: an object without emoji, and a piece of rich text."""


def test_strings_that_mean_something_in_every_place_where_peoples_words_stand() -> None:
    active = [flaw for mark, text in injected(STRINGS, SEED) for flaw in _rendered(mark, text)]
    assert active == []
    figures.tell("G10 Slack", f"{STRINGS} injected strings, in a message and in a window each, {len(active)} active")


def _rendered(mark: str, text: str) -> Iterator[str]:
    said = (
        Say("case.left_out", {"names": (text, "Ada")}, words=(Words("entry.report", text, by=text),)),
        Say("notice.acknowledged", {"case": "K7Q2M9", "member": text, "done_on": "today"}),
    )
    form = Form(
        "report.form",
        (
            Text("narrative", long=True, value=encodable(text)),
            Choices("involved", (Option("1", text), Option("2", "Bo"))),
        ),
        facts={"names": (text,)},
    )
    message = {"text": WORDS.text("slack.fallback"), "blocks": said_blocks(WORDS, said)}
    view = modal(WORDS, Shown("report", said, form, {"": Problem("form_too_long")}, nonce="0" * 32))
    yield from (f"{mark}: {flaw}" for flaw in (*message_flaws(message), *view_flaws(view)))
    yield from (f"{mark}: {flaw}" for sent in (message, view) for flaw in active(sent, mark))
    yield from (
        f"{mark}: not shown" for shown in (inert(text), one_line(text)) if shown not in _read(message["blocks"])
    )


def active(sent: Any, mark: str) -> Iterator[str]:
    """What in a message or a window could do anything, or is a mark where no words of people's belong."""
    for where, node in _nodes(sent, ""):
        if node.get("type") in {
            "mrkdwn",
            "markdown",
            "link",
            "user",
            "usergroup",
            "channel",
            "broadcast",
            "emoji",
            "date",
        }:
            yield f"{where}: {node['type']}"
        if node.get("type") == "plain_text" and node.get("emoji") is not False:
            yield f"{where}: emoji"
        for name, value in node.items():
            if isinstance(value, str):
                yield from _misplaced(where, node, name, value, mark)


def _misplaced(where: str, node: Json, name: str, value: str, mark: str) -> Iterator[str]:
    if name == "initial_value":  # what the person typed, in front of that person, to go on with
        return
    if mark in value and not (name == "text" and node.get("type") in LITERAL):
        yield f"{where}.{name}: words of people's"
    if any(_hides(character) for character in value):
        yield f"{where}.{name}: hidden"


def _hides(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}


def _nodes(node: Any, where: str) -> Iterator[tuple[str, Json]]:
    match node:
        case dict():
            yield where, node
            for name, value in node.items():
                yield from _nodes(value, f"{where}.{name}")
        case list():
            for n, value in enumerate(node):
                yield from _nodes(value, f"{where}[{n}]")


def _read(blocks: Any) -> str:
    return "".join(str(node["text"]) for _, node in _nodes(blocks, "") if isinstance(node.get("text"), str))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SlackHouse]:
    """Where members' messages carry the text of reports, too."""
    async with slack_house(tmp_path, dm="full") as house:
        yield house


async def test_through_the_whole_app(house: SlackHouse) -> None:
    """Asked, typed, reported, and read by a member: nothing that Slack was sent is active."""
    found = [flaw for mark, text in injected(THROUGH_THE_APP, SEED + 1) for flaw in await _lived(house, mark, text)]
    assert found == []
    assert house.slack.invalid == []


async def _lived(house: SlackHouse, mark: str, text: str) -> list[str]:
    slack, user = house.slack, f"U{mark}"
    text = encodable(text)  # half a character cannot travel in a form
    slack.hires(user, f"Doe {mark} {one_line(text)[:40]}")
    await slack.command(user, text=f"ask {text}")
    await slack.types(user, text)
    await SlackReporter(slack).files(user, text)
    await house.delivered()
    assert mark in slack.reads(slack.dm_of(GRACE)[-1])
    await slack.presses(GRACE, "Read the report", on=slack.dm_of(GRACE)[-1])
    view = slack.view_of(GRACE)
    assert view and mark in view.text
    sent = [view.body, *(m.body for m in slack.screens.stacks[user])]
    sent += [{"text": m.text, "blocks": m.blocks} for m in (*slack.before(user), *slack.dm_of(GRACE)) if m.bot]
    await slack.closes(GRACE)
    return [f"{mark}: {flaw}" for one in json.loads(json.dumps(sent)) for flaw in active(one, mark)]
