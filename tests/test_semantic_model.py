"""Where the model is broken or missing, questions are met by words, and `failing` says why."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.company import open_company
from content.semantic import MODEL, BrokenModelError, Meanings, failing, installed

QUESTION = "May I accept a gift from a supplier?"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stands before the installed one; empty."""
    if not installed():
        pytest.skip("the extra “semantic” is not installed")
    folder = tmp_path / MODEL
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop(MODEL, None)
    yield folder
    sys.modules.pop(MODEL, None)


def answers_by_words() -> bool:
    return open_company(semantic=True).search.answer(QUESTION) == open_company().search.answer(QUESTION)


def test_another_model_is_not_used(package: Path) -> None:
    (package / "model.onnx").write_bytes(b"another")
    assert (failing(), answers_by_words()) == ("broken", True)
    with pytest.raises(BrokenModelError):
        Meanings().of([QUESTION])


def test_a_package_without_its_model_is_not_used(package: Path) -> None:
    assert package.is_dir()
    assert (failing(), answers_by_words()) == ("broken", True)


def test_the_installed_model_tells_what_is_alike() -> None:
    if not installed():
        pytest.skip("the extra “semantic” is not installed")
    gift, present, laptop = Meanings().of([QUESTION, "Can a vendor give me a present?", "How long is my laptop kept?"])
    assert gift @ present > gift @ laptop
    assert failing() == ""
