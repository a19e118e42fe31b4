"""G5, the register's part: many at once, the same form many times at once. One case each, none lost, none doubled."""

import asyncio
import secrets
import time
from pathlib import Path
from typing import Any

import pytest

from storage import cases, outbox, verify
from storage.database import Database
from storage.records import Filed, NewReport
from tests.storage_stage import LONG, anonymous, committee, do, file_and_tell, new_register

REPORTS = 2000 if LONG else 400


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


async def submit(db: Database, report: NewReport) -> Filed:
    return await db.run(lambda register: file_and_tell(register, report))


def test_one_form_sent_fifty_times_at_once_is_one_case(db: Database) -> None:
    report = anonymous(committee(db), nonce=secrets.token_bytes(16))

    async def story() -> list[Filed]:
        return await asyncio.gather(*(submit(db, report) for _ in range(50)))

    got = asyncio.run(story())
    assert len({(f.case, f.receipt) for f in got}) == 1
    assert sum(f.new for f in got) == 1
    assert do(db, outbox.counts).owed == 3


@pytest.mark.parametrize("at_a_time", [1, 16, 50])
def test_none_of_many_is_lost_or_doubled(db: Database, at_a_time: int) -> None:
    members = committee(db)
    turn = asyncio.Semaphore(at_a_time)

    async def one() -> Filed:
        report = anonymous(members)
        async with turn:
            got = await asyncio.gather(submit(db, report), submit(db, report))  # a double click
        assert got[0].case == got[1].case
        return got[0]

    async def story() -> list[Filed]:
        return await asyncio.gather(*(one() for _ in range(REPORTS)))

    begun = time.perf_counter()
    got = asyncio.run(story())
    print(f"\n{REPORTS} reports, {at_a_time} at a time, each sent twice: {time.perf_counter() - begun:.2f} s")
    assert len({f.case for f in got}) == len({f.receipt for f in got}) == REPORTS
    assert do(db, outbox.counts).owed == 3 * REPORTS
    assert do(db, cases.by_receipt, got[-1].receipt) == got[-1].case
    assert do(db, verify.verify, db.head_path) == ()
