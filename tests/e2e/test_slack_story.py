"""The whole story in Slack, over both transports: every delivery comes twice, and the connection breaks in between."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.slack_api import Posted, View
from tests.slack_house import COMMITTEE_CHANNEL, DANA, GRACE, MEI, SAMUEL, SlackHouse, slack_house, text_of_view

RECEIPT = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-Z*~$=]\b")
WALK = (
    "Yes, I know what happened",
    "It seems improper",
    "No, I am alone with it",
    "I do not feel comfortable",
    "An employee",
    "No, not to any of them",
    "Yes",
    "Yes, I will ask before I act",
)
TOLD = {
    "category": "accounting",
    "danger": "no",
    "narrative": "The quarter's invoices were dated back.",
    "when_where": "In March, at the plant.",
    "known_to": "",
    "level": "anonymous",
}


@dataclass(slots=True)
class Story:
    """Does each thing once as a person does, and Slack delivers it a second time."""

    house: SlackHouse

    async def command(self, user: str, text: str = "") -> str:
        await self.house.slack.command(user, text=text)
        await self.house.slack.repeats()
        return self.house.seen(user)

    async def presses(self, user: str, button: str, on: Posted | View | None = None) -> str:
        await self.house.slack.presses(user, button, on=on)
        await self.house.slack.repeats()
        return self.house.seen(user)

    async def submits(self, user: str, values: dict[str, str] | None = None) -> str:
        await self.house.slack.submits(user, values)
        await self.house.slack.repeats()
        return self.house.seen(user)

    async def closes(self, *users: str) -> None:
        for user in users:
            while self.house.slack.view_of(user):
                await self.house.slack.closes(user)

    async def breaks(self) -> None:
        """Slack renews a connection; the other one listens meanwhile."""
        sockets = self.house.slack.sockets
        if sockets.open:
            await sockets.refresh()

    def first(self, user: str) -> str:
        """The notice of the report, as it stands now."""
        return self.house.slack.reads(self.house.slack.dm_of(user)[0])

    def newest(self, user: str) -> str:
        return self.house.slack.reads(self.house.slack.dm_of(user)[-1])


@pytest.fixture(params=["http", "socket"])
async def story(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Story]:
    async with slack_house(tmp_path, request.param) as house:
        yield Story(house)


async def test_the_whole_story(story: Story) -> None:
    await _asks_and_walks(story)
    receipt = await _reports(story)
    await story.breaks()
    await story.house.delivered()
    await _is_seen_to(story)
    await story.breaks()
    await _returns(story, receipt)
    await _is_closed(story)
    assert "is closed" in await _inbox(story, receipt)


async def _asks_and_walks(story: Story) -> None:
    assert "[Report a concern]" in await story.command(DANA)
    assert "Section 7" in await story.command(DANA, "May I accept a gift from a supplier?")
    await story.command(DANA, "guide")
    for answer in WALK:
        await story.presses(DANA, answer)
    assert "Your summary" in story.house.seen(DANA)
    assert "walk is deleted" in await story.submits(DANA, {"way": "discard"})
    await story.closes(DANA)


async def _reports(story: Story) -> str:
    assert "What we promise" in await story.command(DANA, "report")
    review = await story.submits(DANA, TOLD)
    assert "Will receive it" in review
    assert TOLD["narrative"] in review
    filed = RECEIPT.search(await story.submits(DANA))
    assert filed
    assert "with the Committee" in await story.submits(DANA, {"ending": filed[0][-6:]})
    await story.closes(DANA)
    return filed[0]


async def _is_seen_to(story: Story) -> None:
    for member in (GRACE, SAMUEL, MEI):
        assert "New report" in story.newest(member)
        assert TOLD["narrative"] not in story.newest(member)
        assert len(story.house.slack.dm_of(member)) == 1
    (note,) = story.house.slack.messages_in(COMMITTEE_CHANNEL)
    assert "to be acknowledged by" in story.house.slack.reads(note)
    assert TOLD["narrative"] in await story.presses(GRACE, "Read the report")
    assert "have acknowledged" in await story.presses(GRACE, "Acknowledge")
    await _steps_aside(story)
    await story.presses(GRACE, "Read the report")
    await story.presses(GRACE, "Ask the reporter")
    assert "stands in case" in await story.submits(GRACE, {"asked": "Which quarter was it?"})
    await story.closes(GRACE)
    await story.house.delivered()
    assert "acknowledged by Grace Lindqvist" in story.first(MEI)


async def _steps_aside(story: Story) -> None:
    await story.presses(SAMUEL, "I must step aside")
    assert "stepped aside" in await story.submits(SAMUEL, {"reason": "My brother keeps these books."})
    await story.closes(SAMUEL)
    await story.house.delivered()
    assert [story.house.slack.reads(m) for m in story.house.slack.dm_of(SAMUEL)] == ["This message was taken back."]
    assert "no case for you" in await story.command(SAMUEL, "cases")
    await story.closes(SAMUEL)


async def _inbox(story: Story, receipt: str) -> str:
    await story.command(DANA, "inbox")
    return await story.submits(DANA, {"receipt": receipt.lower()})


async def _returns(story: Story, receipt: str) -> None:
    assert "Which quarter was it?" in await _inbox(story, receipt)
    assert "Added" in await story.submits(DANA, {"text": "The first one."})
    await story.closes(DANA)
    await story.house.delivered()
    assert "something new to read" in story.newest(GRACE)
    assert len(story.house.slack.dm_of(SAMUEL)) == 1


async def _is_closed(story: Story) -> None:
    read = await story.presses(GRACE, "Read the report")
    assert read.count("The first one.") == 1
    assert read.count("Which quarter was it?") == 1
    await story.presses(GRACE, "Close the case")
    told = {"disposition": "substantiated", "told": "The books were put right."}
    assert "is closed" in await story.submits(GRACE, told)
    await story.closes(GRACE)
    await story.house.delivered()
    assert "closed by Grace Lindqvist" in story.first(MEI)


async def test_no_message_that_slack_keeps_holds_a_word_of_the_report(story: Story) -> None:
    await _reports(story)
    await story.house.delivered()
    await _is_seen_to(story)
    kept = [m for c in story.house.slack.workspace.conversations.values() for m in c.messages]
    assert kept
    assert [m for m in kept if TOLD["narrative"] in str(m.as_json()) or "quarter" in str(m.as_json())] == []


async def test_a_second_click_is_one_report_with_one_receipt(story: Story) -> None:
    await story.command(DANA, "report")
    await story.submits(DANA, TOLD)
    review = story.house.slack.view_of(DANA)
    assert review
    before = dict(review.body)
    await story.house.slack.submits(DANA)
    first = RECEIPT.search(text_of_view(story.house.slack.view_of(DANA)))
    review.body = before
    await story.house.slack.submits(DANA, view=review)
    again = RECEIPT.search(text_of_view(story.house.slack.view_of(DANA)))
    assert first and again
    assert first[0] == again[0]
    await story.house.delivered()
    assert len(story.house.slack.dm_of(GRACE)) == 1
