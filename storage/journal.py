"""Who may no longer see what, in a file beside the register, so that restoring an old backup lets nobody back in.

Append-only, mode 0600: a sealed line for every access that ended, synced before the commit that ends it. A line whose
act is then rolled back keeps somebody out after a restore and lets nobody in. Lines never contradict each other: each
only ends access.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from storage import access, audit, casefile, outbox, people
from storage.errors import RegisterError
from storage.register import Register
from storage.seal import SMALL_SIZES, Key, seal, unseal
from storage.tables import Recorded

PLACE: Final = ("journal",)
OPERATOR: Final = "operator"
KEPT_OUT: Final = "kept_out"
ENDING: Final = frozenset({"recused", "struck_out", "member_removed", KEPT_OUT})
"""The acts that end somebody's access."""


@dataclass(frozen=True, slots=True)
class Ended:
    """`case` is empty for a member who was removed altogether."""

    case: str
    member: str
    struck_out: bool = False


@dataclass(frozen=True, slots=True)
class Reapplied:
    """How many accesses a restore ended anew, how many lines did not open, how many cases nobody may see now."""

    ended: int
    broken: int
    unseen: int


def journal_path(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def endings(acts: Mapping[str, tuple[Recorded, ...]]) -> tuple[Ended, ...]:
    """What a job's acts end."""
    return tuple(
        Ended(case, act.regarding or act.actor, act.act == "struck_out")
        for case, recorded in acts.items()
        for act in recorded
        if act.act in ENDING
    )


def append(path: Path, key: Key, ended: Iterable[Ended]) -> None:
    """Synced before this returns."""
    add(path, tuple(_line(key, one) for one in ended))


def add(path: Path, lines: Iterable[bytes]) -> None:
    """A line that a power cut broke off spoils none after it."""
    new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "r+b", buffering=0) as opened:
        opened.write(b"".join(b"\n" + line + b"\n" for line in lines))
        os.fsync(opened.fileno())
    if new:
        _sync_folder(path.parent)


def lines(*paths: Path) -> tuple[bytes, ...]:
    """Of every file that is there, each once."""
    found = (line for path in paths if path.exists() for line in path.read_bytes().split(b"\n") if line)
    return tuple(dict.fromkeys(found))


def reapply(register: Register, told: Iterable[bytes], on: date) -> Reapplied:
    """Ends what each line says was ended, on the record; what the register knows already changes nothing."""
    read = [_read(register.keys.audit, line) for line in told]
    wanted = tuple(dict.fromkeys(one for one in read if one))
    done = [one for one in wanted if _end(register, one, on)]
    cases = {one.case for one in done if one.case}
    unseen = sum(not access.handlers(register, case) for case in cases)
    return Reapplied(len(done), read.count(None), unseen)


def _end(register: Register, one: Ended, on: date) -> bool:
    if not one.case:
        return _remove(register, one.member, on)
    if one.struck_out:
        _strike_out(register, one)
    if not access.may_see(register, one.case, one.member):
        return False
    access.end(register, one.case, one.member)
    outbox.withdraw(register, one.case, one.member)
    register.record(one.case, KEPT_OUT, OPERATOR, on, one.member)
    return True


def _strike_out(register: Register, one: Ended) -> None:
    """So that nobody lets them in again. The act on the record follows: they may see the case, or it was done."""
    if not access.may_see(register, one.case, one.member):
        return
    found = casefile.find(register, one.case)
    sealed = casefile.sealed_head(found.key, one.case, casefile.struck_out(found.head, (one.member,)))
    register.db.execute("UPDATE cases SET sealed = ? WHERE case_no = ?", (sealed, one.case))


def _remove(register: Register, member: str, on: date) -> bool:
    """Also the Chair, and also who is a case's last: whoever does not serve reads nothing."""
    if people.member(register, member) is None:
        return False
    register.db.execute("DELETE FROM member_accounts WHERE member = ?", (member,))
    register.db.execute(
        "UPDATE members SET removed_on = ?, acting = 0, chair = 0 WHERE id = ?", (on.isoformat(), member)
    )
    outbox.withdraw_all(register, member)
    register.record(audit.HOUSE, KEPT_OUT, OPERATOR, on, member)
    return True


def _line(key: Key, one: Ended) -> bytes:
    plain = json.dumps([one.case, one.member, one.struck_out]).encode()
    return base64.b64encode(seal(key, plain, PLACE, SMALL_SIZES))


def _read(key: Key, line: bytes) -> Ended | None:
    """None when it was broken off or changed."""
    try:
        return Ended(*json.loads(unseal(key, base64.b64decode(line, validate=True), PLACE)))
    except (RegisterError, binascii.Error, ValueError):
        return None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
