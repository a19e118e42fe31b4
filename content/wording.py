"""Every word that a person reads, by key; a translator copies one file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from content.errors import ContentError, UnwordedError
from content.tables import read_table

Fact = str | int | date | tuple[str, ...]
Facts = Mapping[str, Fact]

PLACE = re.compile(r"\{(\w+)\}")
ITEMS = re.compile(r"^- \{(\w+)\}$|\{(\w+)\}", re.MULTILINE)
"""A place; the first group has its name when it is all that a list item holds."""
WRAPPED = re.compile(r"[ \t]*\n(?!\s*\n|\s*[-•] )[ \t]*")
"""A line break inside a paragraph, where the file was wrapped at will; one before a list item stays."""


class Wording:
    """The texts of one language: `<language>.toml` of each folder that has it, later folders overriding earlier ones.

    Raises:
        ContentError: no folder has the language, a file is wrong, or an overriding text asks for a fact that the
            overridden one is not given.
    """

    def __init__(self, folders: Sequence[Path], language: str = "en") -> None:
        self._folders = tuple(folders)
        self._others: dict[str, Wording] = {language: self}
        self._texts: dict[str, str] = {}
        files = [file for folder in folders if (file := folder / f"{language}.toml").is_file()]
        if not files:
            raise ContentError("no_language", folders[0] / f"{language}.toml", language)
        for file in files:
            self._read(file)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Of all folders, sorted."""
        return tuple(sorted({file.stem for folder in self._folders for file in folder.glob("*.toml")}))

    def into(self, language: str) -> "Wording":
        """The same texts in another of these languages; read once."""
        if language not in self._others:
            self._others[language] = Wording(self._folders, language)
        return self._others[language]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._texts)

    def has(self, key: str) -> bool:
        return key in self._texts or f"{key}.text" in self._texts

    def text(self, key: str, facts: Facts | None = None) -> str:
        """The text under the key, or under `<key>.text`; `<key>.one` instead when the fact `count` is 1.

        `{name}` takes the fact of that name as it stands: a fact is never read as a text. A list item that holds a
        place alone is repeated for each name of its fact. Paragraphs are separated by an empty line.

        Raises:
            UnwordedError: there is no such text, or one of its facts is missing.
        """
        given = facts or {}
        return ITEMS.sub(lambda place: self._filled(key, place, given), self.template(key, given))

    def template(self, key: str, facts: Facts | None = None) -> str:
        """The text with its places still open. Raises UnwordedError."""
        facts = facts or {}
        wanted = (f"{key}.one", key, f"{key}.text") if facts.get("count") == 1 else (key, f"{key}.text")
        found = next((k for k in wanted if k in self._texts), None)
        if found is None:
            raise UnwordedError(key)
        return self._texts[found]

    def _filled(self, key: str, place: re.Match[str], facts: Facts) -> str:
        items = facts.get(place[1]) if place[1] else None
        if isinstance(items, tuple):
            return "\n".join(f"- {item}" for item in items)
        return f"- {self._fact(key, place[1], facts)}" if place[1] else self._fact(key, place[2], facts)

    def _fact(self, key: str, name: str, facts: Facts) -> str:
        match facts.get(name):
            case None:
                raise UnwordedError(f"{key}: {name}")
            case date() as day:
                return self._date(day)
            case tuple() as names:
                return self._listed(names)
            case fact:
                return str(fact)

    def _date(self, day: date) -> str:
        month = self.text(f"dates.months.{day.month}")
        return self.text("dates.date", {"day": day.day, "month": month, "year": day.year})

    def _listed(self, names: tuple[str, ...]) -> str:
        if len(names) < 2:
            return "".join(names)
        first = self.text("lists.comma").join(names[:-1])
        return self.text("lists.and", {"first": first, "last": names[-1]})

    def _read(self, file: Path) -> None:
        for key, text in _texts(file, file.stat().st_mtime_ns).items():
            before = self._texts.get(key)
            if before is not None and (unknown := _places(text) - _places(before)):
                raise ContentError("unknown_fact", file, f"{key}: {', '.join(sorted(unknown))}")
            self._texts[key] = text


@lru_cache(maxsize=16)
def _texts(file: Path, changed: int) -> Mapping[str, str]:
    """By key. A start asks for the same few thousand texts three times: for the commands, the checks and the house."""
    return {key: unwrapped(text) for key, text in _flat(read_table(file).values())}


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def _flat(values: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """Dotted keys; the items of a list are numbered from 1."""
    for key, value in values.items():
        match value:
            case dict():
                yield from _flat(value, f"{above}{key}.")
            case list():
                yield from ((f"{above}{key}.{n}", str(item)) for n, item in enumerate(value, start=1))
            case _:
                yield f"{above}{key}", str(value)


def unwrapped(text: str) -> str:
    """Each paragraph and each list item on one line."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip("\n"))
    return "\n\n".join(WRAPPED.sub(" ", paragraph).strip("\n") for paragraph in paragraphs)
