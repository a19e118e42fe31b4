"""G12 in Slack: what an anonymous reporter is and writes is nowhere to be found afterwards, on our side."""

import asyncio
from pathlib import Path

import pytest

from storage import people
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
from tests.slack_house import GRACE, SlackHouse, slack_house, text_of_view

FIRST_ID, SECOND_ID = "UQUOKKA778123", "WWOMBAT113902"
TRANSPORTS = ("http", "socket")


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.usefixtures("told", "scratch")
async def test_nothing_of_the_reporter_is_kept(
    tmp_path: Path, transport: str, capfd: pytest.CaptureFixture[str]
) -> None:
    speak_up(asyncio.get_running_loop())
    async with slack_house(tmp_path, transport) as house:
        played = await _story(house, FIRST_ID, FIRST.person.name)
        keep_everything(played, tmp_path)
    searched(f"slack over {transport}", played, tmp_path, capfd)


async def test_two_reporters_leave_registers_that_differ_in_chance_only(tmp_path: Path) -> None:
    left = []
    for who, name in ((FIRST_ID, FIRST.person.name), (SECOND_ID, SECOND.person.name)):
        folder = tmp_path / who
        folder.mkdir()
        async with slack_house(folder) as house:
            await _story(house, who, name)
        left.append(contents(folder / "register.db"))
    assert left[0] == left[1]
    figures.tell("G12", f"slack: two reporters, {sum(t.total() for t in left[0].values())} rows each, the same")


async def _story(house: SlackHouse, user: str, name: str) -> Played:
    """A report with mistakes in it, Home opened, an addition, a question answered, a case closed."""
    house.slack.hires(user, name)
    played = Played(house.world, {what: text.split()[0] for what, text in TEXTS.items()})
    played.keep("the account", user)
    for part in name.split():
        played.keep(f"the name {part}", part)
    await house.slack.opens_home(user)
    receipt = await _reports(house, played, user)
    await house.delivered()
    await _adds(house, user, receipt, "an addition")
    await _member(house, "Ask the reporter", {"asked": TEXTS["a question"]})
    await _adds(house, user, receipt, "an answer")
    await _member(house, "Close the case", {"disposition": "outside", "told": TEXTS["a disposition"]})
    assert await house.world.database.run(people.members)
    return played


async def _reports(house: SlackHouse, played: Played, user: str) -> str:
    slack = house.slack
    await slack.command(user, text=f"report {TEXTS['what happened']}")
    form = {"category": "accounting", "danger": "no", "level": "anonymous", "narrative": TEXTS["what happened"]}
    await slack.submits(user, {**form, "when_where": TEXTS["when and where"], "known_to": TEXTS["who knows"]})
    await slack.submits(user)
    await slack.repeats()
    view = slack.view_of(user)
    found = RECEIPT.search(text_of_view(view))
    assert found
    for what, word in (("the receipt", found[0]), ("the receipt in one", found[0].replace("-", ""))):
        played.keep(what, word)
    await slack.submits(user, {"ending": "0000"})
    await slack.submits(user, {"ending": found[0][-6:]})
    await slack.closes(user)
    return found[0]


async def _adds(house: SlackHouse, user: str, receipt: str, what: str) -> None:
    await house.slack.command(user, text="inbox")
    await house.slack.submits(user, {"receipt": receipt[:-1] + ("0" if receipt[-1] != "0" else "1")})
    await house.slack.submits(user, {"receipt": receipt})
    await house.slack.submits(user, {"text": TEXTS[what]})
    assert "Added" in house.seen(user)
    await house.slack.closes(user)
    await house.delivered()


async def _member(house: SlackHouse, button: str, values: dict[str, str]) -> None:
    await house.slack.presses(GRACE, "Read the report")
    await house.slack.presses(GRACE, button)
    await house.slack.submits(GRACE, values)
    await house.slack.closes(GRACE)
    await house.delivered()
