"""What a turn shows, as plain JSON with every word resolved: the page itself holds no words."""

from dataclasses import replace
from typing import Any

from bot import labels
from bot.inert import inert, one_line
from bot.labels import Worded
from bot.showing import inert_facts
from bot.turns import Shown
from bot.web.paragraphs import blocks
from content.quotes import Quote
from dialogs.steps import Choice, Choices, Field, Form, Kept, Offer, Option, Problem, Problems, Say, Text, Words

Json = dict[str, Any]

SUMMARY = "guidance.summary"
"""The Say, and those below it, that a person may take along: the page offers to copy and to download them."""


def shown_json(words: Worded, shown: Shown) -> Json:
    """One turn; `form` is None when the dialog has ended."""
    return {
        "dialog": shown.dialog,
        "regarding": shown.regarding,
        "digest": shown.digest,
        "nonce": shown.nonce,
        "private": shown.private,
        "kept": shown.kept,
        "back": shown.can_go_back,
        "given": [[key, dict(answers)] for key, answers in shown.given],
        "failed": shown.failed,
        "said": [say_json(words, say) for say in shown.said],
        "form": form_json(words, shown.asking, shown.problems) if shown.asking else None,
    }


def say_json(words: Worded, say: Say) -> Json:
    """A receipt is a block of its own, so that the page can set it large; `summary` marks what may be taken along."""
    safe, receipt = replace(say, facts=inert_facts(say.facts)), _receipt(say)
    return {
        "key": say.key,
        "title": labels.say_title(words, safe),
        "blocks": _with_receipt(blocks(labels.say_text(words, safe)), receipt),
        "receipt": bool(receipt),
        "summary": say.key == SUMMARY or say.key.startswith(f"{SUMMARY}."),
        "quotes": [quote_json(words, quote) for quote in say.quotes],
        "words": [words_json(words, said) for said in say.words],
        "offers": [offer_json(words, offer) for offer in say.offers],
    }


def quote_json(words: Worded, quote: Quote) -> Json:
    """`note` is ours and stands beside the quote; `source` says where the Code says it, and which version."""
    return {"text": quote.text, "source": labels.quote_source(words, quote), "note": quote.note}


def words_json(words: Worded, said: Words) -> Json:
    """What a person wrote: plain text, made harmless to look at."""
    on = words.text("web.on", {"on": said.on}) if said.on else ""
    return {"label": labels.words_label(words, said), "by": one_line(said.by), "on": on, "text": inert(said.text)}


def offer_json(words: Worded, offer: Offer) -> Json:
    return {"dialog": offer.dialog, "regarding": offer.regarding, "label": labels.offer_label(words, offer)}


def form_json(words: Worded, form: Form, problems: Problems) -> Json:
    """A problem stands at its field; those of fields that are not shown stand above the form."""
    seen = {f.name for f in form.fields if not isinstance(f, Kept)}
    return {
        "key": form.key,
        "restates": list(form.restates),
        "consents": form.consents,
        "title": labels.form_title(words, form),
        "blocks": blocks(labels.form_text(words, form)),
        "submit": labels.submit_label(words, form),
        "problems": [block for name, p in problems.items() if name not in seen for block in _problem_json(words, p)],
        "fields": [_field_json(words, form, f, problems) for f in form.fields],
    }


def _field_json(words: Worded, form: Form, field: Field, problems: Problems) -> Json:
    if isinstance(field, Kept):
        return {"kind": "kept", "name": field.name, "value": field.value}
    problem = problems.get(field.name)
    return {
        "name": field.name,
        "label": labels.field_label(words, form, field),
        "hint": labels.field_hint(words, form, field),
        "problem": _problem_json(words, problem) if problem else [],
        **_kind_json(words, form, field),
    }


def _problem_json(words: Worded, problem: Problem) -> list[Json]:
    return blocks(labels.problem_text(words, problem))


def _kind_json(words: Worded, form: Form, field: Text | Choice | Choices) -> Json:
    match field:
        case Text():
            kind = "receipt" if field.secret else "long" if field.long else "line"
            return {"kind": kind, "required": field.required, "limit": field.limit, "value": field.value}
        case Choice():
            options = [_option_json(words, form, field, option) for option in field.options]
            return {"kind": "one", "required": field.required, "options": options, "value": field.value}
        case Choices():
            options = [_option_json(words, form, field, option) for option in field.options]
            return {"kind": "many", "required": False, "options": options, "value": list(field.value)}


def _option_json(words: Worded, form: Form, field: Field, option: Option) -> Json:
    return {"value": option.value, "label": one_line(labels.option_label(words, form, field, option))}


def _receipt(say: Say) -> str:
    receipt = say.facts.get("receipt", "")
    return receipt if isinstance(receipt, str) else ""


def _with_receipt(found: list[Json], receipt: str) -> list[Json]:
    """In the place where the wording has it, or at the end."""
    if not receipt:
        return found
    shown = [{"receipt": receipt} if block == {"text": receipt} else block for block in found]
    return shown if {"receipt": receipt} in shown else [*shown, {"receipt": receipt}]
