"""What of a turn stands where, on every platform that has messages and windows."""

from collections.abc import Mapping
from typing import Protocol

from bot import labels
from bot.inert import one_line
from bot.labels import Worded
from bot.turns import Shown
from dialogs.steps import Choice, Fact, Form, Kept, Key, Problems, Say


class Paper(Protocol):
    """What a platform's message or window is written on."""

    def written(self, text: str) -> None:
        """A text of the wording file."""

    def set_apart(self, text: str) -> None:
        """A receipt, in letters of one width."""


def write_text(paper: Paper, text: str, say: Say) -> None:
    """A receipt that stands as a paragraph of its own is set apart."""
    receipt = say.facts.get("receipt")
    if not isinstance(receipt, str) or not receipt:
        paper.written(text)
        return
    before, _, after = text.partition(receipt)
    paper.written(before)
    paper.set_apart(receipt)
    paper.written(after)


def needs_window(shown: Shown) -> bool:
    """Whether this can only stand in a window: what no history may keep, or a form that must be typed into."""
    return shown.private or (shown.asking is not None and choice_of(shown.asking) is None)


def choice_of(form: Form) -> Choice | None:
    """The one choice that a message can ask for with buttons, when nothing else must be answered."""
    asked = [f for f in form.fields if not isinstance(f, Kept)]
    first = asked[0] if asked else None
    others = all(not getattr(f, "required", False) for f in asked[1:])
    return first if isinstance(first, Choice) and others and not (form.consents or form.private) else None


def problem_texts(words: Worded, form: Form, problems: Problems, *, everywhere: bool = False) -> list[str]:
    """Of the form as a whole and of fields that are not shown; with `everywhere` those at fields too."""
    seen = set() if everywhere else {f.name for f in form.fields if not isinstance(f, Kept)}
    return [labels.problem_text(words, problem) for name, problem in problems.items() if name not in seen]


def inert_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """A name in a sentence may have been typed by anybody."""
    return {name: _inert_fact(value) for name, value in facts.items()}


def _inert_fact(value: Fact) -> Fact:
    if isinstance(value, tuple):
        return tuple(part if isinstance(part, Key) else one_line(part) for part in value)
    return one_line(value) if isinstance(value, str) and not isinstance(value, Key) else value
