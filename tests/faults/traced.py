"""What a process did to the files of one folder, as strace saw it: every write with its bytes, every sync, in order."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass, field
from pathlib import Path

FILES = (
    "register.db",
    "register.db-wal",
    "register.db-journal",
    "register.db.head",
    "register.db.head.kept",
    "answered",
)
MARKS = "answered"
CALLS = (
    "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,pwritev,writev,fallocate,truncate,unlinkat,renameat2"
)
"""The first eight are understood; the others must not occur."""

WRITES = ("pwrite64(", "write(")
RESUMED = re.compile(r"<\.\.\. \w+ resumed>")
UNFINISHED = " <unfinished ...>"
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
HANDLE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")
RESULT = re.compile(r" = (-?\d+)")


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    at: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Truncate:
    file: str
    length: int


@dataclass(frozen=True, slots=True)
class Sync:
    """Of a file, or of the folder (""). It has ended here; what counts as synced was written before `began`."""

    file: str
    began: int


@dataclass(frozen=True, slots=True)
class Open:
    """With O_CREAT: it makes the file when there is none."""

    file: str


@dataclass(frozen=True, slots=True)
class Unlink:
    file: str


@dataclass(frozen=True, slots=True)
class Rename:
    file: str
    to: str


@dataclass(frozen=True, slots=True)
class Mark:
    text: str


Event = Write | Truncate | Sync | Open | Unlink | Rename | Mark


def trace(folder: Path, log: Path, module: str, *arguments: str) -> list[Event]:
    """Runs a module of these tests under strace, and returns what it did to the folder's files."""
    paths = [option for name in ("", *FILES) for option in ("-P", str(folder / name).rstrip("/"))]
    options = ("-f", "-qq", "-y", "-xx", "-s", "1000000", "-o", str(log), "-e", f"trace={CALLS}", *paths)
    subprocess.run(["strace", *options, sys.executable, "-m", module, str(folder), *arguments], check=True)
    with log.open(encoding="ascii") as lines:
        return events(lines, folder)


def events(lines: Iterable[str], folder: Path) -> list[Event]:
    """A write counts from its beginning; everything else from its end."""
    found: list[Event] = []
    for call, began in calls(lines, found):
        found.extend(_event(call, began, folder))
    return found


def calls(lines: Iterable[str], events: Sized) -> Iterator[tuple[str, int]]:
    """Each call whole, with how many events there were when it began; those of several threads run into each other."""
    begun: dict[str, tuple[str, int]] = {}
    for line in lines:
        pid, _, call = line.rstrip("\n").partition(" ")
        call, at = call.strip(), len(events)
        if resumed := RESUMED.match(call):
            start, at = begun.pop(pid)
            call = start + call[resumed.end() :]
        elif call.endswith(UNFINISHED):
            begun[pid] = (call.removesuffix(UNFINISHED), at)
            call = begun[pid][0]
            if not call.startswith(WRITES):
                continue
        if not (resumed and call.startswith(WRITES)):
            yield call, at


def _event(call: str, began: int, folder: Path) -> Iterator[Event]:
    name, _, rest = call.partition("(")
    result = RESULT.search(rest.rpartition(")")[2])
    assert not result or int(result[1]) >= 0 or name in {"openat", "unlink"}, f"{name} failed"
    if result and int(result[1]) < 0:
        return
    match name:
        case "openat" | "unlink" | "rename":
            yield from _named(name, rest, folder)
        case "write" | "pwrite64":
            yield _written(rest, folder)
        case "fsync" | "fdatasync":
            yield Sync(_handle(rest, folder), began)
        case "ftruncate":
            yield Truncate(_handle(rest, folder), int(rest.split(", ")[1].split(")")[0]))
        case _:
            raise AssertionError(f"{name} is not understood")


def _named(name: str, rest: str, folder: Path) -> Iterator[Event]:
    files = [_name(_decoded(path).decode(), folder) for path in STRING.findall(rest)]
    match name:
        case "unlink":
            yield Unlink(files[0])
        case "rename":
            yield Rename(*files)
        case "openat" if "O_CREAT" in rest:
            yield Open(files[0])


def _written(rest: str, folder: Path) -> Event:
    file, data = _handle(rest, folder), _bytes(STRING.search(rest))
    if file == MARKS:
        return Mark(data.decode().strip())
    numbers = rest[rest.rindex('"') :].removeprefix('", ').split(")")[0].split(", ")
    assert int(numbers[0]) == len(data), "a write cut short"
    return Write(file, int(numbers[1]), data)


def _handle(rest: str, folder: Path) -> str:
    return _name(_text(HANDLE.match(rest)), folder)


def _name(path: str, folder: Path) -> str:
    return "" if Path(path) == folder else Path(path).name


def _text(found: re.Match[str] | None) -> str:
    return _bytes(found).decode()


def _bytes(found: re.Match[str] | None) -> bytes:
    assert found, "a call without its string"
    return _decoded(found[1])


def _decoded(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
