"""What a turn shows, as lines of text: for the terminal, and for the transcripts."""

from collections.abc import Iterator, Sequence

from bot.inert import inert, one_line
from bot.labels import (
    Worded,
    field_hint,
    field_label,
    form_text,
    form_title,
    offer_label,
    option_label,
    problem_text,
    quote_source,
    say_text,
    say_title,
    submit_label,
    words_label,
)
from bot.turns import Shown
from content.quotes import Quote
from dialogs.answers import WHOLE
from dialogs.steps import Choice, Choices, Field, Form, Kept, Offer, Option, Problem, Problems, Say, Text, Words

INDENT = "    "


def shown_lines(words: Worded, shown: Shown) -> Iterator[str]:
    """Says, then the form; blocks are parted by empty lines. Nothing in it can move a cursor or turn text round."""
    for say in shown.said:
        yield from say_lines(words, say)
    if shown.asking:
        yield from form_lines(words, shown.asking, shown.problems)
        buttons = [submit_label(words, shown.asking)]
        buttons += [words.text("terminal.back")] if shown.can_go_back else []
        buttons += [words.text("offer.pause")] if shown.kept else []
        yield _row(buttons)


def say_lines(words: Worded, say: Say) -> Iterator[str]:
    if title := say_title(words, say):
        yield title.upper()
    yield from inert(say_text(words, say)).splitlines()
    for quote in say.quotes:
        yield from quote_lines(words, quote)
    for said in say.words:
        yield from words_lines(words, said)
    if say.offers:
        yield _row([offer_label(words, offer) for offer in say.offers])
    yield ""


def quote_lines(words: Worded, quote: Quote) -> Iterator[str]:
    yield from (f"{INDENT}{line}" for line in f"“{quote.text}”".splitlines())
    yield INDENT + quote_source(words, quote)
    if quote.note:
        yield INDENT + words.text("terminal.note", {"note": quote.note})


def words_lines(words: Worded, said: Words) -> Iterator[str]:
    head = [words_label(words, said), one_line(said.by), words.text("terminal.on", {"on": said.on}) if said.on else ""]
    yield " · ".join(part for part in head if part) + ":"
    yield from (f"{INDENT}{line}" for line in inert(said.text).splitlines())


def form_lines(words: Worded, form: Form, problems: Problems) -> Iterator[str]:
    yield form_title(words, form).upper()
    if intro := form_text(words, form):
        yield intro
    if problem := problems.get(WHOLE):
        yield from problem_lines(words, problem)
    for field in form.fields:
        yield from field_lines(words, form, field, problems)


def field_lines(words: Worded, form: Form, field: Field, problems: Problems) -> Iterator[str]:
    if isinstance(field, Kept):
        return
    yield f"  {asked_label(words, form, field)}"
    if hint := field_hint(words, form, field):
        yield f"  ({hint})"
    match field:
        case Choice(options=options, value=value):
            yield from _options(words, form, field, [o for o in options if o.value == value] or options, "( )", "(•)")
        case Choices(options=options):
            yield from _options(words, form, field, options, "[ ]", "[x]")
        case Text(value=value) if value:
            yield from (f"{INDENT}{line}" for line in inert(value).splitlines())
    if problem := problems.get(field.name):
        yield from (f"  {line}" for line in problem_lines(words, problem))


def problem_lines(words: Worded, problem: Problem) -> Iterator[str]:
    first, *more = problem_text(words, problem).splitlines()
    yield f"! {first}"
    yield from (f"  {line}" for line in more)


def _options(
    words: Worded, form: Form, field: Choice | Choices, options: Sequence[Option], off: str, on: str
) -> Iterator[str]:
    """A choice that was made is shown alone; a tick list always whole."""
    chosen = field.value if isinstance(field, Choices) else (field.value,)
    for option in options:
        yield f"{INDENT}{on if option.value in chosen else off} {option_label(words, form, field, option)}"


def asked_label(words: Worded, form: Form, field: Field) -> str:
    """With a mark when it may be left empty."""
    label = field_label(words, form, field)
    optional = isinstance(field, Text) and not field.required
    return words.text("terminal.optional", {"label": label}) if optional else label


def offers_of(shown: Shown) -> tuple[Offer, ...]:
    return tuple(offer for say in shown.said for offer in say.offers)


def _row(labels: list[str]) -> str:
    return "  ".join(f"[{one_line(label)}]" for label in labels)
