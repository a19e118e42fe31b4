"""The accumulated head in a second file beside the register, so that a register put back to an earlier day is noticed.

One signed record: `from` and `to`. It says from 7 to 8 just before the commit that makes it 8, and from 8 to 8 just
after. The file is written with each commit and synced in the background, so it costs the reporter's answer no second
sync:

- the register stands at `from` or `to`: an honest end, also of a process killed between the two writes;
- the register stands before `from`: it was put back. The commit of `from` was synced before the file said so;
- the register stands after `to`: the file was not yet synced when the power went. That is no rollback.
"""

import os
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from storage.register import Head
from storage.seal import Key, mac, same

MAGIC: Final = b"askfirst head 1\n"
HEAD_BYTES: Final = 8 + 32
RECORD_BYTES: Final = len(MAGIC) + 2 * HEAD_BYTES + 32
FOUNDED: Final = 1
"""A register that holds no more than its founding has no file yet, or half of one, and nothing to hide."""
SYNC_AT_MOST_EVERY: Final = 1.0
"""Seconds."""


class Compared(StrEnum):
    """What the file says of the register."""

    SAME = "same"
    BEHIND = "head_behind"
    ROLLED_BACK = "rolled_back"
    DIFFERS = "head_differs"
    FORGED = "head_forged"
    MISSING = "head_missing"


@dataclass(frozen=True, slots=True)
class Span:
    before: Head
    after: Head


def compare(path: Path, key: Key, now: Head) -> Compared:
    """Where the register stands, seen from the file."""
    if not path.exists():
        return Compared.MISSING if now.seq > FOUNDED else Compared.SAME
    span = read(path.read_bytes(), key)
    if span is None:
        return Compared.FORGED if now.seq > FOUNDED else Compared.SAME
    if now in (span.before, span.after):
        return Compared.SAME
    if now.seq > span.after.seq:
        return Compared.BEHIND
    return Compared.ROLLED_BACK if now.seq < span.before.seq else Compared.DIFFERS


def record(span: Span, key: Key) -> bytes:
    body = MAGIC + _packed(span.before) + _packed(span.after)
    return body + mac(key, "head", body)


def read(data: bytes, key: Key) -> Span | None:
    """None when it is not signed with this key."""
    body, signature = data[:-32], data[-32:]
    if len(data) != RECORD_BYTES or not same(signature, mac(key, "head", body)):
        return None
    at = len(MAGIC)
    return Span(_unpacked(body[at : at + HEAD_BYTES]), _unpacked(body[at + HEAD_BYTES :]))


class HeadFile:
    """Open for the life of the register; used on the writer's thread, synced on its own."""

    def __init__(self, path: Path, key: Key) -> None:
        self._key = key
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._changed = threading.Event()
        self._closing = threading.Event()
        self._syncer = threading.Thread(target=self._sync, name="head-sync", daemon=True)
        self._syncer.start()

    def write(self, before: Head, after: Head) -> None:
        os.pwrite(self._file, record(Span(before, after), self._key), 0)
        self._changed.set()

    def sync(self) -> None:
        os.fsync(self._file)

    def close(self) -> None:
        self._closing.set()
        self._changed.set()
        self._syncer.join()
        os.fsync(self._file)
        os.close(self._file)

    def _sync(self) -> None:
        while self._changed.wait() and not self._closing.is_set():
            self._changed.clear()
            try:
                os.fsync(self._file)
            except OSError:
                return  # the next sync of the register itself will tell; close() tries once more
            self._closing.wait(SYNC_AT_MOST_EVERY)


def _packed(head: Head) -> bytes:
    return head.seq.to_bytes(8, "big") + head.total.to_bytes(32, "big")


def _unpacked(data: bytes) -> Head:
    return Head(int.from_bytes(data[:8], "big"), int.from_bytes(data[8:], "big"))
