"""The whole way: a company's examples are read, learned from voice by voice, and written beside its Code."""

from collections.abc import Callable
from pathlib import Path

from content.code import read_code
from content.examples import read_examples
from content.learned import FILE, examples_digest
from content.learning.fitting import judge
from content.learning.leaving import Course, Left, leave_out, together
from content.learning.making import Judgements, make
from content.learning.states import gathered
from content.search_settings import read_search_settings
from content.semantic import Meanings, installed

CORE, ALL = 2, 4
"""So many parts are there by words alone, and with meanings."""


def open_course(folder: Path) -> Course:
    """With meanings where the extra `semantic` is installed.

    Raises:
        ContentError: one of the company's files is wrong.
    """
    code = read_code(folder)
    passages = code.passages
    examples = read_examples(folder, code)
    texts = [f"{q.heading} {q.text}" for q in passages] + [example.text for example in examples]
    meanings = gathered(map(Meanings().of, texts)) if installed() else None
    return Course(passages, examples, read_search_settings(folder), meanings)


def learn(folder: Path, say: Callable[[str], None] = lambda _: None) -> tuple[Left, ...]:
    """Writes `learned.db` into the company's folder, and returns how each voice fared when it was left out."""
    course = open_course(folder)
    left = tuple(leave_out(course, say))
    semantic = None if course.meanings is None else judge(together(left, ALL))
    judgements = Judgements(judge(together(left, CORE)), semantic)
    texts = [quote.text for quote in course.passages]
    make(folder / FILE, course.lesson(), judgements, texts, examples_digest(folder))
    return left
