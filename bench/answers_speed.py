"""Speed, load time and memory of the search, beside rank_bm25 and bm25s over the same passages and examples."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.answers_judged import Judged
from bench.answers_measures import FIRST, PASSAGE, THREE, marks
from bench.answers_peers import BM25S, BUILT, CORE, RANK, SEMANTIC
from bench.answers_process import Answered
from bench.answers_questions import Question
from bench.processes import HOUSE
from bench.results import Goal, Table, number
from content.learning.leaving import Course
from content.quotes import Quote
from content.search import SHOWN

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
SLOWEST = 95
GOALS = ((CORE, 10), (SEMANTIC, 40))
"""Milliseconds that one warm answer may take, 95 times in 100."""

FOUND = (FIRST, THREE, PASSAGE)

Ran = Mapping[str, list[Answered]]
"""By name, each round's."""


def given(course: Course, questions: Sequence[Question], times: int, file: Path) -> Path:
    """What each of them gets, written down."""
    file.write_text(json.dumps(_given(course, questions, times)), "utf-8")
    return file


def _given(course: Course, questions: Sequence[Question], times: int) -> dict[str, object]:
    own = [(f"{quote.heading} {quote.text}", at) for at, quote in enumerate(course.passages)]
    asked = [(e.text, course.answer(e)) for e in course.examples if e.passage is not None]
    texts, places = zip(*own, *asked, strict=True)
    return {
        "texts": texts,
        "places": places,
        "sections": [quote.section for quote in course.passages],
        "stop": sorted(course.settings.stop),
        "questions": [question.text for question in questions],
        "times": times,
    }


def rounds(given: Path, many: int, say: Callable[[str], None]) -> Ran:
    """In a turning order, each in a process of its own."""
    names = list(BUILT)
    ran: dict[str, list[Answered]] = {name: [] for name in names}
    for turn in range(many):
        say(f"speed: round {turn + 1} of {many}")
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            ran[name].append(_run(name, given))
    return ran


def _run(name: str, file: Path) -> Answered:
    command = (sys.executable, "-m", "bench.answers_process", name, str(file.resolve()))
    done = subprocess.run(command, cwd=HOUSE, env={**os.environ, **ONE_THREAD}, capture_output=True, check=True)
    return Answered(**json.loads(done.stdout))


def table(ran: Ran) -> Table:
    head = ("", "p50 ms", "p95 ms", "p95 processor ms", "p50 / bm25s", "ready ms", "first answer ms", "resident MB")
    return Table(head, tuple(_row(name, ran) for name in ran))


def _row(name: str, ran: Ran) -> tuple[str, ...]:
    all_ = ran[name]
    pairs = zip(all_, ran[BM25S], strict=True)
    ratio = statistics.median(_p(one.wall, 50) / _p(other.wall, 50) for one, other in pairs)
    figures = (
        _middle(all_, lambda one: _p(one.wall, 50)),
        p95(all_),
        _middle(all_, lambda one: _p(one.cpu, SLOWEST)),
        ratio,
        _middle(all_, lambda one: one.load),
        _middle(all_, lambda one: one.first),
        _middle(all_, lambda one: one.resident / 2**20),
    )
    return (name, *map(number, figures))


def p95(all_: Sequence[Answered]) -> float:
    """Milliseconds on the clock, the median of the rounds."""
    return _middle(all_, lambda one: _p(one.wall, SLOWEST))


def goals(ran: Ran) -> list[Goal]:
    return [Goal(f"p95 of one warm answer, {name}", most, p95(ran[name]), "ms") for name, most in GOALS]


def _middle(all_: Sequence[Answered], of: Callable[[Answered], float]) -> float:
    return statistics.median(of(one) for one in all_)


def _p(values: Sequence[float], percent: int) -> float:
    return float(np.percentile(values, percent))


def found_table(ran: Ran, questions: Sequence[Question], passages: Sequence[Quote]) -> Table:
    """What each of them finds, of the same questions that the Code answers; the libraries refuse none."""
    rows = ((name, *_figures(ran[name][0].found, questions, passages)) for name in (CORE, SEMANTIC, RANK, BM25S))
    return Table(("dev.jsonl", *(measure.name for measure in FOUND)), tuple(rows))


def _figures(found: Sequence[Sequence[int]], questions: Sequence[Question], passages: Sequence[Quote]) -> Iterator[str]:
    pairs = zip(questions, found, strict=True)
    seen = marks([Judged(q, "closest", 0.0, tuple(passages[at] for at in places[:SHOWN])) for q, places in pairs])
    return (f"{measure.of(seen):.3f}" for measure in FOUND)
