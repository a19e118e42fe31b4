"""What was learned from a company's example questions, opened: which passage a question asks for, and whether any.

The file `learned.db` is made by `askfirst content learn` (content/learning); without it, or when the Code has changed
since, the search goes by words alone.
"""

import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from math import exp, log
from pathlib import Path
from struct import unpack
from typing import Any

from content.examples import FOLDER as EXAMPLES
from content.features import Features, phrased, pieced, weighed
from content.quotes import Quote

FILE = "learned.db"
EDITION = "2"
"""Of the file's form; another one is not opened."""

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE features (
    name TEXT PRIMARY KEY, rarity REAL NOT NULL, scale REAL NOT NULL, weights BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE heads (at INTEGER PRIMARY KEY, scale REAL NOT NULL, weights BLOB NOT NULL);
CREATE TABLE dimensions (at INTEGER PRIMARY KEY, scale REAL NOT NULL, weights BLOB NOT NULL);
CREATE TABLE vectors (answer INTEGER NOT NULL, scale REAL NOT NULL, bytes BLOB NOT NULL);
CREATE VIRTUAL TABLE asked USING fts5(text, answer UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2');
"""
KNOWN = "SELECT name, rarity, scale, weights FROM features WHERE name IN (SELECT value FROM json_each(?))"
ALIKE = "SELECT answer, -bm25(asked) AS near FROM asked WHERE asked MATCH ? ORDER BY rank LIMIT ?"
NEIGHBOURS = 40
STEPS = 127
"""A weight is kept in one byte, as so many steps of its row's scale."""
RAISE = 128
RAISED = bytes((value + RAISE) % 256 for value in range(256))
"""A weight so much higher: none is negative, and none borrows of its neighbour."""
LANE, FINE = 8, 2**32
"""Bytes of a sum, and the parts of 1 in which a factor is counted: a question's factors come to a few units, and may
come to 2**24 before a sum fills its bytes."""

Shares = list[float]
"""One figure for each passage, and the last for "the Code does not say"; they add up to 1."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the parts are weighed, and what their sum is worth: fitted on voices that were left out of the learning.

    `parts` weighs each part's logarithm or votes. `inside` and `sure` are logistic curves (slope, base): the one makes
    of the odds that the Code answers a probability, the other of the lead of the best section. `quote` and `certain`
    are what both must reach for a passage to be the answer, `closest` what the first must for passages to be shown.
    """

    parts: tuple[float, ...]
    inside: tuple[float, float]
    sure: tuple[float, float]
    quote: float
    certain: float
    closest: float


class Learned:
    """Read only. Not locked: one caller at a time."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows
        weakref.finalize(self, rows.close)
        facts = {name: json.loads(value) for name, value in rows.execute("SELECT name, value FROM facts")}
        self.core = judgement(facts["core"])
        self.semantic = judgement(facts["semantic"]) if "semantic" in facts else None
        self.made_for: tuple[str, str] = (facts["edition"], facts["passages"])
        self._bias: list[float] = facts["bias"]
        self.examples: str = facts["examples"]

    def close(self) -> None:
        self._rows.close()

    @property
    def answers(self) -> int:
        """The passages, and one for "the Code does not say"."""
        return len(self._bias)

    def shares(self, said: Sequence[str]) -> Shares | None:
        """By the words, their pairs and pieces. None when not one of them is known."""
        known = self._known((*(phrases := phrased(said)), *(pieces := pieced(said))))
        rarity = {name: row[0] for name, row in known.items()}
        features: Features = {**weighed(phrases, rarity), **weighed(pieces, rarity)}
        if not any(not name.startswith("~") for name in features):
            return None
        factors = ((value * known[name][1] / STEPS, known[name][2]) for name, value in features.items())
        total = [base + sum_ for base, sum_ in zip(self._bias, summed(factors, self.answers), strict=True)]
        chances = [1 / (1 + exp(-max(-30.0, min(30.0, z)))) for z in total]
        whole = sum(chances)
        return [chance / whole for chance in chances]

    def _known(self, names: Sequence[str]) -> dict[str, tuple[float, float, bytes]]:
        rows = self._rows.execute(KNOWN, (json.dumps(names),))
        return {name: (rarity, scale, weights) for name, rarity, scale, weights in rows}

    def votes(self, telling: Sequence[str]) -> list[float]:
        """Of the examples that share the most telling words with the question."""
        if not telling:
            return [0.0] * self.answers
        query = " OR ".join(f'"{word}"' for word in telling)
        return voted(self._rows.execute(ALIKE, (query, NEIGHBOURS)), self.answers)

    def heads(self) -> list[tuple[float, bytes]]:
        """Of each head, which dimensions of a word make it count: scale and bytes."""
        return self._rows.execute("SELECT scale, weights FROM heads ORDER BY at").fetchall()

    def dimensions(self) -> list[tuple[float, bytes]]:
        """What each dimension that a head sees says for each answer, head by head, and at last the bias."""
        return self._rows.execute("SELECT scale, weights FROM dimensions ORDER BY at").fetchall()

    def vectors(self) -> list[tuple[int, float, bytes]]:
        """Of each example: its answer, and the scale and bytes of its meaning."""
        return self._rows.execute("SELECT answer, scale, bytes FROM vectors").fetchall()

    def words(self) -> set[str]:
        rows = self._rows.execute("SELECT name FROM features WHERE name NOT LIKE '~%' AND name NOT LIKE '% %'")
        return {name for (name,) in rows}


def summed(rows: Iterable[tuple[float, bytes]], answers: int) -> list[float]:
    """For each answer, the sum of factor times weight over all rows; no factor is negative.

    All answers are summed at once, each in eight bytes of one large number: ten times as quick as one by one.
    """
    total = factors = 0
    lanes = bytearray(LANE * answers)
    for factor, weights in rows:
        lanes[::LANE] = weights.translate(RAISED)
        whole = round(factor * FINE)
        total += whole * int.from_bytes(lanes, "little")
        factors += whole
    sums = unpack(f"<{answers}Q", total.to_bytes(LANE * answers, "little"))
    return [(sum_ - RAISE * factors) / FINE for sum_ in sums]


def voted(neighbours: Iterator[tuple[int, float]] | sqlite3.Cursor, answers: int) -> list[float]:
    """The nearest first: each counts by the square of its nearness to the first's, each next for one answer half."""
    votes, weight, best = [0.0] * answers, [1.0] * answers, 0.0
    for answer, near in neighbours:
        best = best or near
        if near > 0:
            votes[answer] += weight[answer] * (near / best) ** 2
            weight[answer] /= 2
    return votes


def mixed(parts: Sequence[Sequence[float]], weights: Sequence[float]) -> Shares:
    """Of logarithms and votes the shares that they come to together."""
    total = [sum(w * value for w, value in zip(weights, values, strict=True)) for values in zip(*parts, strict=True)]
    highest = max(total)
    grown = [exp(value - highest) for value in total]
    whole = sum(grown)
    return [value / whole for value in grown]


def logs(shares: Shares) -> list[float]:
    return [log(max(share, 1e-9)) for share in shares]


def digest(texts: Sequence[str]) -> str:
    return sha256("\x00".join(texts).encode()).hexdigest()


def examples_digest(folder: Path) -> str:
    """Of the company's files of examples; empty when it has none."""
    files = sorted((folder / EXAMPLES).glob("*.toml"))
    return digest([file.read_text("utf-8") for file in files]) if files else ""


def up_to_date(folder: Path, passages: Sequence[Quote]) -> bool:
    """Whether what was learned is of today's Code and examples; also when there is nothing to learn from."""
    learned, examples = open_learned(folder, passages), examples_digest(folder)
    if learned is None:
        return not examples
    with closing(learned):
        return learned.examples == examples


def open_learned(folder: Path, passages: Sequence[Quote]) -> Learned | None:
    """None when the company has no such file, or one that was made for another text or by another release."""
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        learned = opened(file)
    except (sqlite3.DatabaseError, KeyError):
        return None
    if learned.made_for != (EDITION, digest([quote.text for quote in passages])):
        learned.close()
        return None
    return learned


def opened(file: Path) -> Learned:
    """Raises sqlite3.DatabaseError or KeyError when it is no such file."""
    uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    return Learned(sqlite3.connect(uri, uri=True, check_same_thread=False))


def judgement(fact: dict[str, Any]) -> Judgement:
    parts, inside, sure = (tuple(fact.pop(name)) for name in ("parts", "inside", "sure"))
    return Judgement(parts, inside, sure, **fact)
