"""G5 in Slack: many people press [Send] in their window five times at once, over either transport."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import quantiles

import pytest

from storage.records import Kind
from tests.faults import figures
from tests.faults.reporter import RECEIPT
from tests.faults.slack_reporter import TOLD
from tests.faults.test_g5_pressed_at_once import PRESSES, entries_of, listed
from tests.slack.callbacks import Answer
from tests.slack.seen import text_of
from tests.slack_house import SlackHouse, slack_house

PEOPLE = figures.of(short=50, long=200)
OPENED_AT_ONCE = 20
SLACK_WAITS = 3.0
"""Seconds. Here it waits for longer, so that a busy machine fails no test: how many were later is in the figure."""


@pytest.fixture(params=["http", "socket"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path, request.param) as house:
        yield house


async def test_each_report_sent_five_times_at_once_is_one_case(
    house: SlackHouse, request: pytest.FixtureRequest
) -> None:
    users = [f"UP{n}" for n in range(PEOPLE)]
    for start in range(0, PEOPLE, OPENED_AT_ONCE):
        await asyncio.gather(*(_reviews(house, user) for user in users[start : start + OPENED_AT_ONCE]))
    took: list[float] = []

    async def press(user: str) -> Answer:
        view = house.slack.view_of(user)
        assert view and view.private_metadata.count("report.review")
        began = time.perf_counter()
        answer = await house.slack.deliver(house.slack.callbacks.submitted(house.slack.workspace.people[user], view))
        took.append(time.perf_counter() - began)
        return answer

    _patient(house, 60.0)
    answers = await asyncio.gather(*(press(user) for user in users for _ in range(PRESSES)))
    assert [answer.status for answer in answers if not answer.ok] == []
    by_person = [set(map(_receipt, answers[n : n + PRESSES])) for n in range(0, len(answers), PRESSES)]
    assert all(len(theirs) == 1 and "" not in theirs for theirs in by_person)
    receipts = set.union(*by_person)
    assert len(receipts) == PEOPLE
    assert all(entries_of(house.world, receipt) == (Kind.REPORT,) for receipt in receipts)
    assert len(house.world.database.run_now(listed)) == PEOPLE
    p99, late = quantiles(took, n=100)[98] * 1000, sum(seconds > SLACK_WAITS for seconds in took)
    figures.tell(
        "G5 Slack",
        f"over {request.node.callspec.params['house']}: {len(receipts)} cases and receipts of {len(answers)} presses, "
        f"0 errors, p99 {p99:.0f} ms, {late} after Slack's three seconds",
    )


async def _reviews(house: SlackHouse, user: str) -> None:
    """Until the review stands in their window."""
    house.slack.hires(user, f"Person{user} Doe")
    await house.slack.command(user, text="report")
    await house.slack.submits(user, {**TOLD, "narrative": f"Report of {user}."})


def _receipt(answer: Answer) -> str:
    found = RECEIPT.search(text_of(answer.body["view"]["blocks"]))
    return found[0] if found else ""


def _patient(house: SlackHouse, seconds: float) -> None:
    house.slack.sockets.patience = seconds
    if house.slack.http:
        house.slack.http.patience = seconds
