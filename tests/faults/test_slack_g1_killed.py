"""G1 in Slack: the whole app killed again and again, with a Slack that fails in 32 of 100 requests."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

from bot.clock import SystemClock
from bot.web.faults import Fault, storm
from storage import cases, outbox
from storage.database import open_database
from storage.register import Register
from storage.verify import verify
from tests.faults import figures
from tests.faults.killing import Victim, killed_again_and_again
from tests.faults.slack_reporter import SlackReporter
from tests.faults.slack_serving import COMMITTEE, KEY, MEMBERS
from tests.slack_api import SlackApi

T = TypeVar("T")

REPORTS = figures.of(short=8, long=600)
REPORTERS = 4
SEED = 20062
PATIENCE = figures.of(short=60, long=900)
"""Seconds until everything must have arrived, after the last report."""

CASE = re.compile(r"(?<=[Cc]ase )[0-9A-HJKMNP-TV-Z]{6}\b")
PLACES = (*(f"D{id_}" for id_ in MEMBERS), COMMITTEE.id)


async def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    async with SlackApi(SystemClock()) as slack:
        weather = storm(SEED)
        slack.api.weather, slack.api.retry_after = lambda _: weather(), 0.2
        _staffed(slack)
        victim = Victim(tmp_path, slack.url, Random(SEED), "tests.faults.slack_serving")
        slack.calls_at(f"http://127.0.0.1:{victim.port}/slack/events")
        reporter = SlackReporter(slack)
        async with killed_again_and_again(victim):
            await asyncio.gather(*(_reports(reporter, Random(n), n) for n in range(REPORTERS)))
        async with asyncio.timeout(PATIENCE):
            while not _all_delivered(tmp_path):
                await victim.lives()
        _told(slack, victim, reporter)
        _nothing_lost(tmp_path, reporter, slack)
    assert _unforeseen(victim.errors.decode()) == []


def _unforeseen(errors: str) -> list[str]:
    """The errors that were logged, but for the one that Slack's weather brings: it did not open a window."""
    raised = re.findall(r"^([\w.]+(?:Error|Exception|Exit))\b", errors, re.MULTILINE)
    return [error for error in raised if error != "bot.slack.calls.NoAnswerError"]


def _staffed(slack: SlackApi) -> None:
    for id_, name in MEMBERS.items():
        slack.hires(id_, name)
    slack.makes_channel(COMMITTEE.id, *MEMBERS)
    for n in range(REPORTS):
        slack.hires(f"UR{n}", f"Reporter{n} Doe")


async def _reports(reporter: SlackReporter, dice: Random, who: int) -> None:
    """At a reporter's pace, so that the kills come in the middle of different things."""
    for n in range(who, REPORTS, REPORTERS):
        await reporter.files(f"UR{n}", f"Report number {n}.")
        await asyncio.sleep(dice.uniform(0.05, 0.3))


def _nothing_lost(folder: Path, reporter: SlackReporter, slack: SlackApi) -> None:
    kept = _looked_at(folder, lambda r: {text: _case(r, receipt) for text, receipt in reporter.receipts.items()})
    assert len(kept) == REPORTS
    assert all(told == text for text, (_, told) in kept.items())
    expected = {(case, place) for case, _ in kept.values() for place in PLACES}
    arrived = Counter((CASE.findall(slack.reads(m))[0], place) for place in PLACES for m in slack.messages_in(place))
    assert expected - set(arrived) == set(), "lost"
    assert {pair: times for pair, times in arrived.items() if times > 1} == {}, "doubled"
    assert set(arrived) == expected, "a report that nobody pressed"
    findings = _looked_at(folder, lambda r: verify(r, folder / "register.db.head"))
    assert [finding for finding in findings if finding.blocks] == []


def _case(register: Register, receipt: str) -> tuple[str, str]:
    """Its number, and all that its reporter wrote."""
    case = cases.by_receipt(register, receipt)
    if case is None:
        return "", ""
    (entry,) = cases.read_as_reporter(register, case).entries
    return case, "".join(part.text for part in entry.parts)


def _all_delivered(folder: Path) -> bool:
    counts = _looked_at(folder, outbox.counts)
    assert counts.parked == 0
    return counts.owed == counts.sending == 0


def _looked_at(folder: Path, look: Callable[[Register], T]) -> T:
    with open_database(folder / "register.db", KEY) as database:
        return database.run_now(look)


def _told(slack: SlackApi, victim: Victim, reporter: SlackReporter) -> None:
    figures.tell(
        "G1 Slack",
        f"{REPORTS} reports, {reporter.presses} presses of Send, {victim.killed} kills ({victim.at_start} before it "
        f"listened), {len(slack.calls)} calls of Slack, of which {slack.api.faults.total()} failed "
        f"({slack.api.faults[Fault.DROPPED] + slack.api.faults[Fault.LATE]} of them taken all the same); "
        f"{sum(len(slack.messages_in(place)) for place in PLACES)} messages, 0 lost, 0 doubled",
    )
