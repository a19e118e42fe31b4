"""What of a turn stands where, on every platform that has messages and windows."""

from collections.abc import Mapping

from bot import labels
from bot.inert import one_line
from bot.labels import Worded
from bot.turns import Shown
from dialogs.steps import Choice, Fact, Form, Kept, Key, Problems


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
