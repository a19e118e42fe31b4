"""Tells SQLite's and the system's errors apart, and gives them plain names."""

import errno
import sqlite3

from storage.errors import DamagedError, RegisterError, StorageFailedError

REASONS = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CANTOPEN: "io",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
}
OF_SYSTEM = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
}
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def named(error: BaseException) -> BaseException:
    """The register's own error for one of SQLite or the system, which stays its cause; any other stays what it is."""
    match error:
        case sqlite3.Error():
            found = _of_sqlite(error)
        case OSError():
            found = StorageFailedError(OF_SYSTEM.get(error.errno or 0, "io"))
        case StopIteration():  # asyncio cannot carry one
            found = StorageFailedError("failed")
        case _:
            return error
    found.__cause__ = error
    return found


def _of_sqlite(error: sqlite3.Error) -> RegisterError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return DamagedError() if code in DAMAGED else StorageFailedError(REASONS.get(code, "failed"))
