"""Finds the words for what a dialog shows: one way for every platform."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from content.quotes import Quote
from dialogs.steps import Choice, Fact, Field, Form, Key, Offer, Option, Problem, Say, Words


class Worded(Protocol):
    """`content.wording.Wording`, as far as a renderer needs it."""

    def text(self, key: str, facts: Mapping[str, str | int | date | tuple[str, ...]] | None = None) -> str: ...

    def has(self, key: str) -> bool: ...

    def into(self, language: str) -> "Worded": ...

    def __hash__(self) -> int: ...


def worded_facts(words: Worded, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts with each `Key` replaced by its own text."""
    return {name: _worded(words, value) for name, value in facts.items()}


def _worded(words: Worded, value: Fact) -> Fact:
    match value:
        case Key():
            return words.text(value)
        case tuple():
            return tuple(words.text(item) if isinstance(item, Key) else item for item in value)
    return value


def in_language(words: Worded, language: str) -> Worded:
    """The words that something is said in: its own language, or empty for the person's."""
    return words.into(language) if language else words


def say_text(words: Worded, say: Say) -> str:
    words = in_language(words, say.language)
    return words.text(say.key, worded_facts(words, say.facts))


def say_title(words: Worded, say: Say) -> str:
    """Empty when the wording file gives none."""
    words, key = in_language(words, say.language), f"{say.key}.title"
    return words.text(key, worded_facts(words, say.facts)) if words.has(key) else ""


def form_title(words: Worded, form: Form) -> str:
    return words.text(f"{form.key}.title", worded_facts(words, form.facts))


def form_text(words: Worded, form: Form) -> str:
    """What stands above the fields; empty when the wording file gives nothing."""
    key = f"{form.key}.text"
    return words.text(key, worded_facts(words, form.facts)) if words.has(key) else ""


def submit_label(words: Worded, form: Form) -> str:
    return words.text(_first(words, f"{form.key}.submit", "form.submit"))


def field_label(words: Worded, form: Form, field: Field) -> str:
    facts = worded_facts(words, form.facts)
    if isinstance(field, Choice):
        facts["about"] = field.about
    return words.text(_first(words, *_keys(form, field.name, "label")), facts)


def field_hint(words: Worded, form: Form, field: Field) -> str:
    """Empty when the wording file gives none."""
    key = _first(words, *_keys(form, field.name, "hint"))
    return words.text(key, worded_facts(words, form.facts)) if words.has(key) else ""


def option_label(words: Worded, form: Form, field: Field, option: Option) -> str:
    """A person's name as it stands, or the wording of the value; a category is worded once for every form."""
    if option.name:
        return option.name
    return words.text(
        _first(words, *_keys(form, field.name, f"options.{option.value}"), f"{field.name}.{option.value}")
    )


def problem_text(words: Worded, problem: Problem) -> str:
    return words.text(f"problem.{problem.key}", problem.facts)


def offer_label(words: Worded, offer: Offer) -> str:
    words = in_language(words, offer.language)
    return words.text(offer.label or f"offer.{offer.dialog}", {"regarding": offer.regarding, "about": offer.about})


def words_label(words: Worded, said: Words) -> str:
    return words.text(said.label)


def quote_source(words: Worded, quote: Quote) -> str:
    """Where the Code says it, and which version: `Section 7, Competition and Fair Dealing · …`."""
    numbered = quote.label and quote.label != quote.heading
    facts = {"place": quote.label, "heading": quote.heading, "version": quote.version}
    return words.text("quote.source" if numbered else "quote.source_by_heading", facts)


def _keys(form: Form, name: str, what: str) -> tuple[str, ...]:
    """Where a field's words may stand: the form, the forms it restates, the fields that many forms share.

    A field `named.<id>` asks the same of several people: it is worded under `named`.
    """
    base = name.partition(".")[0]
    return (*(f"{key}.{base}.{what}" for key in (form.key, *form.restates)), f"field.{base}.{what}")


def _first(words: Worded, *keys: str) -> str:
    return next((key for key in keys if words.has(key)), keys[-1])
