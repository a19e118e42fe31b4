"""What the bot says, as elements of a card: people's words and ours alike are literal text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import labels
from bot.handles import Kind, Pressed
from bot.inert import inert, one_line
from bot.labels import Worded
from bot.showing import inert_facts, write_text
from bot.teams.buttons import Buttons, opens_window
from bot.teams.received import JSON
from bot.teams.sheet import Sheet
from content.quotes import Quote
from dialogs.steps import Offer, Say, Words


def write_says(sheet: Sheet, words: Worded, says: Iterable[Say], buttons: Buttons) -> None:
    for say in says:
        write_say(sheet, words, say, buttons)


def write_say(sheet: Sheet, words: Worded, say: Say, buttons: Buttons) -> None:
    safe = replace(say, facts=inert_facts(say.facts))
    if title := labels.say_title(words, safe):
        sheet.heading(title)
    text, offers = labels.say_text(words, safe), offer_buttons(words, say.offers, buttons)
    if len(offers) == 1 and not (say.quotes or say.words or "\n" in text):
        sheet.beside(text, offers[0])
        return
    write_text(sheet, text, say)
    for quote in say.quotes:
        write_quote(sheet, words, quote)
    for said in say.words:
        write_words(sheet, words, said)
    sheet.buttons(offers)


def write_quote(sheet: Sheet, words: Worded, quote: Quote) -> None:
    """Word for word; where it stands and our own note are set apart from it."""
    sheet.quoted(quote.text)
    sheet.paragraph(labels.quote_source(words, quote), italic=True)
    if quote.note:
        sheet.paragraph(words.text("teams.note", {"note": quote.note}), isSubtle=True)


def write_words(sheet: Sheet, words: Worded, said: Words) -> None:
    """What a person wrote, made harmless to look at, and never cut."""
    on = words.text("teams.on", {"on": said.on}) if said.on else ""
    head = (labels.words_label(words, said), one_line(said.by), on)
    sheet.paragraph(" · ".join(part for part in head if part), weight="Bolder")
    sheet.quoted(inert(said.text))


def offer_buttons(words: Worded, offers: Sequence[Offer], buttons: Buttons) -> list[JSON]:
    return [offer_button(words, offer, buttons) for offer in offers]


def offer_button(words: Worded, offer: Offer, buttons: Buttons, *, window: bool = False) -> JSON:
    """`window` where what it leads to belongs into one just now, though not always."""
    what = Pressed(Kind.OFFER, offer.dialog, offer.regarding)
    label = one_line(labels.offer_label(words, offer))
    return buttons.press(label, what, window=window or opens_window(offer.dialog))
