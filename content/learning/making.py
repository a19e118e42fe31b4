"""Makes the file of what was learned: features with their weights, the examples, and their meanings."""

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.features import phrased, pieced, spoken, weighed
from content.learned import EDITION, STEPS, TABLES, Judgement, digest
from content.learning.linear import Floats, Row, train_sparse
from content.learning.pooling import train_pooled
from content.learning.states import States

TWICE = 2
"""So often a pair of words, or a piece, must occur to count."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts, the answer to each (the place of a passage, or one past the last: the Code does not say), and the meaning
    of each when that is known."""

    texts: tuple[str, ...] = field(repr=False)
    answers: NDArray[np.int64]
    classes: int
    meanings: States | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Judgements:
    core: Judgement
    semantic: Judgement | None = None


def make(file: Path, lesson: Lesson, judgements: Judgements, passages: Sequence[str], examples: str) -> None:
    """`examples` is the digest of the example questions. The file is written anew."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as rows, rows:
        rows.executescript(TABLES)
        bias = _features(rows, lesson)
        _asked(rows, lesson)
        if lesson.meanings is not None:
            _meanings(rows, lesson, lesson.meanings)
        facts = {
            "edition": EDITION,
            "passages": digest(passages),
            "examples": examples,
            "bias": bias,
            **_judged(judgements),
        }
        rows.executemany("INSERT INTO facts VALUES (?, ?)", ((name, json.dumps(fact)) for name, fact in facts.items()))
    with closing(sqlite3.connect(file)) as rows:
        rows.execute("INSERT INTO asked(asked) VALUES ('optimize')")
        rows.commit()
        rows.execute("VACUUM")


def _judged(judgements: Judgements) -> dict[str, object]:
    return {name: asdict(one) for name in ("core", "semantic") if (one := getattr(judgements, name)) is not None}


def _features(rows: sqlite3.Connection, lesson: Lesson) -> list[float]:
    said = [spoken(text) for text in lesson.texts]
    rarity = _rarity(said)
    at = {name: n for n, name in enumerate(rarity)}
    model = train_sparse([_row(one, rarity, at) for one in said], lesson.answers, len(at), lesson.classes)
    packed = ((name, rarity[name], *_packed(model.weights[n])) for name, n in at.items())
    rows.executemany("INSERT INTO features VALUES (?, ?, ?, ?)", packed)
    return [float(value) for value in model.bias]


def _rarity(said: Sequence[Sequence[str]]) -> dict[str, float]:
    """By feature: the logarithm of how few questions have it."""
    holding = Counter(name for one in said for name in {*phrased(one), *pieced(one)})
    kept = ((name, n) for name, n in sorted(holding.items()) if n >= TWICE or name.isalnum())
    return {name: math.log((1 + len(said)) / (1 + n)) + 1 for name, n in kept}


def _row(said: Sequence[str], rarity: Mapping[str, float], at: Mapping[str, int]) -> Row:
    features = {**weighed(phrased(said), rarity), **weighed(pieced(said), rarity)}
    return np.array([at[name] for name in features], np.int64), np.array(list(features.values()), np.float32)


def _asked(rows: sqlite3.Connection, lesson: Lesson) -> None:
    asked = zip((" ".join(spoken(text)) for text in lesson.texts), lesson.answers.tolist(), strict=True)
    rows.executemany("INSERT INTO asked (text, answer) VALUES (?, ?)", asked)


def _meanings(rows: sqlite3.Connection, lesson: Lesson, meanings: States) -> None:
    model = train_pooled(meanings, lesson.answers, lesson.classes)
    rows.executemany("INSERT INTO heads VALUES (?, ?, ?)", _numbered(model.keys.T))
    dimensions = np.vstack([model.weights, model.bias])
    rows.executemany("INSERT INTO dimensions VALUES (?, ?, ?)", _numbered(dimensions))
    vectors = (
        (answer, *_packed(vector)) for answer, vector in zip(lesson.answers.tolist(), meanings.wholes(), strict=True)
    )
    rows.executemany("INSERT INTO vectors VALUES (?, ?, ?)", vectors)


def _numbered(table: Floats) -> Iterator[tuple[int, float, bytes]]:
    return ((n, *_packed(row)) for n, row in enumerate(table))


def _packed(row: Floats) -> tuple[float, bytes]:
    """One byte for each value, and the scale that they have in common."""
    scale = float(np.abs(row).max()) or 1.0
    return scale, np.round(row / scale * STEPS).astype(np.int8).tobytes()
