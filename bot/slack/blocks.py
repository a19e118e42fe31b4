"""What the bot says, as blocks: people's words and ours alike are literal text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import labels
from bot.handles import Kind, Pressed
from bot.inert import inert, one_line
from bot.labels import Worded
from bot.showing import choice_of, inert_facts, problem_texts, write_text
from bot.slack import block_limits as limit
from bot.slack.sheet import Json, Sheet, button, size_of
from bot.turns import Shown
from content.quotes import Quote
from dialogs.steps import Form, Offer, Say, Words


def message_blocks(words: Worded, *said: Say) -> list[Json]:
    """One message of the courier's. Where Slack would refuse it for its length, the notice alone: what people wrote is
    read at its button."""
    blocks = said_blocks(words, said)
    if len(blocks) <= limit.MESSAGE_BLOCKS and size_of(blocks) <= limit.MESSAGE_BYTES:
        return blocks
    return said_blocks(words, (replace(say, words=()) for say in said))


def said_blocks(words: Worded, said: Iterable[Say]) -> list[Json]:
    sheet = Sheet()
    for say in said:
        write_say(sheet, words, say)
    return sheet.blocks


def write_say(sheet: Sheet, words: Worded, say: Say) -> None:
    safe = replace(say, facts=inert_facts(say.facts))
    if title := labels.say_title(words, safe):
        sheet.heading(title)
    text = labels.say_text(words, safe)
    if len(say.offers) == 1 and not (say.quotes or say.words or "\n" in text):
        sheet.beside(text, offer_button(words, say.offers[0]))
        return
    write_text(sheet, text, say)
    for quote in say.quotes:
        write_quote(sheet, words, quote)
    for said in say.words:
        write_words(sheet, words, said)
    sheet.buttons(offer_buttons(words, say.offers))


def write_quote(sheet: Sheet, words: Worded, quote: Quote) -> None:
    """Word for word; where it stands and our own note are set apart from it."""
    sheet.quoted(quote.text)
    sheet.paragraph(labels.quote_source(words, quote), italic=True)
    if quote.note:
        sheet.paragraph(words.text("slack.note", {"note": quote.note}))


def write_words(sheet: Sheet, words: Worded, said: Words) -> None:
    """What a person wrote, made harmless to look at, and never cut."""
    on = words.text("slack.on", {"on": said.on}) if said.on else ""
    head = (labels.words_label(words, said), one_line(said.by), on)
    sheet.paragraph(" · ".join(part for part in head if part), bold=True)
    sheet.quoted(inert(said.text))


def form_messages(words: Worded, shown: Shown, form: Form) -> list[Json]:
    """A form in a message: buttons when it asks for one choice, else a button that opens it in a window."""
    sheet = Sheet()
    sheet.paragraph(labels.form_title(words, form), bold=True)
    if text := labels.form_text(words, form):
        sheet.written(text)
    for problem in problem_texts(words, form, shown.problems, everywhere=True):
        sheet.paragraph(problem, bold=True)
    sheet.buttons([*_ways_to_answer(words, shown, form), *walk_buttons(words, shown)])
    return sheet.blocks


def _ways_to_answer(words: Worded, shown: Shown, form: Form) -> list[Json]:
    choice = choice_of(form)
    fill = Pressed(Kind.FILL, shown.dialog, shown.regarding).value
    if choice is None:
        return [button(labels.submit_label(words, form), Kind.FILL, fill, primary=True)]
    found = [
        button(
            one_line(labels.option_label(words, form, choice, option)),
            f"{Kind.CHOOSE}.{n}",
            Pressed(Kind.CHOOSE, shown.dialog, shown.regarding, form.key, choice.name, option.value).value,
        )
        for n, option in enumerate(choice.options)
    ]
    more = len(form.fields) > 1
    return [*found, button(words.text("slack.with_note"), Kind.FILL, fill)] if more else found


def walk_buttons(words: Worded, shown: Shown) -> list[Json]:
    """[Back] and [Pause], where a walk is kept."""
    here = Pressed(Kind.BACK, shown.dialog).value
    back = [button(words.text("slack.back"), Kind.BACK, here)] if shown.can_go_back else []
    pause = Pressed(Kind.OFFER, "pause").value
    return [*back, button(words.text("offer.pause"), f"{Kind.OFFER}.pause", pause)] if shown.kept else back


def offer_button(words: Worded, offer: Offer, n: int = 0) -> Json:
    value = Pressed(Kind.OFFER, offer.dialog, offer.regarding).value
    return button(one_line(labels.offer_label(words, offer)), f"{Kind.OFFER}.{n}", value)


def offer_buttons(words: Worded, offers: Sequence[Offer]) -> list[Json]:
    return [offer_button(words, offer, n) for n, offer in enumerate(offers)]
