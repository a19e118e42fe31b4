"""The written example questions: each stands beside exactly one passage, none stands twice, and there are enough."""

from collections import Counter
from pathlib import Path

import pytest

from content.company import open_company
from content.errors import ContentError
from content.examples import Example, read_examples

COMPANY = open_company()
EXAMPLES = read_examples(COMPANY.folder, COMPANY.code)
INSIDE = tuple(e for e in EXAMPLES if e.passage)
OUTSIDE = tuple(e for e in EXAMPLES if not e.passage)
ENGLISH_VOICES = {e.voice for e in EXAMPLES if e.language == "en"}


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "plain.toml").write_text(f'voice = "plain"\n{text}', encoding="utf-8")
    return tmp_path


def read(tmp_path: Path, text: str) -> tuple[Example, ...]:
    return read_examples(folder(tmp_path, text), COMPANY.code)


def test_there_are_enough_of_them_in_enough_voices() -> None:
    assert len(INSIDE) >= 1_200
    assert len(OUTSIDE) >= 400
    assert len(ENGLISH_VOICES) >= 6


def test_half_of_what_the_code_does_not_answer_lies_near_and_much_does_not() -> None:
    near = sum(e.near for e in OUTSIDE) / len(OUTSIDE)
    assert 0.5 <= near <= 0.8


def test_every_passage_that_answers_by_itself_has_ten_at_least() -> None:
    """What only leads to a table is shown together with it."""
    counts = Counter(e.passage for e in INSIDE)
    assert {q.text for q in COMPANY.code.passages if counts[q] < 10 and not q.text.endswith(":")} == set()


def test_no_question_stands_twice() -> None:
    counts = Counter(" ".join(e.text.casefold().split()) for e in EXAMPLES)
    assert [text for text, count in counts.items() if count > 1] == []


def test_a_question_keeps_its_voice_its_passage_and_its_language(tmp_path: Path) -> None:
    asked = read(
        tmp_path,
        'language = "es"\n[[passage]]\nsection = "7"\nwords = "is not a cash gift"\nasked = ["¿regalos?"]\n'
        '[[outside]]\nabout = "parking"\nnear = true\nasked = ["¿dónde aparco?"]\n',
    )
    assert [(e.voice, e.language, e.about, e.near) for e in asked] == [
        ("plain", "es", "", False),
        ("plain", "es", "parking", True),
    ]
    assert asked[0].passage and asked[0].passage.section == "7"
    assert asked[1].passage is None


def test_a_company_without_the_folder_has_no_examples(tmp_path: Path) -> None:
    assert read_examples(tmp_path, COMPANY.code) == ()


@pytest.mark.parametrize(
    ("words", "reason"), [("purple elephants", "not_in_code"), ("the", "in_several"), ("IS NOT A CASH", "not_in_code")]
)
def test_words_that_do_not_find_one_passage_are_named(words: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as wrong:
        read(tmp_path, f'[[passage]]\nsection = "7"\nwords = "{words}"\nasked = ["gifts?"]\n')
    assert (wrong.value.reason, wrong.value.detail) == (reason, "passage[1].words")


def test_a_question_is_not_shown_by_its_example(tmp_path: Path) -> None:
    (asked,) = read(tmp_path, '[[outside]]\nabout = "x"\nasked = ["my secret"]\n')
    assert "secret" not in repr(asked)
