"""The tables, as sqlite-utils migrations: one function a released change, never edited after its release."""

# ruff: noqa: S608  statements are put together from constants of this package only

from storage.errors import TooNewError
from storage.sqlite import Database as Tables
from storage.sqlite import Migrations

SET = "askfirst"
migrations = Migrations(SET)

# Rows without a rowid stand in the order of their random keys, so that the file does not tell in which order they came.
FIRST = (
    """CREATE TABLE keys (
        name TEXT PRIMARY KEY, version INTEGER NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE members (
        id TEXT PRIMARY KEY, chair INTEGER NOT NULL DEFAULT 0, acting INTEGER NOT NULL DEFAULT 0,
        since TEXT NOT NULL CHECK (length(since) = 10), removed_on TEXT CHECK (length(removed_on) = 10),
        sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX one_chair ON members (chair) WHERE chair = 1",
    "CREATE UNIQUE INDEX one_acting_chair ON members (acting) WHERE acting = 1",
    """CREATE TABLE member_accounts (
        tag BLOB PRIMARY KEY, member TEXT NOT NULL REFERENCES members (id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE cases (
        case_no TEXT PRIMARY KEY, lookup BLOB NOT NULL UNIQUE, reporter_tag BLOB NOT NULL,
        wrapped_key BLOB NOT NULL, sealed BLOB NOT NULL,
        filed_on TEXT NOT NULL CHECK (length(filed_on) = 10), opened_on TEXT CHECK (length(opened_on) = 10),
        acknowledged_on TEXT CHECK (length(acknowledged_on) = 10), acknowledged_by TEXT REFERENCES members (id),
        closed_on TEXT CHECK (length(closed_on) = 10), place INTEGER NOT NULL,
        retain_until TEXT NOT NULL CHECK (length(retain_until) = 10),
        held INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID""",
    "CREATE INDEX cases_of_reporter ON cases (reporter_tag)",
    """CREATE TABLE entries (
        case_no TEXT NOT NULL REFERENCES cases (case_no), n INTEGER NOT NULL, kind TEXT NOT NULL,
        on_date TEXT NOT NULL CHECK (length(on_date) = 10), sealed BLOB NOT NULL,
        PRIMARY KEY (case_no, n)) STRICT, WITHOUT ROWID""",
    # One tree serves both questions, whose list and whose case: a case's row says at which place its access rows stand.
    """CREATE TABLE access (
        member TEXT NOT NULL REFERENCES members (id), place INTEGER NOT NULL, case_no TEXT NOT NULL,
        opened_on TEXT CHECK (length(opened_on) = 10),
        PRIMARY KEY (member, place, case_no)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE envelopes (
        case_no TEXT NOT NULL REFERENCES cases (case_no), slot INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (case_no, slot)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE outbox (
        case_no TEXT NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL,
        sealed BLOB NOT NULL, PRIMARY KEY (case_no, n)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE sent (
        case_no TEXT NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL,
        sealed BLOB NOT NULL, PRIMARY KEY (case_no, n)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE drafts (
        tag BLOB PRIMARY KEY, until TEXT NOT NULL CHECK (length(until) = 10),
        sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE audit (
        case_no TEXT NOT NULL, n INTEGER NOT NULL, act TEXT NOT NULL, actor TEXT NOT NULL,
        on_date TEXT NOT NULL CHECK (length(on_date) = 10), regarding TEXT NOT NULL, state BLOB NOT NULL,
        mac BLOB NOT NULL, PRIMARY KEY (case_no, n)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT",
    """CREATE TABLE calendar (
        one INTEGER PRIMARY KEY CHECK (one = 1), today TEXT NOT NULL CHECK (length(today) = 10),
        frozen INTEGER NOT NULL DEFAULT 0) STRICT""",
    """CREATE TABLE tombstones (
        case_no TEXT PRIMARY KEY, purged_on TEXT NOT NULL CHECK (length(purged_on) = 10),
        one TEXT NOT NULL, other TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    *(
        f"CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON audit BEGIN SELECT RAISE(ABORT, 'audit'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries'); END",
    """CREATE TRIGGER retention_never_shortens BEFORE UPDATE OF retain_until ON cases
        WHEN NEW.retain_until < OLD.retain_until BEGIN SELECT RAISE(ABORT, 'retention'); END""",
    *(
        f"""CREATE TRIGGER {table}_retained BEFORE DELETE ON {table}
        WHEN EXISTS (SELECT 1 FROM cases WHERE cases.case_no = OLD.case_no AND (held = 1
                     OR retain_until > coalesce((SELECT today FROM calendar WHERE frozen = 0), '')))
        BEGIN SELECT RAISE(ABORT, 'retention'); END"""
        for table in ("cases", "entries", "envelopes")
    ),
)


@migrations()
def first(db: Tables) -> None:
    for statement in FIRST:
        db.execute(statement)


@migrations()
def conversations(db: Tables) -> None:
    """Teams says where a person can be written to when they write, and not again."""
    db.execute("CREATE TABLE conversations (tag BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID")


@migrations()
def changes(db: Tables) -> None:
    """Changes of the Committee wait for two members to agree."""
    db.execute("CREATE TABLE changes (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID")


ASKED = (
    """CREATE TABLE asked (
        week TEXT NOT NULL CHECK (length(week) = 8), section TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (week, section)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE questions (
        id TEXT PRIMARY KEY, week TEXT NOT NULL CHECK (length(week) = 8),
        sealed BLOB NOT NULL) STRICT, WITHOUT ROWID""",
)


@migrations()
def asked(db: Tables) -> None:
    """What is counted of questions, and those that were sent on."""
    for statement in ASKED:
        db.execute(statement)


@migrations()
def closed_cases(db: Tables) -> None:
    """Their reporters are asked, for a while, how they have fared."""
    db.execute("CREATE INDEX closed_cases ON cases (closed_on) WHERE closed_on IS NOT NULL")


def names() -> set[str]:
    """Of all migrations that this release knows."""
    empty = Tables(memory=True)
    try:
        return {m.name for m in migrations.pending(empty)}
    finally:
        empty.close()


def migrate(db: Tables) -> bool:
    """True when anything was applied. Raises TooNewError before it touches a file that a later release wrote."""
    if {m.name for m in migrations.applied(db)} - names():
        raise TooNewError
    pending = bool(migrations.pending(db))
    if pending:
        migrations.apply(db)
        with db.atomic():  # sqlite-utils notes the second; the register keeps days only
            db.execute("UPDATE _sqlite_migrations SET applied_at = substr(applied_at, 1, 10)")
    return pending
