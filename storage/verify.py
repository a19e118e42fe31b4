"""Reads everything and says what was changed from outside: seals, chains, rows, heads, journal, schema."""

# ruff: noqa: S608  statements are put together from constants of this package only

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage import asked, audit, casefile, headfile, journal, migrations, outbox, people
from storage.connection import KEPT
from storage.errors import RegisterError
from storage.records import Finding
from storage.register import SUM_BITS, Register, day
from storage.seal import same, unseal
from storage.sqlite import Database
from storage.tables import Recorded

UNCHAINED = (
    ("outbox", "SELECT case_no, n, id, state, sealed FROM outbox"),
    ("sent", "SELECT case_no, n, id, state, sealed FROM sent"),
    ("drafts", "SELECT tag, until, sealed FROM drafts"),
    ("conversations", "SELECT tag, sealed FROM conversations"),
    ("changes", "SELECT id, sealed FROM changes"),
    ("marks", "SELECT name, value FROM marks"),
    ("calendar", "SELECT today, frozen FROM calendar"),
    ("asked", "SELECT week, section, count FROM asked"),
    ("questions", "SELECT id, week, sealed FROM questions"),
)
"""Rows that are part of the accumulated head by themselves."""


Object = tuple[str, str, str]
"""Of the schema: type, name, SQL."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a chain ends when it is followed from its beginning; `sound` when every link and the rows fit."""

    n: int
    mac: bytes
    sound: bool


def verify(register: Register, head_path: Path) -> tuple[Finding, ...]:
    """Empty when nothing was changed. It reads the whole register in one job; the writer waits meanwhile."""
    found = [*_sqlite(register), *_schema(register), *_head_file(register, head_path), *_access(register)]
    total = 0
    for case in _cases(register):
        chain = _follow(register, case)
        total += register.weight("chain", case, chain.n, chain.mac)
        found += [] if chain.sound else [Finding("chain_broken", f"audit/{case}")]
        found += _seals_of_case(register, case) if case else _seals_of_house(register)
    for table, sql in UNCHAINED:
        total += sum(register.weight(table, *row) for row in register.db.execute(sql).fetchall())
    return (
        *found,
        *_seals_of_outbox(register),
        *_seals_of_drafts(register),
        *_seals_of_conversations(register),
        *_seals_of_questions(register),
        *_total(register, total),
        *_journal(register, head_path.with_suffix(".journal")),
    )


def _cases(register: Register) -> list[str]:
    """Of every table that names one, so that rows without their chain are found as well."""
    tables = ("audit", "cases", "entries", "access", "envelopes", "tombstones")
    union = " UNION ".join(f"SELECT case_no FROM {table}" for table in tables)
    return [case for (case,) in register.db.execute(f"{union} ORDER BY case_no").fetchall()]


def _access(register: Register) -> Iterator[Finding]:
    """Rows that no case's chain covers, for they do not stand at their case's place."""
    astray = "SELECT a.case_no FROM access a LEFT JOIN cases c ON c.case_no = a.case_no AND c.place = a.place"
    for (case,) in register.db.execute(f"{astray} WHERE c.case_no IS NULL").fetchall():
        yield Finding("access_astray", f"access/{case}")


def _follow(register: Register, case: str) -> Chain:
    """Every link signed in order without a gap, and the last state that of the rows now."""
    sql = "SELECT n, act, actor, on_date, regarding, state, mac FROM audit WHERE case_no = ? ORDER BY n"
    before, at, state, sound = audit.NOTHING, 0, b"", True
    for n, act, actor, on, regarding, state, signed in register.db.execute(sql, (case,)).fetchall():
        at += 1
        expected = _link(register, before, case, n, (act, actor, on, regarding), state)
        sound = sound and n == at and same(signed, expected)
        before = signed
    return Chain(at, before, sound and at > 0 and same(state, audit.state(register, case)))


def _link(register: Register, before: bytes, case: str, n: int, act: tuple[str, str, str, str], state: bytes) -> bytes:
    try:
        name, actor, on, regarding = act
        return audit.link(register, before, case, n, Recorded(name, actor, day(on), regarding), state)
    except RegisterError:
        return b""


def _seals_of_case(register: Register, case: str) -> Iterator[Finding]:
    row = register.db.execute(f"SELECT {casefile.LINE} FROM cases WHERE case_no = ?", (case,)).fetchone()
    if row is None:
        return
    try:
        key = casefile.opened(register, row).key
    except (RegisterError, ValueError):
        yield Finding("seal_broken", f"cases/{case}")
        return
    entries = register.db.execute("SELECT n, kind, on_date, sealed FROM entries WHERE case_no = ?", (case,))
    for n, kind, on, sealed in entries.fetchall():
        try:
            casefile.read_entry(key, case, n, kind, on, sealed)
        except RegisterError:
            yield Finding("seal_broken", f"entries/{case}/{n}")


def _seals_of_house(register: Register) -> Iterator[Finding]:
    try:
        people.names(register)
    except (RegisterError, ValueError):
        yield Finding("seal_broken", "members")


def _seals_of_outbox(register: Register) -> Iterator[Finding]:
    return (Finding("seal_broken", f"outbox/{id_}") for id_ in outbox.unopened(register))


def _seals_of_drafts(register: Register) -> Iterator[Finding]:
    for tag, until, sealed in register.db.execute("SELECT tag, until, sealed FROM drafts").fetchall():
        try:
            unseal(register.keys.draft, sealed, ("drafts", tag, until))
        except RegisterError:
            yield Finding("seal_broken", "drafts")


def _seals_of_conversations(register: Register) -> Iterator[Finding]:
    for tag, sealed in register.db.execute("SELECT tag, sealed FROM conversations").fetchall():
        try:
            unseal(register.keys.member, sealed, ("conversations", tag))
        except RegisterError:
            yield Finding("seal_broken", "conversations")


def _seals_of_questions(register: Register) -> Iterator[Finding]:
    try:
        asked.questions(register)
    except (RegisterError, ValueError):
        yield Finding("seal_broken", "questions")


def _total(register: Register, total: int) -> Iterator[Finding]:
    try:
        if audit.read_head(register.db, register.keys) != register.committed:
            yield Finding("head_differs", "head")
    except RegisterError:
        yield Finding("seal_broken", "head")
    if register.head.total != total % 2**SUM_BITS:
        yield Finding("rows_missing_or_added", "head")


def _head_file(register: Register, path: Path) -> Iterator[Finding]:
    compared = headfile.compare(path, register.keys.audit, register.committed)
    if compared is not headfile.Compared.SAME:
        yield Finding(compared, "head", blocks=compared is not headfile.Compared.BEHIND)
    if path.with_name(path.name + KEPT).exists():
        yield Finding(headfile.Compared.ROLLED_BACK, f"head{KEPT}")


def _journal(register: Register, path: Path) -> Iterator[Finding]:
    return journal.check(register.keys.audit, journal.lines(path), journal.end_of(register))


def _sqlite(register: Register) -> Iterator[Finding]:
    for (line,) in register.db.execute("PRAGMA integrity_check(1)").fetchall():
        if line != "ok":
            yield Finding("file_damaged", "sqlite")
    for table, *_ in register.db.execute("PRAGMA foreign_key_check").fetchall():
        yield Finding("foreign_key", str(table))


def _schema(register: Register) -> Iterator[Finding]:
    """A dropped trigger would let rows go early."""
    if _objects(register.db) != _expected():
        yield Finding("schema_changed", "sqlite")


@cache
def _expected() -> frozenset[Object]:
    fresh = Database(memory=True)
    try:
        migrations.migrate(fresh)
        return _objects(fresh)
    finally:
        fresh.close()


def _objects(db: Database) -> frozenset[Object]:
    return frozenset(db.execute("SELECT type, name, sql FROM sqlite_master").fetchall())
