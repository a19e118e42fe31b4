"""Measures the search on a file of questions: `python -m bench.answers QUESTIONS.jsonl [--folder DIR] [--misses]`.

A line holds `question`, `gold_sections`, `gold_quotes` (a few words of each passage that answers) and `in_scope`.
Printed: how often the first passage, or one of three, is of the right section, and is the right passage; how well the
confidence tells questions that the Code answers from others (AUROC); the tiers; milliseconds a question.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from content.company import open_company
from content.search import Answer, Search


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    sections: tuple[str, ...]
    quotes: tuple[str, ...]
    in_scope: bool


@dataclass(frozen=True, slots=True)
class Judged:
    question: Question
    answer: Answer
    milliseconds: float

    def section_within(self, first: int) -> bool:
        return any(p.section in self.question.sections for p in self.answer.passages[:first])

    def passage_within(self, first: int) -> bool:
        return any(q in p.text for p in self.answer.passages[:first] for q in self.question.quotes)


def read(file: Path) -> list[Question]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Question(row["question"], tuple(row["gold_sections"]), tuple(row["gold_quotes"]), row["in_scope"])
        for row in rows
    ]


def judge(search: Search, question: Question) -> Judged:
    start = time.perf_counter()
    answer = search.answer(question.text)
    return Judged(question, answer, 1000 * (time.perf_counter() - start))


def share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The chance that a question the Code answers gets the higher confidence; a tie counts half."""
    wins = [1.0 if i > o else 0.5 if i == o else 0.0 for i in inside for o in outside]
    return statistics.fmean(wins) if wins else 0.0


def report(judged: Sequence[Judged]) -> None:
    inside = [j for j in judged if j.question.in_scope]
    outside = [j for j in judged if not j.question.in_scope]
    print(f"{len(inside)} questions that the Code answers, {len(outside)} that it does not")
    print(f"section: first {share([j.section_within(1) for j in inside]):.3f}", end="")
    print(f", of three {share([j.section_within(3) for j in inside]):.3f}")
    quoted = [j for j in inside if j.question.quotes]
    print(f"passage: first {share([j.passage_within(1) for j in quoted]):.3f}", end="")
    print(f", of three {share([j.passage_within(3) for j in quoted]):.3f}")
    confidence = [[j.answer.confidence for j in side] for side in (inside, outside)]
    print(f"AUROC of the confidence: {auroc(*confidence):.3f}")
    for name, side in (("answered", inside), ("not answered", outside)):
        print(f"tiers, {name}: {dict(sorted(Counter(j.answer.tier for j in side).items()))}")
    print(f"median {statistics.median(j.milliseconds for j in judged):.2f} ms a question")


def misses(judged: Sequence[Judged]) -> None:
    for j in judged:
        found = [p.section for p in j.answer.passages]
        wrong = not j.section_within(1) if j.question.in_scope else j.answer.tier != "none"
        if wrong:
            print(f"{j.answer.confidence:.2f} {found} not {list(j.question.sections)}: {j.question.text}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the search on a file of questions.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--folder", type=Path, default=None, help="a company's folder; Cellectar's when left out")
    parser.add_argument("--misses", action="store_true", help="print every question that was answered wrongly")
    chosen = parser.parse_args()
    search = open_company(chosen.folder).search
    judged = [judge(search, question) for question in read(chosen.questions)]
    report(judged)
    if chosen.misses:
        misses(judged)


if __name__ == "__main__":
    main()
