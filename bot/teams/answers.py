"""What an invoke is answered: a card, a sentence or a dialog, each in the one shape that Teams takes."""

from collections.abc import Iterable

from bot.labels import Worded
from bot.teams.buttons import Buttons, Forms
from bot.teams.cards import CARD, attachment, card
from bot.teams.received import JSON, Answered
from bot.teams.says import write_says
from bot.teams.sheet import Sheet
from bot.teams.windows import title, window_card
from bot.turns import Shown
from dialogs.steps import Say

SENTENCE = "application/vnd.microsoft.activity.message"
CARD_ACTION, FETCH, SUBMIT = "adaptiveCard/action", "task/fetch", "task/submit"
DIALOGS = frozenset({FETCH, SUBMIT})


def as_card(card_: JSON) -> Answered:
    """In the place of the card on which the button was pressed."""
    return Answered(body={"statusCode": 200, "type": CARD, "value": card_})


def as_sentence(text: str) -> Answered:
    """Below the card, which stays."""
    return Answered(body={"statusCode": 200, "type": SENTENCE, "value": text})


def as_dialog(words: Worded, dialog: str, card_: JSON) -> Answered:
    """Opens, or takes the place of what stands in the one that is open."""
    info = {"title": title(words, dialog), "height": "large", "width": "large", "card": attachment(card_)}
    return Answered(body={"task": {"type": "continue", "value": info}})


def shown_in(name: str, words: Worded, shown: Shown, forms: Forms, page: int = 0) -> Answered:
    """What only a window may hold, as the invoke's own answer: no history keeps that."""
    card_ = window_card(words, shown, forms, page)
    return as_dialog(words, shown.dialog, card_) if name in DIALOGS else as_card(card_)


def says_in(name: str, words: Worded, says: Iterable[Say], forms: Forms) -> Answered:
    """Where no dialog is open: sentences, and the chat's card stays as it is."""
    if name in DIALOGS:
        sheet = Sheet()
        write_says(sheet, words, says, Buttons(forms, inside=True))
        return as_dialog(words, "menu", card(words, sheet.elements))
    return as_sentence("\n\n".join(words.text(say.key, dict(say.facts)) for say in says))
