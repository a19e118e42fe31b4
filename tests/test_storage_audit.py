"""G14: what is changed from outside is noticed: bits flipped in any value, rows deleted, exchanged, put back."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from storage import audit, cases, delivery, drafts, marks, outbox, people, retention, verify
from storage.database import Database
from storage.errors import StorageFailedError
from storage.records import Finding, Kind, Part
from storage.register import Register
from tests.faults.figures import tell
from tests.storage_stage import ACCOUNT, LONG, TODAY, anonymous, committee, do, filed, named, new_register, notice

FLIPS = 10_000 if LONG else 1000
TABLES = (
    *("keys", "members", "member_accounts", "cases", "entries", "access", "outbox", "sent"),
    *("drafts", "marks", "audit", "head", "calendar"),
)
Change = Callable[[Register], object]


class UndoneError(Exception):
    """Ends a job that changed something, so that nothing of it is kept."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("undone")
        self.findings = findings


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        populate(database)
        yield database


def populate(db: Database) -> None:
    ada, bea, cid = committee(db)
    numbers = [filed(db, (named if n % 2 else anonymous)((ada, bea, cid))).case for n in range(4)]
    first = numbers[0]
    do(db, cases.opened, first, ada.id, TODAY)
    do(db, cases.acknowledge, first, ada.id, TODAY)
    do(db, cases.add, first, (Part("entry.question", "When?"),), Kind.QUESTION, TODAY, ada.id)
    do(db, cases.add, first, (Part("entry.addition", "Then."),), Kind.ADDITION, TODAY, None, (cid.id,))
    do(db, cases.close, numbers[1], bea.id, (Part("entry.disposition", "Done."),), TODAY)
    for owed in db.run_now(outbox.owed)[:4]:
        do(db, delivery.sent, owed.id, "ref", owed.case)
    do(db, drafts.keep, ACCOUNT, b"step one", TODAY)
    do(db, marks.mark, "demo", "1")
    do(db, retention.advance, TODAY)
    do(db, people.add_member, "Dan Fell", (), TODAY)


def noticed(db: Database, change: Change) -> tuple[Finding, ...]:
    """What verify finds after the change, which is then undone."""

    def job(register: Register) -> None:
        unguarded(register)
        change(register)
        raise UndoneError(verify.verify(register, db.head_path))

    with pytest.raises(UndoneError) as undone:
        db.run_now(job)
    return undone.value.findings


def unguarded(register: Register) -> None:
    """As somebody with the file in hand and no scruples: no triggers, no checks; the schema is put back as it was."""
    register.db.execute("PRAGMA defer_foreign_keys = ON")
    register.db.execute("PRAGMA ignore_check_constraints = ON")


def with_triggers_away(change: Change) -> Change:
    def changed(register: Register) -> None:
        triggers = register.db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            register.db.execute(f"DROP TRIGGER {name}")
        change(register)
        for _, sql in triggers:
            register.db.execute(sql)

    return changed


def rows(register: Register, table: str) -> list[dict[str, Any]]:
    return list(register.db.query(f"SELECT * FROM {table}"))


def flip(chance: random.Random, table: str) -> Change:
    def change(register: Register) -> None:
        row = chance.choice(rows(register, table))
        column = chance.choice([name for name, value in row.items() if value is not None and name != "one"])
        try:
            put(register, table, row, column, flipped(chance, row[column]))
        except sqlite3.IntegrityError:  # it would be another row's key: SQLite itself noticed
            change(register)

    return change


def flipped(chance: random.Random, value: Any) -> Any:
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(20)
    if isinstance(value, str):
        if not value:
            return "\x01"
        at = chance.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ 1 << chance.randrange(7)) + value[at + 1 :]
    data = bytearray(value)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def test_an_untouched_register_is_sound(db: Database) -> None:
    assert do(db, verify.verify, db.head_path) == ()


def test_every_flipped_bit_is_noticed(db: Database) -> None:
    chance = random.Random(14)
    missed = []
    for n in range(FLIPS):
        table = TABLES[n % len(TABLES)]
        if not noticed(db, with_triggers_away(flip(chance, table))):
            missed.append(table)
    tell("G14", f"{FLIPS - len(missed)} of {FLIPS} bit flips over {len(TABLES)} tables noticed")
    assert missed == []
    assert do(db, verify.verify, db.head_path) == ()


@pytest.mark.parametrize("table", TABLES)
def test_every_deleted_row_is_noticed(db: Database, table: str) -> None:
    for n in range(db.run_now(lambda r: len(rows(r, table)))):

        def change(register: Register, n: int = n) -> None:
            row = rows(register, table)[n]
            where = " AND ".join(f"{name} IS ?" for name in row)
            register.db.execute(f"DELETE FROM {table} WHERE {where}", tuple(row.values()))

        assert noticed(db, with_triggers_away(change)), f"row {n} of {table}"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("entries", "sealed"),
        ("cases", "sealed"),
        ("cases", "wrapped_key"),
        ("cases", "lookup"),
        ("outbox", "sealed"),
        ("sent", "sealed"),
        ("members", "sealed"),
        ("audit", "mac"),
        ("keys", "wrapped"),
    ],
)
def test_two_values_exchanged_are_noticed(db: Database, table: str, column: str) -> None:
    def change(register: Register) -> None:
        one, other, *_ = rows(register, table)
        put(register, table, one, column, b"aside")
        put(register, table, other, column, one[column])
        put(register, table, {**one, column: b"aside"}, column, other[column])

    assert noticed(db, with_triggers_away(change))


def put(register: Register, table: str, row: dict[str, Any], column: str, value: Any) -> None:
    where = " AND ".join(f"{name} IS ?" for name in row)
    register.db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value, *row.values()))


def test_a_chain_cut_short_is_noticed(db: Database) -> None:
    def change(register: Register) -> None:
        register.db.execute("DELETE FROM audit WHERE n > 1")

    assert noticed(db, with_triggers_away(change))


def test_a_whole_case_taken_out_is_noticed(db: Database) -> None:
    def change(register: Register) -> None:
        (case,) = register.db.execute("SELECT case_no FROM cases LIMIT 1").fetchone()
        for table in ("access", "entries", "outbox", "sent", "audit", "cases"):
            register.db.execute(f"DELETE FROM {table} WHERE case_no = ?", (case,))

    assert noticed(db, with_triggers_away(change))


def test_access_given_from_outside_is_noticed(db: Database) -> None:
    def change(register: Register) -> None:
        (dan,) = register.db.execute("SELECT id FROM members WHERE id NOT IN (SELECT member FROM access)").fetchone()
        register.db.execute("INSERT INTO access SELECT ?, 1, case_no, NULL FROM cases LIMIT 1", (dan,))

    assert noticed(db, change)


def test_a_guard_taken_away_is_noticed(db: Database) -> None:
    found = noticed(db, lambda r: r.db.execute("DROP TRIGGER audit_refuses_delete"))
    assert "schema_changed" in {f.what for f in found}


@pytest.mark.parametrize(
    "sql", ["UPDATE audit SET actor = 'operator'", "DELETE FROM audit", "UPDATE entries SET n = n + 9"]
)
def test_the_record_refuses_to_be_changed(db: Database, sql: str) -> None:
    with pytest.raises(StorageFailedError):
        db.run_now(lambda r: r.db.execute(sql))


def test_findings_name_a_table_and_a_handle_and_no_text(db: Database) -> None:
    found = noticed(db, with_triggers_away(lambda r: r.db.execute("UPDATE entries SET sealed = zeroblob(4096)")))
    assert {f.what for f in found} == {"seal_broken", "chain_broken"}
    assert all(f.where.split("/")[0] in {"entries", "audit"} for f in found)


def test_a_row_put_back_as_it_was_is_noticed(db: Database) -> None:
    """Each row by itself is one that the register once held, seal and all: only the chains and the head tell."""
    before = db.run_now(lambda r: {t: rows(r, t) for t in ("outbox", "cases", "audit")})
    case = next(row["case_no"] for row in before["cases"] if row["opened_on"] is row["closed_on"] is None)
    viewer = do(db, cases.handlers, case)[0]
    do(db, cases.opened, case, viewer, TODAY)

    def change(register: Register) -> None:
        register.db.execute("DELETE FROM audit WHERE case_no = ?", (case,))
        register.db.execute("UPDATE access SET opened_on = NULL WHERE case_no = ?", (case,))
        register.db.execute("UPDATE cases SET opened_on = NULL WHERE case_no = ?", (case,))
        for row in before["audit"]:
            if row["case_no"] == case:
                places = ", ".join("?" * len(row))
                register.db.execute(f"INSERT INTO audit VALUES ({places})", tuple(row.values()))

    assert {f.what for f in noticed(db, with_triggers_away(change))} == {"rows_missing_or_added"}


def test_what_a_job_undoes_in_part_leaves_nothing_on_the_record(db: Database) -> None:
    """A caller may try something, catch the refusal and go on: the chain and the head know only what stayed."""

    def job(register: Register) -> int:
        case = cases.file(register, anonymous(people.members(register)), TODAY).case
        with suppress(LookupError), register.db.atomic():
            filed_in_vain(register, case)
        return len(audit.timeline(register, case, people.members(register)[0].id))

    before = do(db, outbox.counts)
    assert db.run_now(job) == 0  # acts are linked when the job has ended
    assert do(db, outbox.counts) == before
    assert do(db, verify.verify, db.head_path) == ()


def filed_in_vain(register: Register, case: str) -> None:
    member = people.members(register)[0]
    cases.opened(register, case, member.id, TODAY)
    outbox.owe(register, notice(case, member.id))
    raise LookupError
