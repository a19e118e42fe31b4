"""The validator finds what Adaptive Cards 1.5 or Teams refuse, at any depth, and nothing else."""

from typing import Any

import pytest

from tests.slack.shapes import Json
from tests.teams.adaptive_card import activity_flaws, answer_flaws, card_flaws


def run(text: str = "x", **more: Any) -> Json:
    return {"type": "TextRun", "text": text, **more}


def rich(*inlines: Json, **more: Any) -> Json:
    return {"type": "RichTextBlock", "inlines": list(inlines) or [run()], **more}


def submit(**more: Any) -> Json:
    return {"type": "Action.Submit", "title": "Send", "data": {"act": "send"}, "associatedInputs": "auto", **more}


def execute(**more: Any) -> Json:
    return {**submit(), "type": "Action.Execute", "verb": "offer", "fallback": submit(), **more}


def row(*actions: Json) -> Json:
    return {"type": "ActionSet", "actions": list(actions)}


def typed(**more: Any) -> Json:
    return {"type": "Input.Text", "id": "text:narrative", "label": "What happened?", "maxLength": 3000, **more}


def choosing(**more: Any) -> Json:
    options = [{"title": "One", "value": "1"}, {"title": "Two", "value": "2"}]
    return {"type": "Input.ChoiceSet", "id": "one:level", "label": "Which?", "choices": options, **more}


def box(*items: Json, **more: Any) -> Json:
    return {"type": "Container", "style": "emphasis", "items": list(items), **more}


def columns(*items: Json) -> Json:
    return {"type": "ColumnSet", "columns": [{"type": "Column", "width": "auto", "items": [item]} for item in items]}


def card(*body: Json, **more: Any) -> Json:
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "x", "body": list(body), **more}


SOUND = {
    "empty": card(),
    "text": card(rich(run(weight="Bolder", color="Attention", italic=True, isSubtle=True))),
    "deep": card(box(columns(box(rich()), row(execute())))),
    "six buttons": card(row(*[execute()] * 6)),
    "a form": card(typed(isRequired=True, errorMessage="Please."), choosing(value="2"), actions=[submit()]),
    "several ticked": card(choosing(isMultiSelect=True, value="1,2")),
    "opens a dialog": card(row(submit(data={"act": "offer", "msteams": {"type": "task/fetch"}}))),
    "at the limit": card(typed(value="x" * 3000)),
}
FLAWED = {
    "version": (card(version="1.6"), "card.version: not_allowed"),
    "no fallback text": ({"type": "AdaptiveCard", "version": "1.5", "body": []}, "card.fallbackText: missing"),
    "unknown element": (card({"type": "Carousel"}), "card.body[0]: type_not_allowed_here"),
    "unknown property": (card(rich(colour="red")), "card.body[0].colour: unknown_field"),
    "deep": (card(box(columns(box(rich(run("")))))), "inlines[0].text: empty"),
    "colour": (card(rich(run(color="red"))), "inlines[0].color: not_allowed"),
    "text in a block": (card({"type": "RichTextBlock", "inlines": ["x"]}), "inlines[0]: type_not_allowed_here"),
    "empty box": (card(box()), "items: not_1_to_10000"),
    "seven buttons": (card(row(*[execute()] * 7)), "actions: not_1_to_6"),
    "no way for old clients": (card(row({**submit(), "type": "Action.Execute", "verb": "x"})), "fallback: missing"),
    "fallback": (card(row(execute(fallback=execute()))), "fallback: type_not_allowed_here"),
    "untitled": (card(row({"type": "Action.Submit", "data": {}})), "title: missing"),
    "msteams": (card(row(submit(data={"msteams": {"type": "invoke"}}))), "data.msteams: not_allowed"),
    "unlabelled": (card({"type": "Input.Text", "id": "text:a"}), "label: missing"),
    "an id like ours": (card(typed(id="act")), "id: not_told_apart_from_our_data"),
    "same id": (card(typed(), typed()), "card: id_twice"),
    "too long": (card(typed(maxLength=10, value="x" * 11)), "value_longer_than_max_length"),
    "silent": (card(typed(isRequired=True)), "required_without_a_word"),
    "no options": (card(choosing(choices=[])), "choices: not_1_to_1000"),
    "same option": (card(choosing(choices=[{"title": "A", "value": "1"}] * 2)), "same_value_twice"),
    "another option": (card(choosing(value="3")), "value_not_among_choices"),
    "comma": (card(choosing(isMultiSelect=True, choices=[{"title": "A", "value": "1,2"}])), "comma_in_a_value"),
    "too large": (card(rich(run("é" * 40_001))), "card: too_large"),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_teams_takes_has_no_flaw(name: str) -> None:
    assert list(map(str, card_flaws(SOUND[name]))) == []


@pytest.mark.parametrize("name", FLAWED)
def test_what_it_refuses_is_found(name: str) -> None:
    wrong, flaw = FLAWED[name]
    found = list(map(str, card_flaws(wrong)))
    assert len(found) == 1
    assert found[0].endswith(flaw), found


def test_in_a_dialog_buttons_submit_and_open_nothing() -> None:
    executes, opens = card(row(execute())), card(row(submit(data={"msteams": {"type": "task/fetch"}})))
    assert [str(flaw) for flaw in card_flaws(executes, inside=True)] == [
        "card.body[0].actions[0]: a_dialog_knows_submit_only"
    ]
    assert [str(flaw) for flaw in card_flaws(opens, inside=True)] == [
        "card.body[0].actions[0]: a_dialog_opens_no_dialog"
    ]


def test_an_answer_is_a_card_a_sentence_or_a_dialog() -> None:
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card(rich())}
    dialog = {"task": {"type": "continue", "value": {"title": "Report", "card": attached}}}
    sentence = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done."}
    replaced = {"statusCode": 200, "type": attached["contentType"], "value": card(rich())}
    for body in (dialog, sentence, replaced):
        assert answer_flaws(body) == []
    wrong: tuple[Json, ...] = (
        {},
        {**sentence, "value": ""},
        {**replaced, "type": "text/plain"},
        {"task": {"type": "message"}},
    )
    assert all(answer_flaws(body) for body in wrong)


def test_a_message_carries_one_card() -> None:
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card(rich())}
    assert activity_flaws({"type": "message", "attachments": [attached]}) == []
    assert activity_flaws({"type": "message", "attachments": []}) != []
    assert activity_flaws({"type": "message", "text": "x", "attachments": [attached]}) != []


def test_a_flaw_never_says_what_was_written() -> None:
    wrong = card(rich(run("secret", color="secret")), {"type": "secret"})
    assert "secret" not in "".join(map(str, card_flaws(wrong)))
