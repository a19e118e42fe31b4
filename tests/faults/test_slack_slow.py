"""A Slack that takes its time keeps nobody waiting for longer than Slack's own three seconds."""

from pathlib import Path

from tests.slack_api import Fault
from tests.slack_house import DANA, slack_house


async def test_who_acts_is_asked_for_no_longer_than_slack_waits_for_us(tmp_path: Path) -> None:
    async with slack_house(tmp_path) as house:
        house.slack.next_call(Fault.LATE, method="users.info")
        assert (await house.slack.command(DANA)).ok
        assert "did not answer in time" in house.slack.seen(DANA)
