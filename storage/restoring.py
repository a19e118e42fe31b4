"""Brings a backup back: it is made ready under another name, and takes the register's place only when it is.

Killed at any moment, the place is empty and the restore can be begun anew, or the register stands there whole: held,
and with everything ended again that its journal says was ended.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage import delivery, headfile, journal
from storage.connection import KEPT, PRIVATE, head_path
from storage.database import Database, locked, open_database
from storage.errors import RefusedError, StorageFailedError
from storage.journal import journal_path
from storage.reapply import Reapplied, reapply
from storage.register import Register
from storage.seal import Key
from storage.synced import sync

UNFINISHED = ".restoring"
WAS = ".was"
"""The head file of the register that was lost, until the restored one stands: it tells how much is missing."""
BESIDE = ("", "-wal", "-shm", ".head", f".head{KEPT}", ".journal", ".journal.partial", ".lock")
"""What opening a register leaves beside it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`missing`: changes that the lost register had seen since the backup, as far as its second file tells. `journal`:
    whether one was found. `broken`: its lines that do not open, or do not follow on the one before."""

    missing: int
    journal: bool
    broken: int
    reapplied: Reapplied


def restore(file: Path, path: Path, key: bytes, hold: Callable[[Register], None], on: date) -> Restored:
    """`hold` marks the copy so that nothing leaves it, when all is ended again. `key` is the master key.

    Raises RefusedError `there` when there is a register already, LockedError, or what opening raises: then nothing has
    changed.
    """
    lock = locked(path)
    try:
        if path.exists():
            raise RefusedError("there")
        return _restore(file, path, key, hold, on)
    finally:
        os.close(lock)


def _restore(file: Path, path: Path, key: bytes, hold: Callable[[Register], None], on: date) -> Restored:
    new = path.with_name(path.name + UNFINISHED)
    _clear(new)
    try:
        _copy(file, new)
        told = tuple(one for one in (journal_path(path), journal_path(file)) if one.exists())
        with open_database(new, key, on=on) as database:
            restored = _made_ready(database, told, _head_of_lost(path, new), hold, on)
        _refuse_unwritten(new)
    except BaseException:
        _clear(new)
        raise
    _take_place(new, path)
    return restored


def _made_ready(
    database: Database, journals: tuple[Path, ...], lost: Path, hold: Callable[[Register], None], on: date
) -> Restored:
    keys, missing = database.run_now(lambda r: (r.keys.audit, _missing(r, lost)))
    found = tuple(map(journal.lines, journals))
    read = (journal.read(keys, raw) for raw in dict.fromkeys(raw for one in found for raw in one))
    told = tuple(dict.fromkeys(line.told for line in read if line))
    broken = max((journal.follow(keys, one).loose for one in found), default=0)
    end = _begin_journal(database.journal_path, keys, told)

    def ready(register: Register) -> Reapplied:
        journal.note_end(register, end)
        delivery.may_have_left(register)
        done = reapply(register, told, on)
        hold(register)
        return done

    reapplied = database.run_now(ready)
    database.accept_head(on)
    return Restored(missing, bool(journals), broken, reapplied)


def _begin_journal(path: Path, key: Key, told: tuple[journal.Told, ...]) -> journal.Tip:
    """One chain of all that either journal tells, and of that alone."""
    linked = journal.chained(key, told, journal.Tip())
    journal.replace(path, linked.lines)
    return linked.tip


def _missing(register: Register, lost: Path) -> int:
    span = headfile.read(lost.read_bytes(), register.keys.audit) if lost.exists() else None
    return max(span.after.seq - register.committed.seq, 0) if span else 0


def _head_of_lost(path: Path, new: Path) -> Path:
    """A restore that was killed may have put it aside already."""
    was = new.with_name(new.name + WAS)
    return was if was.exists() else head_path(path)


def _take_place(new: Path, path: Path) -> None:
    """The register itself comes last; until then a restore can be begun anew."""
    head, was = head_path(path), new.with_name(new.name + WAS)
    if head.exists() and not was.exists():
        head.replace(was)
    _put_aside_log(path)
    journal_path(new).replace(journal_path(path))
    head_path(new).replace(head)
    head.with_name(head.name + KEPT).unlink(missing_ok=True)
    sync(path.parent)
    new.replace(path)
    sync(path.parent)
    was.unlink(missing_ok=True)
    _clear(new)


def _put_aside_log(path: Path) -> None:
    """SQLite would take the lost register's write-ahead log for the restored one's."""
    log = path.with_name(path.name + "-wal")
    if log.exists():
        log.replace(log.with_name(log.name + KEPT))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)


def _refuse_unwritten(new: Path) -> None:
    """What stands in the write-ahead log only would stay behind."""
    log = new.with_name(new.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise StorageFailedError


def _copy(file: Path, new: Path) -> None:
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(handle, "wb") as target, file.open("rb") as source:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _clear(new: Path) -> None:
    for name in BESIDE:
        new.with_name(new.name + name).unlink(missing_ok=True)
