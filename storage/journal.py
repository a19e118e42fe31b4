"""What a restore must not undo, in a file beside the register: who may no longer see what, which cases were purged, and
which are on legal hold.

Append-only, mode 0600: a sealed line for each, synced before the commit that it tells of. Each line carries its number
and the keyed digest of the line before it, and the register says with which line it ends: so a line that is taken away,
moved or changed is missed. A line whose act is then rolled back keeps somebody out after a restore and lets nobody in.
Lines never contradict each other: each only ends something, or begins a hold with an id of its own.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from storage import marks
from storage.errors import RegisterError
from storage.records import Finding
from storage.register import Register
from storage.seal import SMALL_SIZES, Key, mac, seal, unseal
from storage.synced import sync
from storage.tables import Recorded

PLACE: Final = ("journal",)
MARK: Final = "journal"
"""Under this name the register says where the journal ends."""
KEPT_OUT: Final = "kept_out"
PURGED: Final = "purged"
HOLDS: Final = {"held": False, "hold_lifted": True}
"""The acts that begin and end a hold, and whether they end it."""
ENDING: Final = frozenset({"recused", "struck_out", "member_removed", KEPT_OUT})
"""The acts that end somebody's access."""


@dataclass(frozen=True, slots=True)
class Ended:
    """`case` is empty for a member who was removed altogether."""

    case: str
    member: str
    struck_out: bool = False


@dataclass(frozen=True, slots=True)
class Purged:
    """By `one` and `other`, on a day that the register had reached."""

    case: str
    on: date
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Hold:
    """That this hold was set, or lifted."""

    case: str
    id: str
    lifted: bool = False


Told = Ended | Purged | Hold


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a journal ends: how many lines, and the digest of the last."""

    n: int = 0
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Line:
    """`tip` is the journal's end with this line as its last."""

    told: Told
    before: Tip
    tip: Tip


@dataclass(frozen=True, slots=True)
class Linked:
    """Lines that wait to be written, and where they bring the journal."""

    lines: tuple[bytes, ...]
    tip: Tip


@dataclass(slots=True)
class JournalFile:
    """Used on the writer's thread: a job's lines are linked within the job, and written before its batch commits."""

    path: Path
    _tip: Tip | None = None
    _waiting: list[bytes] = field(default_factory=list)

    def begin(self) -> None:
        """A batch begins; the one before it may have failed after its lines were written."""
        self._tip = None
        self._waiting.clear()

    def link(self, register: Register) -> Linked | None:
        """Within a job: the register says where the journal will end. None when the job ends nothing."""
        told = told_by(register.db.journal.acts)
        if not told:
            return None
        found = self._tip or last(register.keys.audit, lines(self.path), end_of(register))
        linked = chained(register.keys.audit, told, found)
        note_end(register, linked.tip)
        return linked

    def accept(self, linked: Linked) -> None:
        """The job has ended well."""
        self._tip = linked.tip
        self._waiting += linked.lines

    def write(self) -> None:
        """Synced before this returns."""
        if self._waiting:
            add(self.path, self._waiting)


def journal_path(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def told_by(acts: Mapping[str, tuple[Recorded, ...]]) -> tuple[Told, ...]:
    """What a job's acts end."""
    every = (_told(case, act) for case, recorded in acts.items() for act in recorded)
    return tuple(one for one in every if one)


def _told(case: str, act: Recorded) -> Told | None:
    if act.act == PURGED:
        return Purged(case, act.on, act.actor, act.regarding)
    if act.act in HOLDS:
        return Hold(case, act.regarding, HOLDS[act.act])
    if act.act in ENDING:
        return Ended(case, act.regarding or act.actor, act.act == "struck_out")
    return None


def end_of(register: Register) -> Tip:
    """Where the journal ends at least, as the register says. A mark that was changed says nothing; the
    accumulated head notices it."""
    n, _, digest = (marks.marked(register, MARK) or "0:").partition(":")
    try:
        return Tip(int(n), bytes.fromhex(digest))
    except ValueError:
        return Tip()


def note_end(register: Register, tip: Tip) -> None:
    marks.mark(register, MARK, f"{tip.n}:{tip.digest.hex()}")


def chained(key: Key, told: Iterable[Told], tip: Tip) -> Linked:
    made: list[bytes] = []
    for one in told:
        plain = json.dumps([tip.n + 1, tip.digest.hex(), *_packed(one)]).encode()
        made.append(base64.b64encode(seal(key, plain, PLACE, SMALL_SIZES)))
        tip = Tip(tip.n + 1, digest(key, made[-1]))
    return Linked(tuple(made), tip)


def add(path: Path, added: Iterable[bytes]) -> None:
    """Synced before this returns. A line that a power cut broke off spoils none after it."""
    new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "r+b", buffering=0) as opened:
        opened.write(b"".join(b"\n" + line + b"\n" for line in added))
        os.fsync(opened.fileno())
    if new:
        sync(path.parent)


def replace(path: Path, whole: Iterable[bytes]) -> None:
    """The file as a whole, synced: it appears under its name when it is there."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    add(partial, whole)
    partial.replace(path)
    sync(path.parent)


def copy(path: Path, target: Path) -> None:
    """As it stands. Where there is none, an empty one says that nothing was ended."""
    replace(target, lines(path))


def lines(path: Path) -> tuple[bytes, ...]:
    """As they stand; none where there is no file."""
    return tuple(line for line in path.read_bytes().split(b"\n") if line) if path.exists() else ()


def last(key: Key, found: Sequence[bytes], known: Tip) -> Tip:
    """Where the next line belongs: behind the end that the register knows, and behind what a crash left there."""
    for raw in _behind(key, found, known):
        line = read(key, raw)
        if line and line.before == known:
            known = line.tip
    return known


def _behind(key: Key, found: Sequence[bytes], known: Tip) -> Sequence[bytes]:
    """Nothing when that end is not there: the next line then links to what should be, and the gap stays a gap."""
    if not known.n:
        return found
    at = next((at for at in reversed(range(len(found))) if digest(key, found[at]) == known.digest), len(found))
    return found[at + 1 :]


@dataclass(frozen=True, slots=True)
class Followed:
    """`tips` are the journal's ends line by line, as far as the chain holds; `loose` counts the lines outside it."""

    tips: tuple[Tip, ...]
    loose: int


def follow(key: Key, found: Sequence[bytes]) -> Followed:
    tips, loose = [Tip()], 0
    for raw in found:
        line = read(key, raw)
        if line and line.before == tips[-1]:
            tips.append(line.tip)
        else:
            loose += 1
    return Followed(tuple(tips), loose)


def check(key: Key, found: Sequence[bytes], known: Tip) -> Iterator[Finding]:
    """What was changed from outside. `known` is the end that the register says."""
    followed = follow(key, found)
    if known not in followed.tips:
        yield Finding("journal_broken" if found else "journal_missing", f"journal/{len(followed.tips)}")
    elif len(set(found)) < len(found):
        yield Finding("journal_doubled", "journal")
    elif followed.loose:
        yield Finding("journal_loose", "journal", blocks=False)


def digest(key: Key, line: bytes) -> bytes:
    return mac(key, "journal", line)


def read(key: Key, raw: bytes) -> Line | None:
    """None when it was broken off or changed."""
    try:
        n, before, *packed = json.loads(unseal(key, base64.b64decode(raw, validate=True), PLACE))
        return Line(_unpacked(packed), Tip(n - 1, bytes.fromhex(before)), Tip(n, digest(key, raw)))
    except (RegisterError, binascii.Error, ValueError, TypeError):
        return None


def _packed(one: Told) -> tuple[str | bool, ...]:
    match one:
        case Ended():
            return ("ended", one.case, one.member, one.struck_out)
        case Purged():
            return ("purged", one.case, one.on.isoformat(), one.one, one.other)
        case Hold():
            return ("hold", one.case, one.id, one.lifted)


def _unpacked(packed: list[str]) -> Told:
    what, case, *rest = packed
    if what == "purged":
        return Purged(case, date.fromisoformat(rest[0]), *rest[1:])
    if what == "hold":
        return Hold(case, rest[0], bool(rest[1]))
    return Ended(case, rest[0], bool(rest[1]))
