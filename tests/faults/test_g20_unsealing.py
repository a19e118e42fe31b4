"""G20: who may read what, as a state machine. Whatever happens, in whatever order, nobody who is excluded reads a case,
finds it, or keeps a message about it; and whoever may see it can read all of it.
"""

import secrets
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
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
from bot.notices import BLANKED
from dialogs.outcomes import (
    Acknowledge,
    AddToReport,
    AskReporter,
    Close,
    FileReport,
    OpenCase,
    Outcome,
    Recuse,
    ReleaseCase,
    WriteNote,
)
from storage import cases, outbox
from storage.errors import NotVisibleError
from storage.records import Act, Notice
from storage.register import Register
from tests.faults import figures
from tests.faults.committee import FIRST, NAMES, founded, gathered
from tests.faults.mailboxes import CHANNEL, Mood, Standing

SEQUENCES = figures.of(short=25, long=10_000)
LENGTH = 20
MOST = 3
"""Cases at once."""

names = st.sampled_from(NAMES)
some_names = st.sets(names, max_size=3)
which = st.integers(0, MOST - 1)
rank = st.sampled_from((0, 0, 0, 0, 0, 1, 2, 3, 4))
"""Among all the people, those first for whom an act is meant: mostly it is done as it should be."""
mentioned = st.sampled_from(("", "", "", "", "", *NAMES))
moods = st.dictionaries(st.sampled_from((CHANNEL, *(name.split()[0] for name in NAMES))), st.sampled_from(Mood))


@dataclass(slots=True)
class Truth:
    """Of one case: who may see it, who never may again, and all that was written in it."""

    report: FileReport
    nonce: bytes
    reporter: str
    receipt: str = ""
    seeing: set[str] = field(default_factory=set)
    out: set[str] = field(default_factory=set)
    out_ids: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True)
class Known:
    """What is true, whatever the register makes of it. `ids` are of those who serve, by name."""

    ids: dict[str, str]
    chair: str
    cases: dict[str, Truth] = field(default_factory=dict)


class Visibility(RuleBasedStateMachine):
    template: ClassVar[Path]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.house = gathered(self.template)
        self.known = Known(self.house.ids(), FIRST[0])
        self.former: set[str] = set()
        self.backup: tuple[Path, Known] | None = None
        self.done["sequences"] += 1

    @initialize(reporter=st.sampled_from(("", *NAMES)), struck=some_names)
    def the_first_report_is_filed(self, reporter: str, struck: set[str]) -> None:
        self.a_report_is_filed(reporter, struck, "")

    @precondition(lambda self: len(self.known.cases) < MOST)
    @rule(reporter=st.sampled_from(("", *NAMES)), struck=some_names, named=mentioned)
    def a_report_is_filed(self, reporter: str, struck: set[str], named: str) -> None:
        """By somebody who does not serve, with a name or without."""
        reporter = "" if reporter in self.known.ids else reporter
        text = self._text(named)
        level = "named" if reporter else "anonymous"
        report = FileReport(level, "accounting", False, (("report.narrative", text),), self._ids(struck))
        truth = Truth(report, secrets.token_bytes(16), reporter, words=[text])
        truth.seeing, truth.named = set(self.known.ids), {named} - {""}
        self._strike_out(truth, struck)
        said = self.house.does(reporter, report, truth.nonce)
        if not truth.seeing:
            assert said == "nobody_left"
            return
        assert isinstance(said, Done) and said.then
        truth.receipt = said.then.receipt
        case = self.house.database.run_now(lambda r: cases.by_receipt(r, truth.receipt))
        assert case
        self.known.cases[case] = truth
        self.done["cases"] += 1

    @precondition(lambda self: self.known.cases)
    @rule(at=which, struck=some_names)
    def the_same_form_is_sent_again(self, at: int, struck: set[str]) -> None:
        """With somebody struck out besides."""
        _, truth = self._case(at)
        wanted = FileReport("anonymous", "accounting", False, truth.report.parts, self._ids(struck))
        said = self.house.does("", wanted, truth.nonce)
        if isinstance(said, Done):
            self._strike_out(truth, struck)
        else:
            assert said == "nobody_left" and not (truth.seeing - struck)

    @precondition(lambda self: self.known.cases)
    @rule(at=which, struck=some_names, named=mentioned)
    def the_reporter_adds(self, at: int, struck: set[str], named: str) -> None:
        _, truth = self._case(at)
        text = self._text(named)
        said = self.house.does("", AddToReport((("entry.addition", text),), self._ids(struck), truth.receipt))
        if truth.seeing <= struck:
            assert said == "nobody_left"
            return
        assert isinstance(said, Done)
        self._strike_out(truth, struck)
        truth.named |= {named} - {""}
        truth.words.append(text)

    @precondition(lambda self: self.known.cases)
    @rule(at=which, who=rank, act=st.sampled_from(("open", "acknowledge", "ask", "note", "close")))
    def a_member_acts(self, at: int, who: int, act: str) -> None:
        case, truth = self._case(at)
        by = _ranked(truth.seeing, who)
        text = self._text()
        outcomes: dict[str, Outcome] = {
            "open": OpenCase(case),
            "acknowledge": Acknowledge(case),
            "ask": AskReporter(case, text),
            "note": WriteNote(case, text),
            "close": Close(case, "unfounded", text),
        }
        if self._is_done(truth, by, outcomes[act]):
            new = act in {"ask", "note"} or (act == "close" and not truth.closed)
            truth.words += [text] if new else []
            truth.closed |= act == "close"

    @precondition(lambda self: self.known.cases)
    @rule(at=which, rank=rank)
    def a_member_steps_aside(self, at: int, rank: int) -> None:
        case, truth = self._case(at)
        who = _ranked(truth.seeing, rank)
        text = self._text()
        if truth.seeing == {who}:
            assert self.house.does(who, Recuse(case, text)) == "last_handler"
        elif self._is_done(truth, who, Recuse(case, text)):
            self._strike_out(truth, {who})
            truth.words.append(text)

    @precondition(lambda self: self.known.cases)
    @rule(at=which, one=rank, other=rank)
    def a_case_is_released(self, at: int, one: int, other: int) -> None:
        """To nobody whom it was kept from, who wrote it, or whom it names."""
        case, truth = self._case(at)
        never = truth.seeing | truth.out | truth.named | {truth.reporter}
        if not set(self.known.ids) - never and len(self.known.ids) > 1:
            self.somebody_joins(other)
        by, to = _ranked(truth.seeing, one), _ranked(set(self.known.ids) - never, other)
        said = self.house.does(by, ReleaseCase(case, self.known.ids.get(to, "nobody")))
        if by in truth.seeing and to in self.known.ids and to not in never:
            assert isinstance(said, Done), said
            truth.seeing.add(to)
            self.done["released"] += 1
        else:
            assert said in {"no_case", "not_released", "members_only"}

    @precondition(lambda self: len(self.known.ids) > 1)
    @rule(rank=rank)
    def somebody_joins(self, rank: int) -> None:
        who = _ranked(set(NAMES) - set(self.known.ids), rank)
        if who not in self.known.ids:
            assert self.house.changes("add", who, tuple(self.known.ids)[:2])
            self.known.ids[who] = self.house.ids()[who]

    @precondition(lambda self: len(self.known.ids) > 1)
    @rule(rank=rank)
    def somebody_leaves(self, rank: int) -> None:
        """Not the Chair, and nobody without whom an open case would be left alone."""
        who = _ranked(set(self.known.ids) - {self.known.chair}, rank)
        if who not in self.known.ids:
            return
        alone = any(truth.seeing == {who} and not truth.closed for truth in self.known.cases.values())
        left = self.house.changes("remove", who, tuple(self.known.ids)[:2])
        assert left is (who != self.known.chair and not alone)
        if left:
            self.former.add(self.known.ids.pop(who))
            for truth in self.known.cases.values():
                truth.seeing.discard(who)

    @precondition(lambda self: len(self.known.ids) > 1)
    @rule(who=names)
    def another_chairs(self, who: str) -> None:
        if who in self.known.ids and self.house.changes("chair", who, tuple(self.known.ids)[:2]):
            self.known.chair = who

    @rule(moods=moods)
    def messages_leave(self, moods: dict[str, Mood]) -> None:
        self.house.mailboxes.moods = moods
        self.house.delivers()

    @rule()
    def a_backup_is_made(self) -> None:
        self.backup = self.house.backs_up(), deepcopy(self.known)

    @precondition(lambda self: self.backup)
    @rule()
    def the_register_is_lost_and_restored(self) -> None:
        """What was filed, joined or released since is gone; whoever was excluded since stays excluded."""
        assert self.backup
        file, before = self.backup
        self.house.loses_and_restores(file)
        now, self.known = self.known, deepcopy(before)
        self.known.ids = {name: id_ for name, id_ in before.ids.items() if id_ not in self.former}
        self.former |= set(now.ids.values()) - set(self.known.ids.values())
        for case, truth in self.known.cases.items():
            truth.out |= now.cases[case].out
            truth.out_ids |= now.cases[case].out_ids
            truth.seeing = (truth.seeing & set(self.known.ids)) - truth.out
        self.backup = None
        self.done["restored"] += 1

    @invariant()
    def nobody_excluded_reads_finds_or_keeps_anything(self) -> None:
        ids = {**self.known.ids, **{id_: id_ for id_ in self.former}}
        self.house.database.run_now(lambda r: self._reads(r, ids))
        unsent = self.house.database.run_now(lambda r: (*outbox.owed(r, 10_000), *outbox.parked(r)))
        self._is_owed(unsent)
        blanking = {notice.replaces for notice in unsent if notice.key == BLANKED}
        for id_, message in self.house.mailboxes.standing.items():
            assert id_ in blanking or self._is_theirs(message)

    def teardown(self) -> None:
        """When all is well again, every message of those who are excluded is taken back, and nobody misses one."""
        try:
            self.house.mailboxes.moods = {}
            for _ in range(3):
                self.house.passes(2)
                self.house.delivers()
            standing = self.house.mailboxes.standing.values()
            assert [(one.to, one.say.key) for one in standing if not self._is_theirs(one)] == []
            for case, truth in self.known.cases.items():
                told = {message.to for message in standing if message.tells_of(case)}
                assert {name.split()[0] for name in truth.seeing} <= told, "not told"
            assert self.house.is_sound()
        finally:
            self.house.close()

    def _reads(self, register: Register, ids: dict[str, str]) -> None:
        for case, truth in self.known.cases.items():
            for who in NAMES:
                self._looks(register, case, who, may=who in truth.seeing)
            for name, id_ in ids.items():
                found = _words(register, case, id_)
                assert found == (set(truth.words) if name in truth.seeing else None)
                assert (case in {line.case for line in cases.lines(register, id_)}) is (name in truth.seeing)

    def _looks(self, register: Register, case: str, who: str, *, may: bool) -> None:
        """As the dialogs do."""
        files = self.house.files(register, who)
        assert (files.case(case) is not None) is may
        assert (case in {line.case for line in files.cases()}) is may
        assert may or (files.hold(case), files.purge(case), files.may_join(case)) == (None, None, None)

    def _is_owed(self, unsent: tuple[Notice, ...]) -> None:
        """No message about a case to somebody who may not see it, but one that takes another back."""
        seeing = {case: {self.known.ids[name] for name in truth.seeing} for case, truth in self.known.cases.items()}
        for notice in unsent:
            if notice.case in seeing and notice.to not in (outbox.CHANNEL, outbox.REPORTER) and notice.act is Act.SEND:
                assert notice.to in seeing[notice.case]

    def _is_theirs(self, message: Standing) -> bool:
        """A reporter's own messages, and a member's of the cases that they see. A message of the channel, where nobody
        sits who was excluded and has served ever since."""
        return message.say.key.startswith("notice.reporter.") or not any(
            _tells_of(message, case, truth) and not self._may_stand(message.to, truth)
            for case, truth in self.known.cases.items()
        )

    def _may_stand(self, to: str, truth: Truth) -> bool:
        if to == CHANNEL:
            return not truth.out_ids & set(self.known.ids.values())
        return to in {name.split()[0] for name in truth.seeing}

    def _is_done(self, truth: Truth, who: str, outcome: Outcome) -> bool:
        said = self.house.does(who, outcome)
        if who in truth.seeing:
            assert isinstance(said, Done), said
            return True
        assert said == ("no_case" if who in self.known.ids else "members_only")
        self.done["refused"] += 1
        return False

    def _strike_out(self, truth: Truth, struck: set[str]) -> None:
        truth.out |= struck & set(self.known.ids)
        truth.out_ids |= {self.known.ids[name] for name in struck if name in self.known.ids}
        truth.seeing -= struck

    def _case(self, at: int) -> tuple[str, Truth]:
        return list(self.known.cases.items())[at % len(self.known.cases)]

    def _ids(self, struck: set[str]) -> tuple[str, ...]:
        """As the form gives them: those who serve can be struck out."""
        return tuple(self.known.ids[name] for name in sorted(struck) if name in self.known.ids)

    def _text(self, named: str = "") -> str:
        return f"It was {named or 'somebody'}: {secrets.token_hex(8)}."


def _ranked(meant: set[str], rank: int) -> str:
    return sorted(NAMES, key=lambda name: (name not in meant, name))[rank]


def _tells_of(message: Standing, case: str, truth: Truth) -> bool:
    return message.tells_of(case) or any(message.holds(text) for text in truth.words)


def _words(register: Register, case: str, viewer: str) -> set[str] | None:
    try:
        found = cases.read(register, case, viewer)
    except NotVisibleError:
        return None
    return {part.text for entry in found.entries for part in entry.parts}


def test_whoever_is_excluded_stays_so() -> None:
    with founded() as template:
        Visibility.template, Visibility.done = template, Counter()
        run_state_machine_as_test(
            Visibility,
            settings=settings(
                max_examples=SEQUENCES,
                stateful_step_count=LENGTH,
                deadline=None,
                database=None,
                derandomize=not figures.LONG,
                suppress_health_check=list(HealthCheck),
            ),
        )
    done = Visibility.done
    figures.tell(
        "G20",
        f"{done['sequences']} sequences of up to {LENGTH} acts, {done['cases']} cases, {done['restored']} restores, "
        f"{done['released']} releases, {done['refused']} acts refused: 0 violations",
    )
