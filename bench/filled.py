"""Registers that hold many cases already: the real tables, really sealed, by storage's own functions, many at a time.

Every case has its audit entries, an acknowledgement and three notices that were delivered; nine of ten are closed.
They were filed over five years. The notices that are still owed are as many in every register.
"""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Final

from bench.house import Bench
from bench.reports import NARRATIVE
from bot.clock import SystemClock
from storage import cases, delivery, outbox
from storage.records import Level, NewReport, Notice, Part
from storage.register import Register

CASES_A_COMMIT: Final = 200
OVER_DAYS: Final = 5 * 365
OPEN_OF: Final = 10
"""One of so many cases is still open."""
KEPT: Final = 1_000
"""So many receipts at least are kept, to be looked up."""


def fill(bench: Bench, count: int, say: Callable[[str], None]) -> list[str]:
    """Some of the receipts, from the whole of the time."""
    receipts: list[str] = []
    numbers = iter(range(count))
    while job := list(islice(numbers, CASES_A_COMMIT)):
        receipts += bench.database.run_now(partial(_filed, members=bench.members, numbers=job, of=count))
        if job[0] % (count // 10 or 1) < len(job):
            say(f"{job[-1] + 1:,} of {count:,} cases stored")
    return receipts


def _filed(register: Register, members: tuple[str, ...], numbers: list[int], of: int) -> list[str]:
    kept, today = [], SystemClock().today()
    for number in numbers:
        on = today - timedelta(days=OVER_DAYS * (of - number) // of)
        filed = cases.file(register, _report(members), on)
        _delivered(register, members, filed.case)
        _handled(register, members[number % len(members)], filed.case, on, close=number % OPEN_OF > 0)
        if number % max(1, of // KEPT) == 0:
            kept.append(filed.receipt)
    return kept


def _report(members: tuple[str, ...]) -> NewReport:
    parts = (Part("report.form.narrative.label", NARRATIVE),)
    return NewReport(secrets.token_bytes(16), Level.ANONYMOUS, "accounting", False, parts, members)


def _delivered(register: Register, members: tuple[str, ...], case: str) -> None:
    for member in members:
        notice = Notice(outbox.new_id(), member, "notice.filed", (("case", case),), (("case", case),), case=case)
        outbox.owe(register, notice)
        delivery.sent(register, notice.id, f"ref-{notice.id[:8]}", case)


def _handled(register: Register, member: str, case: str, on: date, *, close: bool) -> None:
    cases.acknowledge(register, case, member, on)
    if close:
        cases.close(register, case, member, (Part("disposition.no_breach", "Looked into; nothing was found."),), on)
