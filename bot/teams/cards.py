"""A turn as cards of a chat: what may stand in a history."""

import json
from collections.abc import Iterable, Sequence

from bot import labels
from bot.handles import Kind, Pressed
from bot.inert import one_line
from bot.labels import Worded
from bot.showing import choice_of, problem_texts
from bot.teams.buttons import Buttons, Forms
from bot.teams.card_limits import PAGE_BYTES
from bot.teams.received import JSON
from bot.teams.says import offer_button, write_say, write_says
from bot.teams.sheet import Sheet
from bot.turns import Shown
from dialogs.steps import Form, Offer, Say

CARD = "application/vnd.microsoft.card.adaptive"


def card(words: Worded, elements: Sequence[JSON], actions: Sequence[JSON] = ()) -> JSON:
    body: JSON = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": words.text("teams.language"),
        "fallbackText": words.text("teams.fallback"),
        "msteams": {"width": "Full"},
        "body": list(elements),
    }
    return {**body, "actions": list(actions)} if actions else body


def attachment(card_: JSON) -> JSON:
    return {"contentType": CARD, "content": card_}


def activity(words: Worded, card_: JSON) -> JSON:
    """A message. A notification shows `summary`: the same for every message."""
    return {"type": "message", "summary": words.text("teams.fallback"), "attachments": [attachment(card_)]}


def said_activity(words: Worded, says: Iterable[Say], forms: Forms = "dialog") -> JSON:
    """What the courier sends: a notice, and with it that it may be a repeat."""
    sheet = Sheet()
    write_says(sheet, words, says, Buttons(forms))
    return activity(words, card(words, sheet.elements))


def chat_cards(words: Worded, shown: Shown, forms: Forms = "dialog") -> list[JSON]:
    """One card, or several when it is long. A form that asks for one choice stands as buttons, any other behind one."""
    sheet, buttons = Sheet(), Buttons(forms)
    write_says(sheet, words, shown.said, buttons)
    if shown.asking:
        _write_form(sheet, words, shown, shown.asking, buttons)
    if not sheet.elements:
        write_say(sheet, words, Say("teams.done"), buttons)
    return [card(words, page) for page in paged(sheet.elements)]


def behind_button(words: Worded, shown: Shown, forms: Forms = "dialog") -> JSON:
    """In the place of what a chat must not keep: a sentence, and the button that opens it."""
    sheet, buttons = Sheet(), Buttons(forms)
    write_say(sheet, words, Say("teams.opens_here"), buttons)
    resumes = Offer(shown.dialog, shown.regarding, "teams.open")
    sheet.buttons([offer_button(words, resumes, buttons, window=True)])
    return card(words, sheet.elements)


def _write_form(sheet: Sheet, words: Worded, shown: Shown, form: Form, buttons: Buttons) -> None:
    sheet.paragraph(labels.form_title(words, form), weight="Bolder")
    if text := labels.form_text(words, form):
        sheet.written(text)
    for problem in problem_texts(words, form, shown.problems, everywhere=True):
        sheet.warned(problem)
    sheet.buttons(_ways_to_answer(words, shown, form, buttons))
    sheet.buttons(walk_buttons(words, shown, buttons))


def _ways_to_answer(words: Worded, shown: Shown, form: Form, buttons: Buttons) -> list[JSON]:
    choice = choice_of(form)
    fill = Pressed(Kind.FILL, shown.dialog, shown.regarding)
    if choice is None:
        return [buttons.press(labels.submit_label(words, form), fill, window=True, primary=True)]
    found = [
        buttons.press(
            one_line(labels.option_label(words, form, choice, option)),
            Pressed(Kind.CHOOSE, shown.dialog, shown.regarding, form.key, choice.name, option.value),
        )
        for option in choice.options
    ]
    more = len(form.fields) > 1
    return [*found, buttons.press(words.text("teams.with_note"), fill, window=True)] if more else found


def walk_buttons(words: Worded, shown: Shown, buttons: Buttons) -> list[JSON]:
    """[Back] and [Pause], where a walk is kept."""
    back = [buttons.press(words.text("teams.back"), Pressed(Kind.BACK, shown.dialog))] if shown.can_go_back else []
    pause = Pressed(Kind.OFFER, "pause")
    return [*back, buttons.press(words.text("offer.pause"), pause)] if shown.kept else back


def paged(elements: Iterable[JSON], most: int = PAGE_BYTES) -> list[list[JSON]]:
    """At most so many bytes a page; nothing is left out."""
    pages: list[list[JSON]] = []
    room = 0
    for element in elements:
        size = written_bytes(element)
        if not pages or size > room:
            pages.append([])
            room = most
        pages[-1].append(element)
        room -= size
    return pages


def written_bytes(value: object) -> int:
    """As it travels: JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
