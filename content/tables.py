"""TOML files of a company's folder, read into plain values; what is wrong names the file and the key."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from content.errors import ContentError


class Table:
    """One table of a TOML file that still knows where it stands."""

    __slots__ = ("_values", "file", "place")

    def __init__(self, values: Mapping[str, object], file: Path, place: str = "") -> None:
        self._values = values
        self.file = file
        self.place = place

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def values(self) -> Mapping[str, object]:
        return self._values

    def wrong(self, key: str, reason: str = "wrong") -> ContentError:
        return ContentError(reason, self.file, f"{self.place}{key}")

    def text(self, key: str) -> str:
        """Required, and not empty."""
        value = self._values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key)
        return " ".join(value.split())

    def blank_or_text(self, key: str) -> str | None:
        return self.text(key) if self._values.get(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key)
        return tuple(value)

    def number(self, key: str) -> float:
        value = self._values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key)
        return float(value)

    def flag(self, key: str) -> bool:
        """False when the key is not there."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key)
        return value

    def day(self, key: str) -> date:
        value = self._values.get(key)
        if type(value) is not date:
            raise self.wrong(key)
        return value

    def table(self, key: str) -> "Table":
        """Empty when the key is not there."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key)
        return Table(value, self.file, f"{self.place}{key}.")

    def rows(self, key: str) -> tuple["Table", ...]:
        """An array of tables; empty when the key is not there."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.wrong(key)
        return tuple(Table(row, self.file, f"{key}[{n}].") for n, row in enumerate(value, start=1))


def read_text(file: Path) -> str:
    """A required text file in UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise ContentError("not_utf8", file) from wrong
    except OSError as wrong:
        raise ContentError("missing", file) from wrong


def read_table(file: Path) -> Table:
    """A required TOML file."""
    try:
        return Table(tomllib.loads(read_text(file)), file)
    except tomllib.TOMLDecodeError as wrong:
        raise ContentError("not_toml", file, str(wrong)) from wrong


def read_optional_table(file: Path) -> Table:
    """An empty table when the company has no such file."""
    return read_table(file) if file.exists() else Table({}, file)
