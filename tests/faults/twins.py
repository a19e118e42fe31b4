"""Two registers side by side: whether they differ in anything but chance."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

CASE = re.compile(r"[0-9A-HJKMNP-TV-Z]{6}")
MEMBER = re.compile(r"[0-9a-f]{12}")
NOTICE = re.compile(r"[0-9a-f]{32}")
CHANCE = {
    "case_no": CASE,
    "id": MEMBER,
    "member": MEMBER,
    "actor": MEMBER,
    "regarding": MEMBER,
    "acknowledged_by": MEMBER,
}
"""Columns that hold random handles, or something plain."""
WITHIN = re.compile(r"(?<=:)[0-9a-f]{12}\b")
"""A member's handle in the name of a mark: `reminded:<member>`, `unreachable:channel:<member>`."""

Row = tuple[object, ...]


def contents(path: Path) -> dict[str, Counter[Row]]:
    """By table, the rows without what is random: of bytes their length, of a handle that it is one."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: _rows(db, table) for table in tables}


def _rows(db: sqlite3.Connection, table: str) -> Counter[Row]:
    found = db.execute(f"SELECT * FROM {table}")
    columns = [column for column, *_ in found.description]
    return Counter(tuple(_plain(name, value) for name, value in zip(columns, row, strict=True)) for row in found)


def _plain(column: str, value: object) -> object:
    if isinstance(value, bytes):
        return ("bytes", len(value))
    if isinstance(value, str) and column in CHANCE:
        handles = {"id": NOTICE}.get(column), CHANCE[column]
        return "a handle" if any(h and h.fullmatch(value) for h in handles) else value
    return WITHIN.sub("a handle", value) if isinstance(value, str) and column == "name" else value
