"""Two worlds (G19, the register's part): with and without a case hidden from a member, all they can see is the same."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storage import audit, cases, dates, delivery, holds, outbox, people, releasing, retention
from storage.database import Database
from storage.errors import RegisterError
from storage.records import Filed, Kind, Member, NewReport, Part
from storage.register import Register
from tests.faults.figures import tell
from tests.storage_stage import LONG, TODAY, anonymous, committee, do, file_and_tell, new_register

SCRIPTS = 200 if LONG else 8
STEPS = 12
WORDS = (Part("entry.note", "words"),)
Step = Callable[[Register, list[str], tuple[Member, ...]], object]

STEPS_OF_MEMBERS: dict[str, Step] = {
    "opened": lambda r, c, m: cases.opened(r, c[0], m[0].id, TODAY),
    "acknowledged": lambda r, c, m: cases.acknowledge(r, c[0], m[0].id, TODAY),
    "asked": lambda r, c, m: cases.add(r, c[0], WORDS, Kind.QUESTION, TODAY, m[0].id),
    "added": lambda r, c, m: cases.add(r, c[0], WORDS, Kind.ADDITION, TODAY),
    "closed": lambda r, c, m: cases.close(r, c[0], m[0].id, WORDS, TODAY),
    "sent": lambda r, c, m: send_one(r, c[0]),
}


def send_one(register: Register, case: str) -> None:
    first = next((n for n in outbox.owed(register, 1000) if n.case == case), None)
    if first is not None:
        delivery.sent(register, first.id, "ref", case)


def seen_by(register: Register, member: Member, shared: list[str], hidden: list[str]) -> Any:
    """Everything the register hands to this member, the hidden case asked for by name included. Random names of cases
    are told apart by their order of filing only."""
    order = {case: n for n, case in enumerate(shared)}
    lines = cases.lines(register, member.id, limit=100)
    visible = {
        order[line.case]: (
            line.status,
            line.category,
            line.filed_on,
            cases.read(register, line.case, member.id).entries,
        )
        for line in lines
    }
    return (
        sorted(visible.items()),
        [order[case] for case in sorted(retention.due(register, member.id), key=order.__getitem__)],
        dates.unacknowledged(register, member.id, TODAY),
        dates.unanswered(register, member.id, TODAY),
        {order[line.case]: len(audit.timeline(register, line.case, member.id)) for line in lines},
        {tuple(refusal(register, case, member, act) for act in ACTS) for case in (*hidden, "000000")},
        sorted(order[n.case] for n in outbox.owed(register, 1000) if n.to == member.id),
        sorted(order[case] for case in shared for _ in outbox.sent_for(register, case, member.id)),
    )


ACTS: tuple[Callable[[Register, str, str], object], ...] = (
    cases.read,
    lambda r, c, m: cases.opened(r, c, m, TODAY),
    lambda r, c, m: cases.acknowledge(r, c, m, TODAY),
    lambda r, c, m: cases.add(r, c, WORDS, Kind.NOTE, TODAY, m),
    lambda r, c, m: cases.recuse(r, c, m, WORDS[0], TODAY),
    lambda r, c, m: cases.close(r, c, m, WORDS, TODAY),
    lambda r, c, m: releasing.release(r, c, m, m, TODAY),
    lambda r, c, m: holds.hold(r, c, m, TODAY),
    lambda r, c, m: holds.propose_lift(r, c, m, TODAY),
    lambda r, c, m: holds.lift(r, c, m, TODAY),
    audit.timeline,
)


def refusal(register: Register, case: str, member: Member, act: Callable[[Register, str, str], object]) -> str:
    try:
        act(register, case, member.id)
    except RegisterError as error:
        return f"{type(error).__name__}: {error}"
    return "done"


def play(db: Database, seed: int, *, with_hidden: bool) -> Any:
    """One script; in one of the two worlds a case hidden from Cid is filed and worked on in between."""
    members = committee(db)
    chance = random.Random(seed)
    shared: list[str] = []
    hidden: list[str] = []
    for _ in range(STEPS):
        everyone = chance.random() < 0.5
        step = chance.choice([*STEPS_OF_MEMBERS, "filed"])
        if everyone:
            take(db, step, shared, members, anonymous(members))
        elif with_hidden:
            take(db, step, hidden, members, anonymous(members, involved=members[2:]))
    return db.run_now(lambda r: seen_by(r, members[2], shared, hidden))


def take(db: Database, step: str, about: list[str], members: tuple[Member, ...], report: NewReport) -> None:
    if step == "filed" or not about:
        done: Filed = do(db, file_and_tell, report)
        about.append(done.case)
    else:
        do(db, STEPS_OF_MEMBERS[step], about, members)


def test_a_hidden_case_changes_nothing_that_the_member_sees(tmp_path: Path) -> None:
    for seed in range(SCRIPTS):
        worlds = []
        for name in ("with", "without"):
            folder = tmp_path / f"{name}-{seed}"
            folder.mkdir()
            with new_register(folder) as db:
                worlds.append(play(db, seed, with_hidden=name == "with"))
        assert worlds[0] == worlds[1], f"script {seed}"
    tell(
        "G19",
        f"{SCRIPTS} scripts of {STEPS} steps, with and without a hidden case: all that the member sees is the same",
    )


def test_absent_hidden_and_no_longer_serving_are_refused_alike(tmp_path: Path) -> None:
    with new_register(tmp_path) as db:
        ada, bea, cid = committee(db)
        hidden = do(db, file_and_tell, anonymous((ada, bea, cid), involved=(cid,))).case
        theirs = do(db, file_and_tell, anonymous((ada, bea, cid))).case
        do(db, people.remove_member, bea.id, TODAY)
        refusals = db.run_now(
            lambda r: {
                tuple(refusal(r, case, who, act) for act in ACTS)
                for case, who in ((hidden, cid), ("000000", cid), (theirs, bea), ("", ada))
            }
        )
    assert refusals == {("NotVisibleError: not_visible",) * len(ACTS)}
