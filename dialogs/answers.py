"""What a form makes of the answers that were given: cleaned, checked, and filled in again."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from dialogs.steps import Answers, Choice, Choices, Field, Form, Kept, Problem, Problems, Text, Value

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
