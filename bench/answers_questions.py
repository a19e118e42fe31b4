"""The questions that answers are measured with: a file of them, or the examples that are written beside the Code."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from content.examples import Example

DEV = Path(__file__).with_name("questions") / "dev.jsonl"
"""Mostly asked by employees in public FAQ pages and advice columns; each line names its source."""


@dataclass(frozen=True, slots=True)
class Question:
    """`sections` are all that are right, and `quotes` a few words of each passage that is (none where nobody has said
    which); both are empty when the Code does not answer it. `near` then says whether it is about work all the same."""

    text: str = field(repr=False)
    sections: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    answered: bool = True
    near: bool = False


def read(file: Path) -> tuple[Question, ...]:
    """A JSON object a line: `question`, `gold_sections`, `gold_quotes`, `in_scope`, and `oos_type` "near" or "random".

    Raises:
        KeyError: a line lacks one of the first four.
    """
    rows = (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())
    return tuple(
        Question(
            row["question"],
            tuple(row["gold_sections"]),
            tuple(row["gold_quotes"]),
            row["in_scope"],
            row.get("oos_type") == "near",
        )
        for row in rows
    )


def written(example: Example) -> Question:
    """The one passage that it stands beside is right, and no other."""
    if example.passage is None:
        return Question(example.text, answered=False, near=example.near)
    return Question(example.text, (example.passage.section,), (example.passage.text,))


def as_said(text: str) -> str:
    """Small letters and single spaces, without signs: two that are the same so are one question."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
