"""Opens the file: what it must be, the settings of the one connection, the tables, the keys, the head."""

import os
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage import audit, keyring, migrations
from storage.errors import DamagedError, MissingError, SealBrokenError
from storage.failures import named
from storage.headfile import Compared, HeadFile, compare
from storage.keyring import Keyring
from storage.register import Head, Register
from storage.synced import sync
from storage.tables import Journal, Tables

APPLICATION_ID = 0x61736B31
"""`ask1`, in the file's header."""
PRIVATE = 0o600
KEPT = ".kept"
"""Added to the name of a head file that did not fit the register: evidence, until somebody accepts it on the record."""

SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 0",
    "PRAGMA cache_size = -3072",  # kibibytes: a full batch fits, and memory does not grow with the register
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA journal_size_limit = 67108864",
)


@dataclass(frozen=True, slots=True)
class Opened:
    db: Tables
    keys: Keyring
    head_file: HeadFile
    head: Head

    def close(self) -> None:
        try:
            self.head_file.close()
        finally:
            self.db.close()


def open_file(path: Path, key: bytes, on: date, *, create: bool) -> Opened:
    """On the thread that will use it. `on` dates the founding or a migration."""
    _exists(path, create=create)
    conn = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    try:
        db = Tables(conn, execute_plugins=False)
        db.journal = Journal()
        keys = _ready(db, key, on, create=create)
        head = _head(db, keys)
        return Opened(db, keys, _head_file(path, keys, head), head)
    except BaseException as error:
        conn.close()
        raise named(error) from error


def head_path(path: Path) -> Path:
    return path.with_name(path.name + ".head")


def _exists(path: Path, *, create: bool) -> None:
    if path.exists():
        return
    if not create:
        raise MissingError
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def _ready(db: Tables, key: bytes, on: date, *, create: bool) -> Keyring:
    empty = _is_empty(db)
    if empty and not create:
        raise DamagedError
    if not empty and _pragma(db, "application_id") != APPLICATION_ID:
        raise DamagedError
    for setting in SETTINGS:
        db.execute(setting).fetchall()
    if not empty:
        keyring.load(db, key)  # a file that is not ours to open is not ours to migrate
    with db.atomic():  # a register that a crash left with tables and without keys would never open again
        return _founded(db, key, on, migrated=migrations.migrate(db))


def _founded(db: Tables, key: bytes, on: date, *, migrated: bool) -> Keyring:
    new = not keyring.version(db)
    keys = keyring.found(db, key) if new else keyring.load(db, key)
    if new or migrated:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        head = audit.read_head(db, keys)
        register = Register(db, keys, head, head)
        register.record(audit.HOUSE, "founded" if new else "migrated", "operator", on)
        audit.write_head(db, keys, audit.finish(register))
    return keys


def _head(db: Tables, keys: Keyring) -> Head:
    try:
        return audit.read_head(db, keys)
    except SealBrokenError:
        raise DamagedError from None


def _head_file(path: Path, keys: Keyring, head: Head) -> HeadFile:
    """Begins the file anew, after putting aside one that tells of another register than this."""
    at = head_path(path)
    if compare(at, keys.audit, head) not in (Compared.SAME, Compared.BEHIND):
        _put_aside(at)
    new = not at.exists()
    file = HeadFile(at, keys.audit)
    file.write(head, head)
    if new:
        file.sync()
        sync(at.parent)  # a file that a power cut takes away would look like one that was taken away
    return file


def _put_aside(at: Path) -> None:
    kept = at.with_name(at.name + KEPT)
    if kept.exists():
        return
    if at.exists():
        at.rename(kept)
    else:
        os.close(os.open(kept, os.O_CREAT | os.O_WRONLY, PRIVATE))


def _is_empty(db: Tables) -> bool:
    return not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _pragma(db: Tables, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])
