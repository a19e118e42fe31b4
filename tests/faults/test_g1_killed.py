"""G1: killed again and again, with a chat service that fails in 32 of 100 requests."""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

import aiohttp

from storage import cases, outbox
from storage.database import open_database
from storage.records import Kind
from storage.register import Register
from storage.verify import verify
from tests.faults import figures
from tests.faults.chat_server import ChatServer, chat_server
from tests.faults.killing import Victim, killed_again_and_again
from tests.faults.page_reporter import PageReporter
from tests.faults.serving import KEY, RECIPIENTS

T = TypeVar("T")

REPORTS = figures.of(short=40, long=600)
REPORTERS = 4
SEED = 20061
PATIENCE = figures.of(short=60, long=600)
"""Seconds until everything must have arrived, after the last report."""


async def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    dice = Random(SEED)
    async with chat_server(SEED) as (server, address), aiohttp.ClientSession() as session:
        victim = Victim(tmp_path, address, dice)
        reporter = PageReporter(session, f"http://127.0.0.1:{victim.port}")
        async with killed_again_and_again(victim):
            await asyncio.gather(*(_reports(reporter, Random(n), n) for n in range(REPORTERS)))
        async with asyncio.timeout(PATIENCE):
            while not _all_delivered(tmp_path):
                await victim.lives()
    _told(server, victim, reporter)
    _nothing_lost(tmp_path, reporter, server)
    assert b"Traceback" not in victim.errors, victim.errors.decode()


async def _reports(reporter: PageReporter, dice: Random, who: int) -> None:
    """At a reporter's pace, so that the kills come in the middle of different things."""
    for n in range(who, REPORTS, REPORTERS):
        await reporter.files(f"Report number {n}.")
        await asyncio.sleep(dice.uniform(0.05, 0.3))


def _nothing_lost(folder: Path, reporter: PageReporter, server: ChatServer) -> None:
    kept = _looked_at(folder, lambda r: {text: _case(r, receipt) for text, receipt in reporter.receipts.items()})
    assert len(kept) == REPORTS
    assert all(told == text for text, (_, told) in kept.items())
    expected = {(case, to) for case, _ in kept.values() for to in RECIPIENTS}
    arrived = Counter((case, to) for _, to, case in server.posts)
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
    entries = cases.read_as_reporter(register, case).entries
    assert [entry.kind for entry in entries] == [Kind.REPORT]
    return case, "".join(part.text for part in entries[0].parts)


def _all_delivered(folder: Path) -> bool:
    counts = _looked_at(folder, outbox.counts)
    assert counts.parked == 0
    return counts.owed == counts.sending == 0


def _looked_at(folder: Path, look: Callable[[Register], T]) -> T:
    with open_database(folder / "register.db", KEY) as database:
        return database.run_now(look)


def _told(server: ChatServer, victim: Victim, reporter: PageReporter) -> None:
    figures.tell(
        "G1",
        f"{REPORTS} reports, {reporter.presses} presses, {victim.killed} kills ({victim.at_start} before it listened), "
        f"{len(server.posts)} messages accepted of {server.faults.total()} requests, of which "
        f"{server.faults.total() - server.faults['fine']} failed",
    )
