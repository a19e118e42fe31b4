"""G8: what Teams alone lets people send, forged: pages, words, installations, what is done in a team, junk."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.carried import Carried, packed
from bot.handles import Kind, Pressed
from bot.teams.buttons import ACT, FORM, SEND, WHAT
from tests.forging import TEXT
from tests.teams_forging import CAST, CHANNEL, INVOKES, STRANGERS, TeamsScene, seam_scene, wire_scene
from tests.teams_house import ELI, GRACE, MEI, SAMUEL

JUNK: tuple[Any, ...] = ("", "nothing|x", "|||||", "report\x00|", "__class__|", "x" * 2000, 7, None, [], {"a": "b"})


@pytest.fixture(params=[seam_scene, wire_scene])
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TeamsScene]:
    async with request.param(tmp_path) as played:
        yield played


async def test_g8_a_page_of_a_case_is_looked_up_for_whoever_turns_it(scene: TeamsScene) -> None:
    """What a dialog carries names the case: it opens nothing."""
    before = await scene.state()
    stands = packed(Carried("case", regarding=scene.case))
    for user in CAST.not_in_the_case:
        for name in INVOKES:
            await scene.invoke(user, name, {ACT: str(Kind.PAGE), WHAT: "1", FORM: stands})
        assert TEXT not in scene.shown_to(user)
    assert await scene.state() == before


async def test_g8_words_and_installations_show_a_stranger_nothing(scene: TeamsScene) -> None:
    before = await scene.state()
    teams = scene.house.teams
    for user, sender in STRANGERS.items():
        teams.people[user] = sender
        for text in ("", "cases", f"case {scene.case}", "inbox", "guide", "report", "May I?"):
            await teams.types(user, text)
        await teams.installs(user)
        shown = scene.shown_to(user)
        assert "Section" not in shown and scene.case not in shown
    assert await scene.state() == before


async def test_g8_in_a_team_a_member_is_shown_nothing_either(scene: TeamsScene) -> None:
    before = await scene.state()
    scene.team = CHANNEL
    for dialog, row in CAST.rows().items():
        for what in scene.presses_of(dialog, row):
            await scene.press(GRACE, what)
        for stands in scene.carried_of(dialog, row):
            await scene.submit(GRACE, stands, dict(row.answers))
    await scene.house.teams.types(GRACE, f"case {scene.case}", team=CHANNEL)
    told = "".join(str(one.card) for one in scene.house.teams.posts[CHANNEL])
    assert TEXT not in told and scene.case not in told
    assert TEXT not in scene.shown_to(GRACE)
    assert await scene.state() == before


async def test_g8_who_may_not_see_the_case_does_not_see_it_by_its_number(scene: TeamsScene) -> None:
    before = await scene.state()
    for user in (ELI, MEI, SAMUEL):
        for text in ("cases", f"case {scene.case}"):
            await scene.house.teams.types(user, text)
        await scene.press(user, Pressed(Kind.OFFER, "cases"))
        shown = scene.shown_to(user)
        assert TEXT not in shown and "accounting" not in shown.lower()
    assert await scene.state() == before


async def test_g8_data_of_any_shape_leads_to_the_menu(scene: TeamsScene) -> None:
    before = await scene.state()
    for junk in JUNK:
        for act in (*Kind, SEND, "", junk):
            for name in INVOKES:
                data = {ACT: act, WHAT: junk, FORM: junk, "text:narrative": junk, "any:involved": junk, "msteams": junk}
                await scene.invoke(GRACE, name, data)
    assert await scene.state() == before


async def test_g8_an_invoke_of_no_known_name_is_answered_and_does_nothing(scene: TeamsScene) -> None:
    before = await scene.state()
    for name in ("composeExtension/query", "signin/verifyState", "fileConsent/invoke", "", "task/submit\x00"):
        await scene.invoke(ELI, name, {ACT: str(Kind.OFFER), WHAT: f"case|{scene.case}"})
        await scene.invoke(ELI, name, {ACT: SEND, FORM: packed(Carried("close", "close", scene.case))})
    assert await scene.state() == before
    assert TEXT not in scene.shown_to(ELI)
