"""A house for long sequences of acts: a register in memory's own folder, casework's transactions, the real courier."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot import proposals
from bot.casework import Casework
from bot.courier import Courier
from bot.desk import hold, release
from bot.done import Done, RefusedError
from bot.files import PersonsFiles
from bot.limits import Limit
from bot.person import NOBODY, Person
from bot.proposals import Proposal
from bot.terms import Terms
from content.company import Company, open_company
from dialogs.outcomes import AgreeToChange, Outcome, RefuseChange
from storage import changes, people, restoring, retention
from storage.database import Database, open_database
from storage.register import Register
from storage.verify import verify
from tests.clocks import StoppedClock
from tests.faults.mailboxes import Mailboxes
from tests.house import CHANNEL, KEY, PLATFORM, person, seat

NAMES = ("Ada Quill", "Bea Marsh", "Cid Rowan", "Dan Fell", "Eve Holt")
PEOPLE = {name: person(name) for name in NAMES}
FIRST = NAMES[:3]
"""Who serves in the beginning; the first is the Chair."""

NOTICES = "SELECT id FROM outbox UNION SELECT id FROM sent"

MEMORY = Path("/dev/shm")
"""Where there is such a folder, a sync costs nothing and a register is opened in a fifth of the time."""


@cache
def company() -> Company:
    return open_company()


def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="askfirst-", dir=MEMORY if MEMORY.is_dir() else None))


@contextmanager
def founded() -> Iterator[Path]:
    """A folder with a register in which nobody has reported anything, to be copied."""
    at = folder()
    with open_database(at / "register.db", KEY, create=True, on=StoppedClock().today()) as database:
        database.run_now(lambda r: seat(r, StoppedClock(), tuple(PEOPLE[name] for name in FIRST)))
    yield at
    shutil.rmtree(at)


@dataclass(slots=True)
class Committee:
    """`courier` sends the text of reports too: what reaches the wrong person would be seen. Close it when done."""

    folder: Path
    clock: StoppedClock = field(default_factory=StoppedClock)
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    database: Database = field(init=False)
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self._open()

    def close(self) -> None:
        self.database.close()
        self.runner.close()
        shutil.rmtree(self.folder)

    def does(self, who: str, outcome: Outcome, nonce: bytes = b"") -> Done | str:
        """In one transaction, as a turn does it; a refusal is its reason. The empty name has no account."""
        by = PEOPLE[who] if who else NOBODY
        try:
            return self.database.run_now(lambda r: self._casework(r, by).carry_out(outcome, nonce))
        except RefusedError as refused:
            return refused.reason

    def changes(self, kind: str, name: str, by: tuple[str, ...]) -> bool:
        """Of the Committee: proposed by the operator, agreed to by members; what cannot be made is refused by one."""
        account = (PLATFORM, "", name.split()[0]) if kind == "add" else ("", "", "")
        asked = Proposal(kind, name, False, *account)
        if self.database.run_now(lambda r: proposals.propose(r, asked, self.clock.today())):
            return False
        (change,) = self.database.run_now(changes.pending)
        refused = [self.does(who, AgreeToChange(change.id)) for who in by][-1] == "change"
        if refused:
            assert isinstance(self.does(next(who for who in by if who != name), RefuseChange(change.id)), Done)
        return not refused

    def files(self, register: Register, who: str) -> PersonsFiles:
        account = PEOPLE[who].account
        return PersonsFiles(
            register, account, company(), Terms(), Limit(5, 600.0, self.clock.monotonic), self.clock.today()
        )

    def ids(self) -> dict[str, str]:
        """Of those who serve, by name."""
        return {m.name: m.id for m in self.database.run_now(people.members)}

    def delivers(self) -> None:
        self.clock.move(timedelta(hours=1))
        self.runner.run(self.courier.deliver())

    def passes(self, days: int) -> bool:
        """False when the register does not believe it."""
        self.clock.move(timedelta(days=days))
        return self.database.run_now(lambda r: retention.advance(r, self.clock.today()))

    def backs_up(self) -> Path:
        backup = self.folder / "backup.db"
        for name in ("", ".journal"):
            backup.with_name(backup.name + name).unlink(missing_ok=True)
        self.database.backup(backup)
        return backup

    def loses_and_restores(self, backup: Path) -> None:
        """The register's file is lost; what stands beside it is not. The operator lets messages leave again. Of a
        message that was owed after the backup nothing knows any more: it is put aside."""
        path = self.database.path
        self.database.close()
        for name in ("", "-wal", "-shm"):
            path.with_name(path.name + name).unlink(missing_ok=True)
        restoring.restore(backup, path, KEY, hold, self.clock.today())
        self._open()
        self.database.run_now(release)
        known = {id_ for (id_,) in self.database.run_now(lambda r: r.db.execute(NOTICES).fetchall())}
        standing = self.mailboxes.standing
        self.mailboxes.standing = {id_: message for id_, message in standing.items() if id_ in known}

    def is_sound(self) -> bool:
        return self.database.run_now(lambda r: verify(r, self.database.head_path)) == ()

    def _open(self) -> None:
        self.database = open_database(self.folder / "register.db", KEY, on=self.clock.today())
        messengers = {PLATFORM: self.mailboxes}
        self.courier = Courier(
            self.database, self.clock, messengers, CHANNEL, hourly=False, full=True, alarm=lambda _: None
        )

    def _casework(self, register: Register, who: Person) -> Casework:
        files = self.files(register, who.name) if who.account else None
        seat = files.seat if files else None
        return Casework(register, who, seat, self.clock, Terms(), channel=True, company=company())


def gathered(template: Path) -> Committee:
    at = folder()
    return Committee(Path(shutil.copytree(template, at, dirs_exist_ok=True)))
