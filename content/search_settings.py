"""The numbers and stop words of the search: the defaults, with a company's own search.toml over them."""

from dataclasses import dataclass
from pathlib import Path

from content.tables import Table, read_optional_table, read_table

DEFAULTS = Path(__file__).parent / "search.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a passage's own words, of its section's heading, and of the phrases that people ask it with.

    `covering`, 0 to 1, is how far the score depends on the share of the question that the passage speaks of.
    """

    text: float
    heading: float
    asked: float
    covering: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over the best score and the share of the question's words it covers (0 to 1)."""

    score: float
    covered: float
    base: float


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """`quote` and `closest` are the confidences from which a passage is given as the answer, or as the closest one;
    to be the answer it must also score `ahead` times the best passage of another section."""

    weights: Weights
    curve: Curve
    quote: float
    closest: float
    ahead: float
    limit: int
    typo: int
    stop: frozenset[str]


def read_search_settings(folder: Path) -> SearchSettings:
    """Raises ContentError when the company's search.toml cannot be read or a value is of the wrong kind."""
    tables = (read_optional_table(folder / "search.toml"), read_table(DEFAULTS))
    return SearchSettings(
        weights=Weights(*(_number(tables, "weights", key) for key in ("text", "heading", "asked", "covering"))),
        curve=Curve(*(_number(tables, "confidence", key) for key in ("score", "covered", "base"))),
        quote=_number(tables, "tiers", "quote"),
        closest=_number(tables, "tiers", "closest"),
        ahead=_number(tables, "tiers", "ahead"),
        limit=int(_number(tables, "words", "limit")),
        typo=int(_number(tables, "words", "typo")),
        stop=frozenset(_first(tables, "words", "stop").text("stop").split()),
    )


def _first(tables: tuple[Table, ...], name: str, key: str) -> Table:
    """The first table that has the key; the defaults have them all."""
    return next((t for table in tables if key in (t := table.table(name))), tables[-1].table(name))


def _number(tables: tuple[Table, ...], name: str, key: str) -> float:
    return _first(tables, name, key).number(key)
