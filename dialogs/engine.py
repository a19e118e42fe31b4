"""Replays a dialog with the answers given so far, and says where it stands."""

import hashlib
import json
import unicodedata
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from content.quotes import Quote
from dialogs.outcomes import Outcome
from dialogs.steps import Answers, Choice, Choices, Field, Form, Kept, Problem, Problems, Say, Step, Text, Value

T = TypeVar("T")

Asks = Generator[Step, Answers, T]
"""Part of a dialog that comes to a T."""

Dialog = Asks[Outcome]
Given = tuple[tuple[str, Answers], ...]
"""Form key and answers, in the order they were given."""

DIGEST = "digest"
"""The name under which a consenting answer carries the digest of what was shown."""

WHOLE = ""
"""The field name of a problem that concerns the form as a whole."""

CHANGED: Problems = {WHOLE: Problem("changed")}
"""What is consented to is no longer what was shown."""

FORM_LIMIT = 15_000
"""Bytes of people's words in one form, as they are written down: what fits the larger of the two sealed sizes."""

LARGEST = 6
"""Bytes that a character takes at most, as it is written down; quotes and comma around a text take less than that."""

BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Fillers of Hangul, and Braille without a dot: Unicode calls them letters and symbols."""

_JSON = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a dialog stands: what it said since the last answer, and what it asks or how it ended.

    `given` holds the answers that were taken, cleaned; those after the first that was not are dropped. `digest` is that
    of what was shown, when `asking` consents.
    """

    said: tuple[Say, ...]
    asking: Form | None = None
    outcome: Outcome | None = None
    problems: Problems = field(default_factory=dict)
    given: Given = field(default=(), repr=False)
    digest: str = ""


def resume(dialog: Dialog, given: Given = ()) -> Turn:
    """Runs the dialog until it asks what `given` does not answer, or ends.

    The digest is of the form that was shown last. An earlier one that it restates is consented to along with it; when
    the dialog never comes to the later one, nothing was consented to, and the earlier one is asked again.
    """
    said: list[Say] = []
    taken: list[tuple[str, Answers]] = []
    ahead = list(given)
    open_still: Turn | None = None
    try:
        step = next(dialog)
        while True:
            if isinstance(step, Say):
                said.append(step)
                step = next(dialog)
                continue
            digest = shown_digest(said, step) if step.consents else ""
            offered = dict(ahead.pop(0)[1]) if ahead and ahead[0][0] == step.key else None
            answers = clean(step, offered or {})
            problems = problems_with(step, answers, offered, digest)
            if offered is None or problems:
                shown = filled(step, answers if offered else step.prefill)
                stands = Turn(tuple(said), shown, None, problems, tuple(taken), digest)
                if not (ahead and problems == CHANGED):
                    return stands
                open_still = stands
            elif step.consents:
                open_still = None
            taken.append((step.key, answers if not step.consents else {**answers, DIGEST: digest}))
            said = []
            step = dialog.send(answers)
    except StopIteration as end:
        return open_still or Turn(tuple(said), outcome=end.value, given=tuple(taken))


def restated(reply_key: str, restates: tuple[str, ...], answers: Answers) -> Given:
    """One submit that answers the forms it shows again as well as its own."""
    return tuple((key, answers) for key in (*restates, reply_key))


def shown_digest(said: list[Say], form: Form) -> str:
    """Of what the person had before them, their own answers left out: facts, quotes, whose names stood where."""
    seen = [(say.key, sorted(say.facts.items()), _spelled(say.quotes)) for say in said]
    fields = [(f.name, [(o.value, o.name) for o in getattr(f, "options", ())]) for f in form.fields]
    return hashlib.sha256(repr((seen, form.key, sorted(form.facts.items()), fields)).encode()).hexdigest()[:32]


@lru_cache(maxsize=256)
def _spelled(quotes: tuple[Quote, ...]) -> str:
    """The same few stand in every review."""
    return repr(quotes)


def clean(form: Form, answers: Answers) -> dict[str, Value]:
    """The form's own fields only, in NFC, without surrounding space; each tick once, in the form's order."""
    return {f.name: _clean(f, answers.get(f.name, "")) for f in form.fields}


def _clean(f: Field, value: Value) -> Value:
    if isinstance(f, Choices):
        ticked = {value} if isinstance(value, str) else set(value)
        return tuple(o.value for o in f.options if o.value in ticked)
    if not value:
        return ""
    text = encodable(value if isinstance(value, str) else "".join(value[:1]))
    text = text.replace("\r\n", "\n").replace("\x00", "")
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def encodable(text: str) -> str:
    """Half a character, which a client can send and no file can hold, becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def problems_with(form: Form, answers: Answers, offered: Mapping[str, Value] | None, digest: str) -> Problems:
    """Empty when the answers are taken. Nothing offered is no problem: the form is asked for the first time."""
    if offered is None:
        return {}
    found = {f.name: problem for f in form.fields if (problem := _problem(f, answers[f.name]))}
    if not found and _is_too_long(answers):
        found = {WHOLE: Problem("form_too_long")}
    if not found:
        found = dict(form.check(answers))
    if not found and form.consents and offered.get(DIGEST) != digest:
        found = dict(CHANGED)
    return found


def _is_too_long(answers: Answers) -> bool:
    """Only a form that might be is written down to be sure."""
    most = sum(LARGEST * (1 + _characters(value)) for value in answers.values())
    return most > FORM_LIMIT and sum(map(written_size, answers.values())) > FORM_LIMIT


def _characters(value: Value) -> int:
    return len(value) if isinstance(value, str) else sum(1 + len(item) for item in value)


def written_size(value: Value) -> int:
    """In bytes of JSON: an emoji takes four, a control character six."""
    return len(_JSON.encode(value).encode())


def _problem(f: Field, value: Value) -> Problem | None:
    match f:
        case Text():
            return _problem_with_text(f, value)
        case Choice() if (value or f.required) and value not in [o.value for o in f.options]:
            return Problem("choose")
    return None


def _problem_with_text(f: Text, value: Value) -> Problem | None:
    if f.required and not any(map(_is_seen, value)):
        return Problem("required")
    if len(value) > f.limit:
        return Problem("too_long_report" if f.report else "too_long", {"limit": f.limit, "length": len(value)})
    return None


def _is_seen(c: str) -> bool:
    """Not a space, a control character, a mark by itself, or a letter that is left blank."""
    return unicodedata.category(c) not in {"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"} and c not in BLANK_LETTERS


def filled(form: Form, answers: Answers) -> Form:
    """The form with these answers in its fields, as far as it has them."""
    if not answers:
        return form
    return replace(form, fields=tuple(_filled(f, answers[f.name]) if f.name in answers else f for f in form.fields))


def _filled(f: Field, value: Value) -> Field:
    if isinstance(f, Choices):
        return replace(f, value=value if isinstance(value, tuple) else (value,))
    if isinstance(f, Text | Choice | Kept) and isinstance(value, str):
        return replace(f, value=value)
    return f
