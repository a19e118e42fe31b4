"""How near other people's questions lie to the examples: whether they were in effect learned from after all."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bench.answers_run import Run
from bench.answers_tables import SHORT, Both, brief
from bench.results import Table
from content.learning.leaving import Course

ALIKE = 0.8
"""Cosine of two meanings from which two questions ask nearly the same."""

Nearness = NDArray[np.float32]


def of_others(run: Run) -> Nearness:
    """Of each question, to its nearest example."""
    return np.asarray((run.taught.meanings.wholes() @ _examples(run.course).T).max(1))


def of_voices(course: Course) -> list[float]:
    """Of each voice's questions, on average, to the nearest example of another voice."""
    return [float(_among_others(course, voice).mean()) for voice in course.voices]


def _among_others(course: Course, voice: str) -> Nearness:
    examples, own = _examples(course), course.asked_by(voice)
    near = examples[own] @ examples.T
    near[:, own] = -1
    return np.asarray(near.max(1))


def _examples(course: Course) -> Nearness:
    """Raises ValueError when the course knows no meanings."""
    if course.meanings is None:
        raise ValueError("no meanings")
    return course.meanings.wholes()[len(course.passages) :]


def nearness_table(run: Run) -> Table:
    """The same answers, for questions that some example nearly asks, and for those that none does."""
    alike = of_others(run) >= ALIKE
    rows = [*_rows("an example asks nearly the same", run.of_others, alike)]
    rows += _rows("no example does", run.of_others, ~alike)
    return Table(("dev.jsonl", "questions", *SHORT), tuple(rows))


def _rows(name: str, both: Both, chosen: NDArray[np.bool_]) -> Iterator[tuple[str, ...]]:
    for install, all_ in (("core", both.core), ("semantic", both.semantic)):
        some = [judged for judged, is_chosen in zip(all_, chosen.tolist(), strict=True) if is_chosen]
        yield f"{name}, {install}", str(len(some)), *(brief(some) if some else ["–"] * len(SHORT))
