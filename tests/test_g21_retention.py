"""G21: whatever members do and the clock does, in whatever order, no case is destroyed that was still to be kept."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import purging
from dialogs.outcomes import KeepCase, Purge
from storage import cases, holds, people, retention
from storage.cases import five_years_after
from storage.database import Database, open_database
from storage.errors import RefusedError
from storage.records import Kind, Member, Part
from storage.register import Register
from storage.verify import verify
from tests.faults import figures
from tests.storage_stage import MASTER, TODAY, anonymous, committee, new_register

SEQUENCES = figures.of(short=100, long=10_000)
LENGTH = 30
MOST = 3
"""Cases at once."""

ACTS = (
    *("files", "adds", "closes", "closes", "holds", "lifts", "lifts", "keeps", "purges", "purges", "purges"),
    *("passes", "goes_on", "goes_on", "goes_wrong"),
)
WORDS = (Part("entry.note", "words"),)
MEMORY = Path("/dev/shm")
"""Where there is such a folder, a register is made in a tenth of the time."""

UNNOTICED, FAR_OFF = (-2, -1, 0, 1, 2), (-2000, -400, 400, 2000)
"""Days by which the clock is wrong. Up to two are not noticed, and a case is kept some days longer for that."""

PASS = (1, 2, 1000, 1824, 1826, 1827, 1829, 1831, 1835)
"""Days: some of them around five years."""

DONE: Counter[str] = Counter()


@dataclass(slots=True)
class Kept:
    """What is true of a case, whatever the register makes of it. `last` is the day of its last entry."""

    last: date
    closed: bool = False
    held: bool = False
    proposed_by: str = ""


@cache
def template() -> Path:
    """An empty register with a committee of three."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    with new_register(folder) as db:
        committee(db)
    return folder


@dataclass(frozen=True, slots=True)
class Step:
    """Not every act needs all of it."""

    act: str
    which: int
    who: int
    other: int
    days: int
    error: int


@dataclass(slots=True)
class Retention:
    """`real` is the true day, `error` by how much the clock is wrong."""

    db: Database
    members: tuple[Member, ...]
    real: date = TODAY
    error: int = 0
    kept: dict[str, Kept] = field(default_factory=dict)

    @property
    def clock(self) -> date:
        return self.real + timedelta(self.error)

    def takes(self, step: Step) -> None:
        by, other, day = self.members[step.who].id, self.members[step.other].id, self.clock
        match step.act:
            case "goes_wrong":
                self.error = step.error
            case "passes":
                self.real += timedelta(step.days)
            case "goes_on" if self.error in UNNOTICED:
                self.real += timedelta(step.days)
                self.db.run_now(lambda r: retention.confirm(r, self.clock, by))
            case "files" if len(self.kept) < MOST:
                filed = self.db.run_now(lambda r: cases.file(r, anonymous(self.members), day))
                self.kept[filed.case] = Kept(self.real)
                DONE["cases"] += 1
            case _ if self.kept:
                self.about(step, list(self.kept)[step.which % len(self.kept)], by, other)
        self.db.run_now(lambda r: retention.advance(r, self.clock))

    def about(self, step: Step, case: str, by: str, other: str) -> None:
        """What happens to a case."""
        one, day = self.kept[case], self.clock
        match step.act:
            case "adds":
                self.does(lambda r: cases.add(r, case, WORDS, Kind.ADDITION, day))
                one.last = self.real
            case "closes":
                if self.does(lambda r: cases.close(r, case, by, WORDS, day)) is True:
                    one.closed, one.last = True, self.real
            case "holds" | "lifts":
                self.holds(step.act, case, by, other)
            case "keeps":
                self.does(lambda r: purging.carry_out(r, KeepCase(case), by, day))
                one.proposed_by = ""
            case "purges":
                for member in (by, other):
                    self.purges(case, member)

    def holds(self, act: str, case: str, by: str, other: str) -> None:
        one, day = self.kept[case], self.clock
        if act == "holds":
            self.does(lambda r: holds.hold(r, case, by, day))
            one.held, one.proposed_by = True, ""
            return
        self.does(lambda r: holds.propose_lift(r, case, by, day))
        lifted = self.does(lambda r: holds.lift(r, case, other, day))
        assert by != other or isinstance(lifted, RefusedError), "lifted by one alone"
        one.held &= isinstance(lifted, RefusedError)

    def purges(self, case: str, by: str) -> None:
        one, frozen = self.kept.get(case), self.db.run_now(retention.is_frozen)
        said = self.does(lambda r: purging.carry_out(r, Purge(case), by, self.clock)) if one else None
        match getattr(said, "key", ""):
            case "purge.proposed" if one:
                one.proposed_by = by
            case "purge.done" if one:
                assert self.real >= five_years_after(one.last), "before its day"
                assert one.closed and not one.held and not frozen
                assert one.proposed_by not in ("", by), "by one alone"
                del self.kept[case]
                DONE["destroyed"] += 1

    def does(self, act: Callable[[Register], object]) -> object:
        """What it returns, or why it was refused."""
        try:
            return self.db.run_now(act)
        except RefusedError as refused:
            DONE["refused"] += 1
            return refused

    def every_case_is_there(self) -> None:
        found = self.db.run_now(lambda r: r.db.execute("SELECT case_no FROM cases").fetchall())
        assert {case for (case,) in found} == set(self.kept)


@contextmanager
def retained() -> Iterator[Retention]:
    """Nobody has reported anything yet."""
    with tempfile.TemporaryDirectory(dir=template().parent) as name:
        folder = Path(shutil.copytree(template(), Path(name) / "register"))
        with open_database(folder / "register.db", MASTER, on=TODAY) as db:
            yield Retention(db, db.run_now(people.members))


STEPS = st.builds(
    Step,
    st.sampled_from(ACTS),
    st.integers(0, MOST),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from(PASS),
    st.sampled_from((*UNNOTICED, *FAR_OFF)),
)


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    database=None,
    derandomize=not figures.LONG,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(STEPS, min_size=LENGTH, max_size=LENGTH))
def sequences(steps: list[Step]) -> None:
    DONE["sequences"] += 1
    with retained() as state:
        for step in steps:
            state.takes(step)
            state.every_case_is_there()
        assert state.db.run_now(lambda r: verify(r, state.db.head_path)) == ()


def test_no_sequence_destroys_what_is_to_be_kept() -> None:
    sequences()
    assert DONE["destroyed"]
    figures.tell(
        "G21",
        f"{DONE['sequences']} sequences of {LENGTH} steps, {DONE['cases']} cases, {DONE['destroyed']} of them "
        f"destroyed, each on its day and by two, {DONE['refused']} acts refused, 0 violations",
    )
