"""G12 in Teams: what an anonymous reporter is and writes is nowhere to be found afterwards, on our side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.faults import figures
from tests.faults.canary import FIRST, SECOND, TEXTS, Played
from tests.faults.reporter import RECEIPT
from tests.faults.test_g12_canary import (  # noqa: F401  fixtures
    keep_everything,
    scratch,
    searched,
    speak_up,
    told,
)
from tests.faults.twins import contents
from tests.teams_house import GRACE, TeamsHouse, teams_house
from tests.teams_wire import WiredHouse, wired_house

FIRST_ID, SECOND_ID = "77812300-quokka-4471-aaaa-90210a3385ff", "11390200-wombat-6127-bbbb-7754b1902cc0"
WAYS = ("seam", "wire")
Staged = TeamsHouse | WiredHouse


@asynccontextmanager
async def staged(folder: Path, way: str) -> AsyncIterator[Staged]:
    """At the seam, and over the wire with everything that runs in production."""
    if way == "seam":
        async with teams_house(folder) as house:
            yield house
    else:
        async with wired_house(folder) as wired:
            yield wired


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("told", "scratch")
async def test_nothing_of_the_reporter_is_kept(tmp_path: Path, way: str, capfd: pytest.CaptureFixture[str]) -> None:
    speak_up(asyncio.get_running_loop())
    async with staged(tmp_path, way) as house:
        played = await _story(house, FIRST_ID, FIRST.person.name)
        keep_everything(played, tmp_path)
    searched(f"teams at the {way}", played, tmp_path, capfd)


async def test_two_reporters_leave_registers_that_differ_in_chance_only(tmp_path: Path) -> None:
    left = []
    for who, name in ((FIRST_ID, FIRST.person.name), (SECOND_ID, SECOND.person.name)):
        folder = tmp_path / who
        folder.mkdir()
        async with staged(folder, "wire") as house:
            await _story(house, who, name)
        left.append(contents(folder / "register.db"))
    assert left[0] == left[1]
    figures.tell("G12", f"teams: two reporters, {sum(t.total() for t in left[0].values())} rows each, the same")


async def _story(house: Staged, user: str, name: str) -> Played:
    """The app installed, a report with mistakes in it, an addition, a question answered, a case closed."""
    house.teams.hires(user, name)
    played = Played(house.world, {what: text.split()[0] for what, text in TEXTS.items()})
    played.keep("the account", user)
    for part in name.split():
        played.keep(f"the name {part}", part)
    await house.teams.installs(user)
    receipt = await _reports(house, played, user)
    await house.delivered()
    await _adds(house, user, receipt, "an addition")
    await _member(house, "Ask the reporter", {"asked": TEXTS["a question"]})
    await _adds(house, user, receipt, "an answer")
    await _member(house, "Close the case", {"disposition": "outside", "told": TEXTS["a disposition"]})
    return played


async def _reports(house: Staged, played: Played, user: str) -> str:
    teams = house.teams
    await teams.types(user, f"report {TEXTS['what happened']}")
    await teams.presses(user, "Report a concern")
    form = {"category": "accounting", "danger": "no", "level": "anonymous", "narrative": TEXTS["what happened"]}
    await teams.submits(user, {**form, "when_where": TEXTS["when and where"], "known_to": TEXTS["who knows"]})
    await teams.submits(user, {})
    found = RECEIPT.search(teams.seen(user))
    assert found
    for what, word in (("the receipt", found[0]), ("the receipt in one", found[0].replace("-", ""))):
        played.keep(what, word)
    await teams.submits(user, {"ending": "0000"})
    await teams.submits(user, {"ending": found[0][-6:]})
    teams.closes(user)
    return found[0]


async def _adds(house: Staged, user: str, receipt: str, what: str) -> None:
    teams = house.teams
    await teams.types(user, "inbox")
    await teams.presses(user, "I have a receipt")
    await teams.submits(user, {"receipt": receipt[:-1] + ("0" if receipt[-1] != "0" else "1")})
    await teams.submits(user, {"receipt": receipt})
    await teams.submits(user, {"text": TEXTS[what]})
    assert "Added" in teams.seen(user)
    teams.closes(user)
    await house.delivered()


async def _member(house: Staged, button: str, values: dict[str, str]) -> None:
    await house.teams.presses(GRACE, "Read the report")
    await house.teams.presses(GRACE, button)
    await house.teams.submits(GRACE, values)
    house.teams.closes(GRACE)
    await house.delivered()
