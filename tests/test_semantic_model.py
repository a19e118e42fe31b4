"""Where the model is broken or missing, questions are met by words, and `failing` says why."""

import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from content.company import open_company
from content.near import whole
from content.semantic import MODEL, BrokenModelError, Meanings, failing, installed

pytestmark = pytest.mark.skipif(not installed(), reason="the extra “semantic” is not installed")

QUESTION = "May I accept a gift from a supplier?"

BROKEN = f"""
import sys
sys.path.insert(0, sys.argv[1])
from content.company import open_company
from content.semantic import failing
answers = [open_company(semantic=semantic).search.answer({QUESTION!r}) for semantic in (True, False)]
print(failing(), answers[0] == answers[1])
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stands before the installed one; empty."""
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
        Meanings().of(QUESTION)


def test_a_package_without_its_model_is_not_used(package: Path) -> None:
    assert package.is_dir()
    assert (failing(), answers_by_words()) == ("broken", True)


@pytest.mark.parametrize("module", ["onnxruntime", "tokenizers", "numpy"])
@pytest.mark.parametrize("line", ["raise ImportError", "raise OSError", ""], ids=["import", "library", "empty"])
def test_a_broken_extra_costs_no_answer(module: str, line: str, tmp_path: Path) -> None:
    """In a process of its own: what is broken stands before what is installed."""
    (tmp_path / f"{module}.py").write_text(line)
    ran = run([executable, "-c", BROKEN, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.returncode) == ("broken True", 0)


def test_a_damaged_vocabulary_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bert.txt").write_text("")
    monkeypatch.setattr("content.semantic.VOCABULARY", tmp_path / "bert.txt")
    assert (failing(), answers_by_words()) == ("broken", True)


def test_the_installed_model_tells_what_is_alike() -> None:
    asked = (QUESTION, "Can a vendor give me a present?", "How long is my laptop kept?")
    gift, present, laptop = map(whole, map(Meanings().of, asked))
    assert gift @ present > gift @ laptop
    assert failing() == ""


def test_the_model_leaves_nothing_in_the_home_folder_and_tells_nobody(tmp_path: Path) -> None:
    """onnxruntime's own telemetry, which begins with a file of its own, does not begin."""
    asked = "from content.semantic import failing; print(repr(failing()))"
    variables = {"PATH": environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])}
    ran = run([executable, "-c", asked], capture_output=True, text=True, check=False, env=variables)
    assert ran.stdout.strip() == "''", ran.stderr
    assert [*tmp_path.rglob("*")] == []
