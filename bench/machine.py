"""The machine a run was made on, in one line each: figures without it say little."""

import os
import platform
import sqlite3
from pathlib import Path

from bench.results import Table

PROCESSORS = Path("/proc/cpuinfo")
MOUNTS = Path("/proc/self/mounts")
MEMORY = Path("/proc/meminfo")
UNKNOWN = "unknown"


def machine(folder: Path) -> Table:
    """`folder` is where the registers of the run are written; its file system is named, not its path."""
    rows = (
        ("processor", processor()),
        ("cores", str(os.cpu_count())),
        ("memory", memory()),
        ("system", f"{platform.system()} {platform.release()}"),
        ("file system", file_system(folder)),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("SQLite", sqlite3.sqlite_version),
        ("load at the start", f"{os.getloadavg()[0]:.2f}"),
    )
    return Table(("Machine", ""), rows)


def processor() -> str:
    return _field(PROCESSORS, "model name") or platform.processor() or UNKNOWN


def memory() -> str:
    kilobytes = (_field(MEMORY, "MemTotal") or "").split()
    return f"{int(kilobytes[0]) / 2**20:.0f} GB" if kilobytes else UNKNOWN


def file_system(folder: Path) -> str:
    """The type of the mount that holds the folder: the longest mount point above it."""
    if not MOUNTS.exists():
        return UNKNOWN
    mounts = [line.split()[1:3] for line in MOUNTS.read_text("utf-8").splitlines()]
    above = [(point, kind) for point, kind in mounts if folder.resolve().is_relative_to(point)]
    return max(above, key=lambda mount: len(mount[0]))[1] if above else UNKNOWN


def _field(file: Path, name: str) -> str | None:
    if not file.exists():
        return None
    lines = (line.partition(":") for line in file.read_text("utf-8").splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), None)
