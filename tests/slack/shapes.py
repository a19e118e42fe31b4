"""Checks that JSON has the shape it should, put together from small ones. A fault never carries a value."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Flaw:
    """`where` is a path such as `blocks[3].text.text`; `what` an identifier."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


Check = Callable[[Any, str], Iterator[Flaw]]


def text(most: int, least: int = 1) -> Check:
    def check(value: Any, where: str) -> Iterator[Flaw]:
        if not isinstance(value, str):
            yield Flaw(where, "not_text")
        elif len(value) < least:
            yield Flaw(where, "empty")
        elif len(value) > most:
            yield Flaw(where, f"longer_than_{most}")

    return check


def one_of(*values: Any) -> Check:
    def check(value: Any, where: str) -> Iterator[Flaw]:
        if value not in values:
            yield Flaw(where, "not_allowed")

    return check


def boolean(value: Any, where: str) -> Iterator[Flaw]:
    if not isinstance(value, bool):
        yield Flaw(where, "not_boolean")


def anything(_value: Any, _where: str) -> Iterator[Flaw]:
    yield from ()


def number(least: int, most: int) -> Check:
    def check(value: Any, where: str) -> Iterator[Flaw]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield Flaw(where, f"not_between_{least}_and_{most}")

    return check


def items(of: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, where: str) -> Iterator[Flaw]:
        if not isinstance(value, list):
            yield Flaw(where, "not_a_list")
            return
        if not least <= len(value) <= most:
            yield Flaw(where, f"not_{least}_to_{most}")
        for n, item in enumerate(value):
            yield from of(item, f"{where}[{n}]")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, where: str) -> Iterator[Flaw]:
        if not isinstance(value, dict):
            yield Flaw(where, "not_an_object")
            return
        yield from (Flaw(f"{where}.{name}", "missing") for name in required if name not in value)
        yield from (Flaw(f"{where}.{name}", "unknown_field") for name in value if name not in known)
        for name in known.keys() & value.keys():
            yield from known[name](value[name], f"{where}.{name}")

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says what it must look like."""

    def check(value: Any, where: str) -> Iterator[Flaw]:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind in shapes:
            yield from shapes[kind](value, where)
        else:
            yield Flaw(where, "type_not_allowed_here")

    return check


def all_of(*checks: Check) -> Check:
    def check(value: Any, where: str) -> Iterator[Flaw]:
        for one in checks:
            yield from one(value, where)

    return check


def only(shapes: Mapping[str, Check], kinds: Collection[str]) -> Check:
    return by_type({kind: shapes[kind] for kind in kinds})
