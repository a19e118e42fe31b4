"""A turn as the card of a dialog of Teams: what a history must not keep, and every form that is typed into."""

from collections.abc import Iterable

from bot import labels
from bot.carried import Carried, carried
from bot.labels import Worded
from bot.showing import problem_texts
from bot.teams.buttons import Buttons, Forms
from bot.teams.card_limits import ACTIVITY_BYTES
from bot.teams.cards import card, paged, walk_buttons, written_bytes
from bot.teams.fields import can_be_asked, input_element, typed_only
from bot.teams.received import JSON
from bot.teams.says import write_says
from bot.teams.sheet import Sheet
from bot.turns import Shown
from dialogs.steps import Form, Problems, Say

FRAME_BYTES = 6_000
"""Of a card besides its texts and its form: its buttons and what they carry."""


def window_card(words: Worded, shown: Shown, forms: Forms = "dialog", page: int = 0) -> JSON:
    """A text too long for one card goes on at a button; the form stands on the last. What is wrong with a form is
    shown at once, without turning the pages again."""
    buttons = Buttons(forms, inside=True)
    sheet = Sheet()
    write_says(sheet, words, shown.said, buttons)
    form = form_elements(words, shown, shown.asking) if shown.asking else []
    pages = _with_room(paged(sheet.elements) or [[]], form)
    last = len(pages) - 1
    here = last if shown.problems else min(page, last)
    if here < last:
        onward = buttons.page(words.text("teams.go_on"), here + 1, carried(shown))
        return card(words, pages[here], [onward])
    return card(words, [*pages[here], *form], _actions(words, shown, buttons))


def _with_room(pages: list[list[JSON]], form: list[JSON]) -> list[list[JSON]]:
    """A form that the last page has no room for gets one of its own."""
    full = written_bytes(pages[-1]) + written_bytes(form) > ACTIVITY_BYTES - FRAME_BYTES
    return [*pages, []] if form and full else pages


def form_elements(words: Worded, shown: Shown, form: Form) -> list[JSON]:
    sheet = Sheet()
    if shown.said:
        sheet.line()
    for problem in problem_texts(words, form, shown.problems):
        sheet.warned(problem)
    sheet.title(labels.form_title(words, form))
    if text := labels.form_text(words, form):
        sheet.written(text)
    _write_inputs(sheet, words, form, shown.problems)
    return sheet.elements


def _write_inputs(sheet: Sheet, words: Worded, form: Form, problems: Problems) -> None:
    """Each with its hint above it, and with what is wrong below it."""
    for field in filter(can_be_asked, form.fields):
        sheet.add(input_element(words, form, field))
        if problem := problems.get(field.name):
            sheet.warned(labels.problem_text(words, problem))
        if hint := labels.field_hint(words, form, field):
            sheet.paragraph(hint, isSubtle=True, size="Small")


def _actions(words: Worded, shown: Shown, buttons: Buttons) -> list[JSON]:
    form = shown.asking
    if form is None:
        return []
    send = buttons.send(labels.submit_label(words, form), carried(shown), {})
    return [send, *walk_buttons(words, shown, buttons)]


def still_open(words: Worded, stands: Carried, data: JSON, said: Iterable[Say], forms: Forms = "dialog") -> JSON:
    """The form that was sent in, with everything that was typed, and `said` on top: nothing was stored.

    A card is not sent back with what was filled in. So what was typed stands in fields of the same names, what was
    chosen is carried along, and sending once more sends the same.
    """
    buttons, sheet = Buttons(forms, inside=True), Sheet()
    write_says(sheet, words, said, buttons)
    typed, chosen = typed_only(data)
    form = Form(stands.key, typed, restates=stands.restates)
    if not (typed or chosen):
        return card(words, sheet.elements)
    sheet.line()
    if chosen:
        sheet.paragraph(words.text("teams.chosen_is_kept"))
    _write_inputs(sheet, words, form, {})
    return card(words, sheet.elements[:], [buttons.send(words.text("teams.send_again"), stands, chosen)])


def title(words: Worded, dialog: str) -> str:
    """On the frame of the dialog; the form's own, longer one stands in it."""
    key = f"teams.title.{dialog}"
    return words.text(key if words.has(key) else "teams.title.menu")
