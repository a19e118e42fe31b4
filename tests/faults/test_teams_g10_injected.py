"""G10 in Teams: whatever people write, Teams shows it as they wrote it and does nothing with it."""

import json
import unicodedata
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.inert import inert, one_line
from bot.teams.cards import said_activity
from bot.teams.fields import MARKUP
from bot.teams.received import JSON
from bot.teams.windows import still_open, window_card
from bot.turns import Shown
from content.company import open_company
from dialogs.answers import encodable
from dialogs.steps import Choices, Form, Option, Problem, Say, Text, Words
from tests.faults import figures
from tests.faults.injected import injected
from tests.teams.adaptive_card import activity_flaws, card_flaws, nodes_of
from tests.teams_house import GRACE, TeamsHouse, teams_house

STRINGS = figures.of(short=1000, long=5000)
THROUGH_THE_APP = figures.of(short=30, long=500)
SEED = 10
WORDS = open_company().wording("en")
PLACES = {("TextRun", "text"), ("Input.Choice", "title")}
"""Where people's words may stand: a run of text, and the name of somebody who can be ticked."""

TYPED = {("Input.Text", "value")}
"""What the person typed, in front of that person, to go on with."""

MARKED = {chr(code) for code in MARKUP}


def test_strings_that_mean_something_in_every_place_where_peoples_words_stand() -> None:
    found = [flaw for mark, text in injected(STRINGS, SEED) for flaw in _rendered(mark, text)]
    assert found == []
    figures.tell("G10 Teams", f"{STRINGS} injected strings, in a message and in two dialogs each, {len(found)} active")


def _rendered(mark: str, text: str) -> Iterator[str]:
    said = (
        Say("case.left_out", {"names": (text, "Ada")}, words=(Words("entry.report", text, by=text),)),
        Say("notice.acknowledged", {"case": "K7Q2M9", "member": text, "done_on": "today"}),
    )
    typed = Text("narrative", long=True, value=encodable(text))
    ticked = Choices("involved", (Option("1", text), Option("2", "Bo")))
    form = Form("report.form", (typed, ticked), facts={"names": (text,)})
    shown = Shown("report", said, form, {"": Problem("form_too_long")}, nonce="0" * 32)
    message, window = said_activity(WORDS, said), window_card(WORDS, shown)
    again = still_open(WORDS, _stands(window), {"text:narrative": encodable(text)}, said)
    flaws = (*activity_flaws(message), *card_flaws(window, inside=True), *card_flaws(again, inside=True))
    yield from (f"{mark}: {flaw}" for flaw in flaws)
    yield from (f"{mark}: {flaw}" for sent in (message, window, again) for flaw in active(sent, mark))
    read = "".join(str(n["text"]) for _, n in nodes_of(message, "") if n.get("type") == "TextRun")
    yield from (f"{mark}: not shown" for shown_ in (inert(text), one_line(text)) if shown_ not in read)


def _stands(window: JSON) -> Any:
    from bot.teams.buttons import came

    return came(window["actions"][0]["data"]).stands


def active(sent: Any, mark: str) -> Iterator[str]:
    """What in a card could do anything, or is a mark where no words of people's belong."""
    for where, node in nodes_of(sent, ""):
        kind = str(node.get("type") or ("Input.Choice" if {"title", "value"} == node.keys() else ""))
        if kind in {"TextBlock", "Image", "Media", "Action.OpenUrl", "FactSet"} or "selectAction" in node:
            yield f"{where}: {kind}"
        for name, value in node.items():
            if isinstance(value, str):
                yield from _misplaced(where, (kind, name), value, mark)


def _misplaced(where: str, place: tuple[str, str], value: str, mark: str) -> Iterator[str]:
    if place in TYPED:
        return
    if mark in value and place not in PLACES:
        yield f"{where}: words of people's in {place}"
    if mark in value and place == ("Input.Choice", "title") and MARKED & set(value):
        yield f"{where}: markup in a name"
    if place == ("TextRun", "text") and "{{" in value:
        yield f"{where}: a function"
    if any(_hides(character) for character in value):
        yield f"{where}: hidden"


def _hides(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[TeamsHouse]:
    async with teams_house(tmp_path) as house:
        yield house


async def test_through_the_whole_app(house: TeamsHouse) -> None:
    """Asked, typed, reported, and read by a member: nothing that Teams was sent is active."""
    found = [flaw for mark, text in injected(THROUGH_THE_APP, SEED + 1) for flaw in await _lived(house, mark, text)]
    assert found == []
    assert house.teams.invalid == []


async def _lived(house: TeamsHouse, mark: str, text: str) -> list[str]:
    teams, user = house.teams, f"u-{mark}"
    text = encodable(text)  # half a character cannot travel in JSON
    teams.hires(user, f"Doe {mark} {one_line(text)[:40]}")
    teams.answers.clear()
    await teams.types(user, text)
    await teams.types(user, "report")
    await teams.presses(user, "Report a concern")
    told = {"category": "accounting", "danger": "no", "level": "named", "narrative": text}
    await teams.submits(user, told)
    await teams.submits(user, {})
    await house.delivered()
    await teams.presses(GRACE, "Read the report", on=teams.chat(GRACE)[-1])
    assert mark in str(teams.windows[GRACE].card)
    teams.closes(GRACE)
    sent = [*(answer.body for answer in teams.answers), *(one.card for one in (*teams.chat(user), *teams.chat(GRACE)))]
    return [f"{mark}: {flaw}" for one in json.loads(json.dumps(sent)) for flaw in active(one, mark)]
