"""A dialog's words on a terminal, wrapped to its width; plain when it is no terminal."""

import textwrap
from shutil import get_terminal_size

import typer

from bot import labels
from bot.commands.words import say
from bot.inert import inert
from bot.labels import Worded
from content.quotes import Quote
from dialogs.steps import Say

WIDEST = 88
INDENT = "  "


def width() -> int:
    return min(get_terminal_size().columns, WIDEST)


def wrapped(text: str, indent: str = "") -> str:
    """Paragraphs stay apart, list items below each other."""
    lines = text.split("\n")
    return "\n".join(
        textwrap.fill(line, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        for line in lines
    )


def print_say(words: Worded, told: Say) -> None:
    """Without its buttons: a command line has commands."""
    if title := labels.say_title(words, told):
        typer.secho(inert(title), bold=True)
    typer.echo(wrapped(inert(labels.say_text(words, told))))
    for quote in told.quotes:
        print_quote(words, quote)


def print_quote(words: Worded, quote: Quote) -> None:
    """The passage word for word, where it stands, and the erratum beside it."""
    typer.echo()
    typer.echo(wrapped(f"“{quote.text}”", INDENT))
    typer.secho(wrapped(labels.quote_source(words, quote), INDENT), dim=True)
    print_note(quote)


def print_note(quote: Quote) -> None:
    if quote.note:
        typer.secho(wrapped(say("note", {"note": quote.note}), INDENT), italic=True)
