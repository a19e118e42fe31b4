"""The measurement of the search counts what it says it counts."""

import json
from pathlib import Path

import pytest

from bench.answers import auroc, judge, read, report
from content.company import open_company

LINES = (
    {"question": "a gift from a vendor", "gold_sections": ["7"], "gold_quotes": ["No gift or entertainment"]},
    {"question": "insider trading", "gold_sections": ["2"], "gold_quotes": ["unwelcome sexual advances"]},
    {"question": "capital of australia", "gold_sections": [], "gold_quotes": [], "in_scope": False},
)


def test_a_file_of_questions_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps({"in_scope": True} | line) for line in LINES), encoding="utf-8")
    report([judge(open_company().search, question) for question in read(file)])
    printed = capsys.readouterr().out
    assert "2 questions that the Code answers, 1 that it does not" in printed
    assert "section: first 0.500" in printed
    assert "AUROC of the confidence: 1.000" in printed


@pytest.mark.parametrize(
    ("inside", "outside", "expected"), [([0.9], [0.1], 1.0), ([0.5], [0.5], 0.5), ([0.9, 0.1], [0.5], 0.5)]
)
def test_auroc_is_the_chance_of_the_right_order(inside: list[float], outside: list[float], expected: float) -> None:
    assert auroc(inside, outside) == expected
