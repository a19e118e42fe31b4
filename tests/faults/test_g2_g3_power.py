"""G2 and G3: no answer before the sync, and nothing that was answered is lost when the power goes.

One trace of a process that files reports serves both.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from storage import cases
from storage.database import open_database
from storage.errors import RegisterError
from storage.register import Register
from storage.verify import verify
from tests.clocks import StoppedClock
from tests.faults import figures
from tests.faults.filing import ALONE
from tests.faults.power import answered, crashed
from tests.faults.traced import Event, Mark, Sync, Write, trace
from tests.house import KEY

pytestmark = pytest.mark.strace

REPORTS = figures.of(short=20, long=200)
CRASHES = figures.of(short=30, long=300)
SEED = 2006
MAIN, JOURNAL = "register.db", "register.db-wal"


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    at = tmp_path_factory.mktemp("traced")
    (at / "house").mkdir()
    return trace(at / "house", at / "strace.log", "tests.faults.filing", str(REPORTS))


def test_there_is_a_sync_between_every_write_and_its_answer(events: list[Event]) -> None:
    """Where one is answered after another, nothing in the journal is unsynced when the answer goes out."""
    unsynced: list[int] = []
    written = answers = without = 0
    for at, event in enumerate(events):
        match event:
            case Write(file) if file == JOURNAL:
                unsynced.append(at)
                written += 1
            case Sync(file, began) if file == JOURNAL:
                unsynced = [one for one in unsynced if one >= began]
            case Mark(text) if text.startswith(ALONE):
                answers += 1
                without += bool(unsynced) or not written
                written = 0
    assert answers == REPORTS // 4 * 2 * 2
    assert without == 0
    figures.tell("G3", f"{answers} answers, {without} without a sync before them")


def test_after_a_power_cut_everything_that_was_answered_is_there(events: list[Event], tmp_path: Path) -> None:
    dice = Random(SEED)
    lost = damaged = acknowledged = 0
    for n, end in enumerate(moments(events, dice)):
        found = after_the_cut(events[:end], dice, tmp_path / str(n))
        lost, damaged = lost + found[0], damaged + found[1]
        acknowledged += len(answered(events[:end]))
    figures.tell(
        "G2", f"{CRASHES} power cuts, {acknowledged} answers before them: {lost} lost, {damaged} files damaged"
    )
    assert (lost, damaged) == (0, 0)


def test_the_same_cuts_on_a_disk_that_syncs_nothing_lose_reports(events: list[Event], tmp_path: Path) -> None:
    """That the figure above could be another."""
    dice = Random(SEED)
    lying = [event for event in events if not (isinstance(event, Sync) and event.file in {MAIN, JOURNAL})]
    ends = [at for at, event in enumerate(lying, 1) if isinstance(event, Mark)][-8:]
    found = [after_the_cut(lying[:end], dice, tmp_path / str(end)) for end in ends]
    assert sum(lost + damaged for lost, damaged in found) > 0


def moments(events: list[Event], dice: Random) -> Iterator[int]:
    """In turn: just after an answer, while the main file is written, before there is a report, at any time."""
    after_answers = [at for at, event in enumerate(events, 1) if isinstance(event, Mark)]
    copying = [at for at, event in enumerate(events, 1) if isinstance(event, Write | Sync) and event.file == MAIN]
    for n in range(CRASHES):
        yield dice.choice((after_answers, copying, range(1, after_answers[0]), range(1, len(events) + 1))[n % 4])


def after_the_cut(events: list[Event], dice: Random, at: Path) -> tuple[int, int]:
    """Answers lost, and whether the register is damaged: which error says so depends on the pages that are gone."""
    at.mkdir()
    crashed(events, dice, at)
    marks = answered(events)
    try:
        with open_database(at / MAIN, KEY, create=True, on=StoppedClock().today()) as database:
            lost = sum(not database.run_now(partial(kept, mark=mark)) for mark in marks)
            findings = database.run_now(lambda r: verify(r, database.head_path))
    except RegisterError:
        return len(marks), True
    return lost, any(finding.blocks for finding in findings)


def kept(register: Register, mark: str) -> bool:
    _, receipt, text = mark.split(" ", 2)
    case = cases.by_receipt(register, receipt)
    entries = cases.read_as_reporter(register, case).entries if case else ()
    return text in {part.text for entry in entries for part in entry.parts}
