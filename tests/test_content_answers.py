"""How well questions are answered does not fall behind what was reached, and the measuring counts what it says."""

import json
import os
from collections import Counter
from math import isnan
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from bench.answers import ANSWERS
from bench.answers import written as page
from bench.answers_draws import drawn
from bench.answers_extent import TINY
from bench.answers_judged import Judged, judged, worst
from bench.answers_measures import MEASURES, SCOPE, interval, marks
from bench.answers_parts import PARTS
from bench.answers_questions import DEV, Question, as_said, read, written
from bench.answers_readme import README, with_summary
from bench.answers_reliability import astray, bins, plot
from bench.answers_words import checked
from content.company import open_company
from content.examples import read_examples
from content.finding import Tier
from content.learned import open_learned, up_to_date
from content.learning.leaving import Course
from content.search_settings import read_search_settings
from content.semantic import installed

COMPANY = open_company()
CODE = COMPANY.code
PASSAGES = CODE.passages
ORIGINAL = COMPANY.folder / "original.txt"

FLOORS = {
    "right section first": (0.86, 0.895),
    "right section among three": (0.95, 0.95),
    "right passage first": (0.76, 0.815),
    "in or out of scope, AUROC": (0.975, 0.975),
    "quoted although the Code does not say": (0.08, 0.10),
    "quoted when the Code says": (0.765, 0.795),
    "of these, the right section": (0.92, 0.935),
}
"""Core, semantic. Four or so of the file's questions under what was measured (bench/ANSWERS.md): one of the 117 that
the Code answers weighs .009, one of the 39 others .026, and learning anew from a few more examples moves some of them
either way. Worse than that is no chance."""


def one(tier: Tier, confidence: float, found: str, right: str = "") -> Judged:
    """A question that section `right` answers, or that the Code does not, and what it came to."""
    passage = CODE.quotes(found)[0]
    question = Question("…", (right,), (CODE.quotes(right)[0].text,)) if right else Question("…", answered=False)
    return Judged(question, tier, confidence, (passage,))


@pytest.mark.parametrize("semantic", [False, True], ids=["core", "semantic"])
def test_answers_are_no_worse_than_they_were(*, semantic: bool) -> None:
    if semantic and not installed():
        pytest.skip("the extra “semantic” is not installed")
    found = marks(judged(open_company(semantic=semantic).search, read(DEV)))
    figures = {measure.name: (measure, measure.of(found)) for measure in MEASURES if measure.name in FLOORS}
    fell = [
        f"{name}: {figure:.3f}, floor {floor}"
        for name, (measure, figure) in figures.items()
        if not measure.met(figure, floor := FLOORS[name][semantic])
    ]
    assert fell == []


def test_what_was_learned_is_of_todays_code_and_examples() -> None:
    """When this fails, an example or the Code was changed: `askfirst content learn`, which takes about ten minutes."""
    learned = open_learned(COMPANY.folder, PASSAGES)
    assert learned is not None
    learned.close()
    assert up_to_date(COMPANY.folder, PASSAGES)


def test_other_peoples_questions_name_passages_that_there_are() -> None:
    questions = read(DEV)
    words = [words for question in questions for words in question.quotes]
    assert len(questions) == len({as_said(question.text) for question in questions}) == 156
    assert [w for w in words if not any(w in passage.text for passage in PASSAGES)] == []
    assert all(bool(question.sections) == question.answered for question in questions)


def test_hardly_any_of_other_peoples_questions_is_learned_from() -> None:
    examples = {as_said(example.text) for example in read_examples(COMPANY.folder, CODE)}
    assert [q.text for q in read(DEV) if as_said(q.text) in examples] == ["What is a conflict of interest?"]


def test_a_line_of_a_file_becomes_a_question(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    line = {"question": "a tip?", "gold_sections": ["7"], "gold_quotes": ["No gift"], "in_scope": True}
    file.write_text(f"{json.dumps(line)}\n\n", "utf-8")
    assert read(file) == (Question("a tip?", ("7",), ("No gift",)),)


def test_each_measure_is_what_its_name_says() -> None:
    all_ = [
        one("quote", 0.9, "7", "7"),
        one("quote", 0.8, "8", "7"),
        one("closest", 0.6, "7", "7"),
        one("none", 0.2, "7", "7"),
        one("quote", 0.7, "7"),
        one("none", 0.1, "7"),
    ]
    figures = [round(measure.of(marks(all_)), 3) for measure in MEASURES]
    assert figures == [0.75, 0.75, 0.75, 0.75, 0.5, 0.5, 0.5, 0.5, 0.25, 0.5]


@pytest.mark.parametrize(
    ("inside", "outside", "expected"), [([0.9], [0.1], 1.0), ([0.5], [0.5], 0.5), ([0.9, 0.1], [0.5], 0.5)]
)
def test_auroc_is_the_chance_of_the_right_order(inside: list[float], outside: list[float], expected: float) -> None:
    all_ = [*(one("none", c, "7", "7") for c in inside), *(one("none", c, "7") for c in outside)]
    assert SCOPE.of(marks(all_)) == expected


def test_what_nothing_can_be_said_of_is_not_a_number() -> None:
    assert isnan(SCOPE.of(marks([one("quote", 0.9, "7", "7")])))


def test_an_interval_holds_its_figure_and_is_narrower_for_more_questions() -> None:
    few = [one("none", 0.5, "7" if n % 4 else "8", "7") for n in range(20)] + [one("none", 0.5, "7")]
    spans = [interval(MEASURES[0], marks(few * times), 200) for times in (1, 10)]
    assert all(low <= 0.75 <= high for low, high in spans)
    assert spans[1][1] - spans[1][0] < spans[0][1] - spans[0][0]


def test_whole_voices_are_drawn_where_there_are_voices() -> None:
    """One voice is always right, one never: drawn question by question that would average out."""
    all_ = [one("none", 0.5, "7" if n < 50 else "8", "7") for n in range(100)]
    groups = ["first"] * 50 + ["second"] * 50
    assert interval(MEASURES[0], marks(all_), 200, groups) == (0.0, 1.0)


def test_the_worst_misses_come_first() -> None:
    quoted, sure, unsure = one("quote", 0.6, "8", "7"), one("closest", 0.9, "8", "7"), one("closest", 0.5, "8", "7")
    right, told = one("quote", 0.9, "7", "7"), one("none", 0.1, "7")
    assert worst([right, unsure, sure, told, quoted], 2) == [quoted, sure]


def test_examples_are_drawn_evenly_and_the_smaller_draw_is_part_of_the_larger() -> None:
    examples = read_examples(COMPANY.folder, CODE)
    course = Course(PASSAGES, examples, read_search_settings(COMPANY.folder))
    few, many = drawn(course, 144), drawn(course, 600, "lab")
    of = Counter(course.answer(examples[n]) for n in few)
    asked_for = {example.passage for example in examples if example.language == "en"}
    assert {of[at] for at, passage in enumerate(PASSAGES) if passage in asked_for} <= {2, 3}
    assert of[len(PASSAGES)] == 48
    assert len({examples[n].voice for n in few}) == len(course.voices)
    assert not any(examples[n].voice == "lab" for n in many)
    assert set(few) <= set(drawn(course, 600))


def test_a_written_example_has_one_right_passage() -> None:
    examples = read_examples(COMPANY.folder, CODE)
    inside = next(e for e in examples if e.passage)
    outside = next(e for e in examples if not e.passage)
    assert written(inside).quotes == (inside.passage.text if inside.passage else "",)
    assert not written(outside).answered


def test_every_passage_stands_in_the_document_as_it_came() -> None:
    found = checked(PASSAGES, ORIGINAL)
    assert (found.quotes, found.foreign) == (len(PASSAGES), 0)


def test_a_word_that_is_not_in_the_document_would_be_noticed(tmp_path: Path) -> None:
    file = tmp_path / "document.txt"
    file.write_text(ORIGINAL.read_text("utf-8").replace("is not a cash gift", "is no cash gift"), "utf-8")
    changed = CODE.quote("7", "is not a cash gift", whole=True)
    assert checked(PASSAGES, file).foreign == checked([changed], file).words


def test_confidence_that_means_what_it_says_lies_nowhere_apart() -> None:
    all_ = [one("none", 0.75, "7", "7" if n % 4 else "") for n in range(8)]
    found = bins(all_, 10)
    assert [(b.count, b.answered) for b in found] == [(8, 0.75)]
    assert astray(found) == 0


def test_the_picture_is_well_formed_and_shows_each_bin() -> None:
    found = bins([one("none", c / 10, "7", "7") for c in range(10)], 5)
    picture = Xml.fromstring(plot({"core": found, "semantic": found}))  # noqa: S314  (our own text)
    assert len(picture.findall("{*}circle")) == 2 * (5 + 1)


def test_the_readme_says_what_the_results_say() -> None:
    readme, results = README.read_text("utf-8"), ANSWERS.read_text("utf-8")
    assert with_summary(readme, results) == readme


def test_the_page_comes_of_a_few_examples(tmp_path: Path) -> None:
    """Without the two parts that take longest; ASKFIRST_LONG=1 makes it whole."""
    if not installed():
        pytest.skip("the extra “semantic” is not installed")
    parts = [name for name in PARTS if os.environ.get("ASKFIRST_LONG") or name not in {"ablations", "speed"}]
    text = page(TINY, tmp_path, parts, lambda _: None)
    tables = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]
    assert text.count("\n## ") == len(parts)
    assert all(len({line.count("|") for line in table}) == 1 for table in tables)
    assert "| words that are not in the Code | 0 |" in text
