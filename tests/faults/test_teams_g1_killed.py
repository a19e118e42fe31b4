"""G1 in Teams: the whole app killed again and again, with a connector that fails in 32 of 100 requests.

Teams shows a bot nothing of what it has said, so a message that may have arrived is sent once more, and says so.
"""

import asyncio
import re
from collections import Counter, defaultdict
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
from tests.faults.teams_reporter import TeamsReporter
from tests.faults.teams_serving import COMMITTEE, COMPANY, KEY, MEMBERS
from tests.teams.microsoft import chat_of
from tests.teams.seen import reads
from tests.teams_api import TeamsApi

T = TypeVar("T")

REPORTS = figures.of(short=5, long=600)
REPORTERS = 4
SEED = 20063
PATIENCE = figures.of(short=60, long=900)
"""Seconds until everything must have arrived, after the last report."""

CASE = re.compile(r"(?<=[Cc]ase )[0-9A-HJKMNP-TV-Z]{6}\b")
PLACES = (*map(chat_of, MEMBERS), COMMITTEE.id)
LABEL = COMPANY.wording("en").text("notice.repeat")


async def test_killed_again_and_again_nothing_is_lost_and_every_repeat_says_so(tmp_path: Path) -> None:
    async with TeamsApi(clock=SystemClock()) as teams:
        weather = storm(SEED)
        teams.microsoft.weather, teams.microsoft.retry_after = lambda _: weather(), 0.2
        _staffed(teams)
        victim = Victim(tmp_path, teams.url, Random(SEED), "tests.faults.teams_serving")
        teams.calls_at(f"http://127.0.0.1:{victim.port}/api/messages")
        reporter = TeamsReporter(teams)
        async with killed_again_and_again(victim):
            await asyncio.gather(*(_reports(reporter, Random(n), n) for n in range(REPORTERS)))
        async with asyncio.timeout(PATIENCE):
            while not _all_delivered(tmp_path):
                await victim.lives()
        repeats = _nothing_lost(tmp_path, reporter, teams)
        _told(teams, victim, reporter, repeats)
    assert _unforeseen(victim.errors.decode()) == []


def _unforeseen(errors: str) -> list[str]:
    """The errors that were logged, but for the one that the weather brings: an answer could not be posted."""
    raised = re.findall(r"^([\w.]+(?:Error|Exception|Exit))\b", errors, re.MULTILINE)
    return [error for error in raised if error != "bot.teams.received.NoAnswerError"]


def _staffed(teams: TeamsApi) -> None:
    for id_, name in MEMBERS.items():
        teams.hires(id_, name)
    teams.makes_channel(COMMITTEE.id)
    for n in range(REPORTS):
        teams.hires(_reporter(n), f"Reporter{n} Doe")


def _reporter(n: int) -> str:
    return f"{n:08x}-eeee-eeee-eeee-eeeeeeeeeeee"


async def _reports(reporter: TeamsReporter, dice: Random, who: int) -> None:
    """At a reporter's pace, so that the kills come in the middle of different things."""
    for n in range(who, REPORTS, REPORTERS):
        await reporter.files(_reporter(n), f"Report number {n}.")
        await asyncio.sleep(dice.uniform(0.05, 0.3))


def _nothing_lost(folder: Path, reporter: TeamsReporter, teams: TeamsApi) -> int:
    """How many messages came once more."""
    kept = _looked_at(folder, lambda r: {text: _case(r, receipt) for text, receipt in reporter.receipts.items()})
    assert len(kept) == REPORTS
    assert all(told == text for text, (_, told) in kept.items())
    expected = {(case, place) for case, _ in kept.values() for place in PLACES}
    arrived: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for place in PLACES:
        for posted in teams.messages_in(place):
            text = reads(posted.card)
            arrived[CASE.findall(text)[0], place].append(LABEL in text)
    assert expected - set(arrived) == set(), "lost"
    assert set(arrived) == expected, "a report that nobody pressed"
    assert {pair: labels for pair, labels in arrived.items() if not all(labels[1:])} == {}, "a repeat without its label"
    findings = _looked_at(folder, lambda r: verify(r, folder / "register.db.head"))
    assert [finding for finding in findings if finding.blocks] == []
    return sum(len(labels) - 1 for labels in arrived.values())


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


def _told(teams: TeamsApi, victim: Victim, reporter: TeamsReporter, repeats: int) -> None:
    faults: Counter[Fault] = teams.microsoft.faults
    figures.tell(
        "G1 Teams",
        f"{REPORTS} reports, {reporter.presses} presses of Send, {victim.killed} kills ({victim.at_start} before it "
        f"listened), {len(teams.microsoft.calls)} calls of Microsoft, of which {faults.total()} failed "
        f"({faults[Fault.DROPPED] + faults[Fault.LATE]} of them done all the same); "
        f"{sum(len(teams.messages_in(place)) for place in PLACES)} messages, 0 lost, {repeats} came once more, "
        f"each of them labelled as a repeat",
    )
