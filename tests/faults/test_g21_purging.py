"""G21, what members do: whatever they decide in whatever order, a case is destroyed by two, after its years, under no
hold; and what is destroyed is gone everywhere, from the outbox and from whoever was sent it too.
"""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.done import Done
from dialogs.outcomes import (
    AddToReport,
    Close,
    ConfirmDay,
    FileReport,
    HoldCase,
    KeepCase,
    LetHoldStand,
    LiftHold,
    ProposeLift,
    Purge,
    Recuse,
)
from storage import cases, outbox, retention
from storage.cases import five_years_after
from storage.register import Register
from tests.faults import figures
from tests.faults.committee import FIRST, Committee, founded, gathered
from tests.faults.mailboxes import CHANNEL, Mood

SEQUENCES = figures.of(short=25, long=10_000)
LENGTH = 25
MOST = 2
"""Cases at once."""

which = st.integers(0, MOST - 1)
members = st.sampled_from(FIRST)
moods = st.dictionaries(st.sampled_from((CHANNEL, *(name.split()[0] for name in FIRST))), st.sampled_from(Mood))
days = st.sampled_from((1, 2, 365, 1824, 1829, 1829))
TABLES = ("cases", "entries", "envelopes", "access", "outbox", "sent")


@dataclass(slots=True)
class Truth:
    """Of one case, whatever the register makes of it. The proposals are by whom, or empty."""

    text: str
    receipt: str
    last: date
    seeing: set[str]
    closed: bool = False
    held: bool = False
    lift: str = ""
    purge: str = ""


class Destroying(RuleBasedStateMachine):
    template: ClassVar[Path]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.house: Committee = gathered(self.template)
        self.cases: dict[str, Truth] = {}
        self.gone: dict[str, Truth] = {}
        self.done["sequences"] += 1

    @initialize()
    def the_first_report_is_filed(self) -> None:
        self.a_report_is_filed()

    @precondition(lambda self: len(self.cases) < MOST)
    @rule()
    def a_report_is_filed(self) -> None:
        text = secrets.token_hex(8)
        report = FileReport("anonymous", "accounting", False, (("report.narrative", text),))
        said = self.house.does("", report, secrets.token_bytes(16))
        assert isinstance(said, Done) and said.then
        receipt = said.then.receipt
        case = self.house.database.run_now(lambda r: cases.by_receipt(r, receipt))
        assert case
        self.cases[case] = Truth(text, receipt, self.house.clock.today(), set(FIRST))
        self.done["cases"] += 1

    @precondition(lambda self: self.cases)
    @rule(at=which)
    def the_reporter_adds(self, at: int) -> None:
        _, truth = self._case(at)
        text = secrets.token_hex(8)
        if isinstance(self.house.does("", AddToReport((("entry.addition", text),), (), truth.receipt)), Done):
            truth.last = self.house.clock.today()

    @precondition(lambda self: self.cases)
    @rule(at=which, who=members)
    def a_member_closes(self, at: int, who: str) -> None:
        case, truth = self._case(at)
        if isinstance(self.house.does(who, Close(case, "unfounded", "Nothing was found.")), Done) and not truth.closed:
            truth.closed, truth.last = True, self.house.clock.today()

    @precondition(lambda self: self.cases)
    @rule(at=which, who=members)
    def a_member_steps_aside(self, at: int, who: str) -> None:
        """What they have proposed counts no more."""
        case, truth = self._case(at)
        if isinstance(self.house.does(who, Recuse(case, "A friend.")), Done):
            truth.seeing.discard(who)
            truth.last = self.house.clock.today()
            truth.lift, truth.purge = (by if by != who else "" for by in (truth.lift, truth.purge))

    @precondition(lambda self: self.cases)
    @rule(at=which, who=members)
    def a_hold_is_set(self, at: int, who: str) -> None:
        case, truth = self._case(at)
        if isinstance(self.house.does(who, HoldCase(case, "A court asks.")), Done) and not truth.held:
            truth.held, truth.purge, truth.last = True, "", self.house.clock.today()

    @precondition(lambda self: self.cases)
    @rule(at=which, who=members)
    def a_hold_is_to_be_lifted(self, at: int, who: str) -> None:
        """The reason is a note in the case, which is kept five years from then on."""
        case, truth = self._case(at)
        said = self.house.does(who, ProposeLift(case, "It is over."))
        if isinstance(said, Done) and said.said[0].key == "lift_hold.proposed":
            assert truth.held and not truth.lift
            truth.lift, truth.last = who, self.house.clock.today()

    @precondition(lambda self: self.cases)
    @rule(at=which, who=members)
    def a_hold_is_lifted(self, at: int, who: str) -> None:
        case, truth = self._case(at)
        if isinstance(self.house.does(who, LiftHold(case)), Done):
            assert truth.held and truth.lift not in ("", who) and who in truth.seeing, "by one alone"
            truth.held, truth.lift = False, ""

    @precondition(lambda self: self.cases)
    @rule(at=which, who=members, keeps=st.booleans())
    def a_proposal_is_refused_or_taken_back(self, at: int, who: str, keeps: bool) -> None:
        case, truth = self._case(at)
        if isinstance(self.house.does(who, KeepCase(case) if keeps else LetHoldStand(case)), Done):
            truth.purge, truth.lift = ("", truth.lift) if keeps else (truth.purge, "")

    @precondition(lambda self: self.cases)
    @rule(at=which, one=members, other=members)
    def members_would_destroy_it(self, at: int, one: str, other: str) -> None:
        case, _ = self._case(at)
        for who in (one, other):
            if case in self.cases:
                self._destroys(case, who)

    @precondition(lambda self: self.cases)
    @rule(at=which, one=members, other=members)
    def years_go_by_and_two_destroy_it(self, at: int, one: str, other: str) -> None:
        case, _ = self._case(at)
        self.a_member_closes(at, one)
        self.time_passes(1829, one)
        self.members_would_destroy_it(list(self.cases).index(case), one, other)

    @rule(days=days, who=members)
    def time_passes(self, days: int, who: str) -> None:
        """Whoever finds the day right after a jump says so."""
        if not self.house.passes(days):
            self.house.does(who, ConfirmDay())

    @rule(moods=moods)
    def messages_leave(self, moods: dict[str, Mood]) -> None:
        self.house.mailboxes.moods = moods
        self.house.delivers()

    @invariant()
    def what_is_destroyed_is_gone_and_nothing_else(self) -> None:
        found = self.house.database.run_now(lambda r: r.db.execute("SELECT case_no FROM cases").fetchall())
        assert {case for (case,) in found} == set(self.cases)
        for case, truth in self.gone.items():
            assert self.house.database.run_now(partial(_rows, case=case)) == 0
            assert self.house.database.run_now(partial(cases.by_receipt, receipt=truth.receipt)) is None

    def teardown(self) -> None:
        """When all is well again, nobody has a message with a word of it."""
        try:
            self.house.mailboxes.moods = {}
            for _ in range(3):
                self.house.passes(2)
                self.house.delivers()
            standing = self.house.mailboxes.standing.values()
            assert not [one.to for one in standing for truth in self.gone.values() if one.holds(truth.text)]
            assert not [n for n in self.house.database.run_now(outbox.owed) if n.case in self.gone]
            assert self.house.is_sound()
        finally:
            self.house.close()

    def _destroys(self, case: str, who: str) -> None:
        truth, frozen = self.cases[case], self.house.database.run_now(retention.is_frozen)
        said = self.house.does(who, Purge(case))
        key = said.said[0].key if isinstance(said, Done) else said
        if key == "purge.proposed":
            truth.purge = who
        elif key == "purge.done":
            assert truth.purge not in ("", who) and {truth.purge, who} <= truth.seeing, "by one alone"
            assert truth.closed and not truth.held and not frozen
            assert self.house.clock.today() >= five_years_after(truth.last), "before its years"
            self.gone[case] = self.cases.pop(case)
            self.done["destroyed"] += 1
        elif key != "purge.waits":
            self.done["refused"] += 1

    def _case(self, at: int) -> tuple[str, Truth]:
        return list(self.cases.items())[at % len(self.cases)]


def _rows(register: Register, case: str) -> int:
    counts = (f"SELECT count(*) FROM {table} WHERE case_no = ?" for table in TABLES)
    return sum(int(register.db.execute(sql, (case,)).fetchone()[0]) for sql in counts)


def test_no_case_is_destroyed_that_was_still_to_be_kept() -> None:
    with founded() as template:
        Destroying.template, Destroying.done = template, Counter()
        run_state_machine_as_test(
            Destroying,
            settings=settings(
                max_examples=SEQUENCES,
                stateful_step_count=LENGTH,
                deadline=None,
                database=None,
                derandomize=not figures.LONG,
                suppress_health_check=list(HealthCheck),
            ),
        )
    done = Destroying.done
    assert done["destroyed"]
    figures.tell(
        "G21",
        f"{done['sequences']} sequences of up to {LENGTH} acts of members, {done['cases']} cases, {done['destroyed']} "
        f"of them destroyed, {done['refused']} times refused: 0 violations",
    )
