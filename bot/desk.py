"""What an operator may ask of the register: health, counts of owed work, a drill. Never a case."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from bot import by_notice, proposals
from bot.clock import SystemClock
from bot.notices import CHANNEL, REPORTER
from bot.proposals import Proposal, Waiting
from bot.taking_back import take_back_again
from storage import asked, marks, outbox, people, room
from storage.database import Database
from storage.records import AskedCount, Finding, Member, Notice, SentQuestion
from storage.register import Register
from storage.vault import Health, health
from storage.verify import verify

DRILL = "check.drill"
HELD = "courier_held"
"""The mark of a restored register: nothing leaves before the operator says so."""


@dataclass(frozen=True, slots=True)
class Seated:
    """A member, and where they have an account: (platform, id) pairs. `id` is the register's own."""

    name: str
    chair: bool
    acting: bool
    accounts: tuple[tuple[str, str], ...]
    id: str = ""

    @property
    def platforms(self) -> frozenset[str]:
        return frozenset(platform for platform, _ in self.accounts)


@dataclass(frozen=True, slots=True)
class Stuck:
    """Somebody whom messages cannot be delivered to. `kind`: member, channel or reporter; only a member is named.

    `reasons` are identifiers of the platform or of ours.
    """

    kind: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    health: Health
    members: tuple[Seated, ...]
    held: bool
    stuck: tuple[Stuck, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    disk: str = ""
    """Why nothing can be written; empty when it can."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a company's officer may know of questions: numbers from ten on, and what was sent on without a name."""

    counts: tuple[AskedCount, ...]
    questions: tuple[SentQuestion, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Drilled:
    """How a drill's message to one member stands: `owed`, `sent` or why it will not arrive."""

    id: str = field(repr=False)
    name: str
    state: str = "owed"


class Desk(Protocol):
    """Answered by the register itself, or by the `serve` that holds it."""

    def state(self) -> State: ...

    def backup(self, target: Path) -> None:
        """`target` is absolute; the file appears when it is whole."""

    def verify(self) -> tuple[Finding, ...]: ...

    def drill(self) -> tuple[Drilled, ...]:
        """Owes every member a message marked as a drill."""

    def drilled(self, drills: tuple[Drilled, ...]) -> tuple[Drilled, ...]:
        """How they stand now."""

    def propose(self, proposal: Proposal) -> str:
        """Asks the members. Empty, or why it was not taken."""

    def due(self) -> int:
        """Makes the changes of the Committee whose days of notice are over; how many."""

    def asked(self) -> Asked: ...

    def release(self) -> bool:
        """After a restore: messages may leave, at once where `serve` runs. False when none were held."""


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """In the process that holds the register."""

    database: Database

    def state(self) -> State:
        disk = room.probe(self.database.path) or self.database.trouble
        return replace(self.database.run_now(state), disk=disk)

    def backup(self, target: Path) -> None:
        self.database.backup(target)

    def verify(self) -> tuple[Finding, ...]:
        return self.database.run_now(lambda r: verify(r, self.database.head_path))

    def drill(self) -> tuple[Drilled, ...]:
        return self.database.run_now(drill)

    def drilled(self, drills: tuple[Drilled, ...]) -> tuple[Drilled, ...]:
        return self.database.run_now(lambda r: drilled(r, drills))

    def propose(self, proposal: Proposal) -> str:
        return self.database.run_now(lambda r: proposals.propose(r, proposal, SystemClock().today()))

    def due(self) -> int:
        return self.database.run_now(lambda r: by_notice.look(r, SystemClock().today()))

    def asked(self) -> Asked:
        return self.database.run_now(lambda r: Asked(asked.counts(r), asked.questions(r)))

    def release(self) -> bool:
        return self.database.run_now(release)


def state(register: Register) -> State:
    seated = tuple(_seated(member) for member in people.members(register))
    return State(
        health(register), seated, marks.marked(register, HELD) is not None, stuck(register), proposals.waiting(register)
    )


def stuck(register: Register) -> tuple[Stuck, ...]:
    """Of reporters there is one line for all together."""
    names = people.names(register)
    reasons: dict[tuple[str, str], set[str]] = {}
    for notice in outbox.parked(register):
        kind = notice.to if notice.to in (CHANNEL, REPORTER) else "member"
        reasons.setdefault((kind, names.get(notice.to, "")), set()).add(notice.reason)
    return tuple(Stuck(kind, name, tuple(sorted(why))) for (kind, name), why in sorted(reasons.items()))


def drill(register: Register) -> tuple[Drilled, ...]:
    """Goes at once: a drill says nothing of anybody's report."""
    return tuple(_owe_drill(register, member.id, member.name) for member in people.members(register))


def drilled(register: Register, drills: tuple[Drilled, ...]) -> tuple[Drilled, ...]:
    reasons = {notice.id: notice.reason for notice in outbox.parked(register)}
    return tuple(Drilled(d.id, d.name, _drill_state(register, d, reasons)) for d in drills)


def hold(register: Register) -> None:
    """After a restore: nothing leaves, no change of the Committee waits any more, and whatever lies before somebody who
    may not see it is to be taken back."""
    today = SystemClock().today()
    marks.mark(register, HELD, today.isoformat())
    by_notice.give_up_waiting(register, today)
    take_back_again(register)


def release(register: Register) -> bool:
    """False when it was not held."""
    was_held = marks.marked(register, HELD) is not None
    marks.mark(register, HELD, "")
    return was_held


def _seated(member: Member) -> Seated:
    accounts = tuple((account.platform, account.id) for account in member.accounts)
    return Seated(member.name, member.chair, member.acting, accounts, member.id)


def _owe_drill(register: Register, member: str, name: str) -> Drilled:
    notice = Notice(outbox.new_id(), member, DRILL, at_once=True)
    outbox.owe(register, notice)
    return Drilled(notice.id, name)


def _drill_state(register: Register, drill: Drilled, reasons: dict[str, str]) -> str:
    """What belongs to no case is not kept once it was sent."""
    if drill.id in reasons:
        return reasons[drill.id] or "parked"
    return "owed" if outbox.notice(register, drill.id) else "sent"
