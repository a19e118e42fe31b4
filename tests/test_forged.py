"""G8: every action of every dialog, forged on each platform by everybody who may not."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.carried import Carried
from bot.handles import Kind, Pressed
from bot.proposals import Proposal, propose
from dialogs.catalogue import CATALOGUE
from storage import people
from storage.changes import pending
from storage.register import Register
from tests.faults import figures
from tests.forging import REASON, REPORT, TEXT, WRONG, Scene
from tests.slack_forging import CAST, slack_scene
from tests.teams_forging import seam_scene, wire_scene

STAGES = {"Slack": slack_scene, "Teams": seam_scene, "Teams, over the wire": wire_scene}


@pytest.fixture(params=STAGES)
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scene]:
    async with STAGES[request.param](tmp_path) as played:
        yield played


def test_every_action_has_its_row() -> None:
    assert set(CAST.rows()) == set(CATALOGUE)
    assert set(Kind) == {Kind.OFFER, Kind.FILL, Kind.CHOOSE, Kind.BACK, Kind.PAGE}


async def test_g8_nobody_does_what_is_not_theirs(scene: Scene, request: pytest.FixtureRequest) -> None:
    """Every dialog × every kind of button and window × everybody who may not: the register stays byte for byte."""
    before, rows = await scene.state(), scene.cast.rows()
    for dialog, row in rows.items():
        for user in row.refused:
            for what in scene.presses_of(dialog, row):
                await scene.press(user, what)
            for carried in scene.carried_of(dialog, row):
                await scene.submit(user, carried, dict(row.answers))
            shown = scene.shown_to(user)
            assert TEXT not in shown and REASON not in shown, (dialog, user)
        assert await scene.state() == before, dialog
    figures.tell("G8", f"{request.node.callspec.id}: {scene.tried} forged actions over {len(rows)} dialogs, 0 allowed")


@pytest.mark.parametrize("case", WRONG)
async def test_g8_a_case_that_is_not_there_is_nobodys(scene: Scene, case: str) -> None:
    before, grace = await scene.state(), scene.cast.grace
    for dialog, row in scene.cast.rows().items():
        if not row.in_case or dialog == "cases":
            continue
        await scene.press(grace, Pressed(Kind.OFFER, dialog, case))
        if row.form:
            digest = scene.digests.get(dialog, "")
            await scene.submit(grace, Carried(dialog, row.form, case, (), digest), dict(row.answers))
        assert TEXT not in scene.shown_to(grace), dialog
    assert await scene.state() == before


async def test_g8_a_nonce_that_was_used_makes_no_second_report(scene: Scene) -> None:
    """By somebody else who has come by it too."""
    review = await _review_of(scene)
    for user in (scene.cast.dana, scene.cast.eli):
        await scene.submit(user, review, {**REPORT, "narrative": "Another text."})
        await scene.submit(user, review, {**REPORT, "narrative": "Another text."})
    assert await scene.world.database.run(_cases) == 2


async def _review_of(scene: Scene) -> Carried:
    """What the review of a report carries, filed once."""
    dana, talks = scene.cast.person(scene.cast.dana), scene.world.talks
    shown = await talks.begin(dana, "report")
    review = await talks.answer(dana, Carried("report", "report.form", nonce=shown.nonce).reply(REPORT))
    carried = Carried("report", "report.review", "", ("report.form",), review.digest, review.nonce)
    await talks.answer(dana, carried.reply(REPORT))
    return carried


def _cases(register: Register) -> int:
    return int(register.db.execute("SELECT count(*) FROM cases").fetchone()[0])


async def test_g8_nobody_but_a_member_decides_about_the_committee(scene: Scene) -> None:
    """Not even whoever was one."""
    change = await _proposed(scene)
    before, digest = await scene.state(), await _digest(scene, scene.cast.grace, change)
    for user in scene.cast.not_members:
        await scene.press(user, Pressed(Kind.OFFER, "change", change))
        await scene.press(user, Pressed(Kind.FILL, "change", change))
        await _agrees(scene, user, change, digest)
        assert "Noor Haddad" not in scene.shown_to(user), user
    assert await scene.state() == before
    for user in (scene.cast.grace, scene.cast.samuel):
        await _agrees(scene, user, change, await _digest(scene, user, change))
    assert "Noor Haddad" in {m.name for m in await scene.world.database.run(people.members)}


async def _agrees(scene: Scene, user: str, change: str, digest: str) -> None:
    await scene.submit(user, Carried("change", "change.decide", change, (), digest), {"decision": "agree"})


async def _digest(scene: Scene, user: str, change: str) -> str:
    """Of what this member has before them: it changes as others agree."""
    return (await scene.world.talks.begin(scene.cast.person(user), "change", change)).digest


async def _proposed(scene: Scene) -> str:
    cast = scene.cast
    proposal = Proposal("add", "Noor Haddad", False, cast.platform, cast.workspace, cast.strangers[0])

    def proposed(register: Register) -> str:
        assert not propose(register, proposal, date(2026, 3, 2))
        return pending(register)[0].id

    return await scene.world.database.run(proposed)
