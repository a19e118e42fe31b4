"""`python -m bench.answers_process NAME FILE`: one search in a process of its own; FILE holds texts and questions."""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.answers_peers import BUILT, Texts
from bench.processes import resident


@dataclass(frozen=True, slots=True)
class Answered:
    """Milliseconds until it could answer, with what it imports; of its first answer; and of each warm one, on the clock
    and of processor time. Bytes that are resident at the end, and before anything was loaded. `found` are places of
    passages for each question.

    A question is timed with one more space at its end each time: it means the same, and nothing is remembered of it.
    """

    load: float
    first: float
    wall: list[float]
    cpu: list[float]
    resident: int
    before: int
    found: list[list[int]]


def answered(name: str, texts: Texts, questions: list[str], times: int) -> Answered:
    before, began = resident(os.getpid()), time.perf_counter()
    answer = BUILT[name](texts)
    load, began = 1000 * (time.perf_counter() - began), time.perf_counter()
    answer(questions[0])
    first = 1000 * (time.perf_counter() - began)
    found = [answer(question) for question in questions]
    took = [_took(answer, question + " " * turn) for turn in range(1, times + 1) for question in questions]
    wall, cpu = ([one[n] for one in took] for n in (0, 1))
    return Answered(load, first, wall, cpu, resident(os.getpid()), before, found)


def _took(answer: Callable[[str], object], question: str) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer(question)
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def main() -> None:
    name, file = sys.argv[1:]
    given = json.loads(Path(file).read_text("utf-8"))
    texts = Texts(tuple(given["texts"]), tuple(given["places"]), tuple(given["sections"]), frozenset(given["stop"]))
    print(json.dumps(asdict(answered(name, texts, given["questions"], given["times"]))))


if __name__ == "__main__":
    main()
