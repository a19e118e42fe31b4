"""Whether the register's folder still takes what a report needs, before somebody's report is refused."""

import os
from pathlib import Path

from storage import marks
from storage.connection import PRIVATE
from storage.errors import StorageFailedError
from storage.failures import named
from storage.register import Register

ROOM = 256 * 1024
"""Bytes: several reports with their notices."""
TRIED = "write_tried"


def probe(register: Path) -> str:
    """Writes, syncs and removes a file beside the register. Empty when that goes well, else why not: disk_full,
    read_only or io."""
    file = register.with_name(register.name + ".probe")
    try:
        try:
            _write(file)
        finally:
            file.unlink(missing_ok=True)
    except OSError as error:
        failed = named(error)
        return failed.reason if isinstance(failed, StorageFailedError) else "io"
    return ""


def touch(register: Register) -> None:
    """Writes something that says nothing."""
    marks.mark(register, TRIED, "" if marks.marked(register, TRIED) else "1")


def _write(file: Path) -> None:
    """Chance bytes: a file system that packs them would take zeros on a full disk."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as opened:
        opened.write(os.urandom(ROOM))
        opened.flush()
        os.fsync(opened.fileno())
