"""`askfirst code`: the table of contents, or a section word for word with the notes beside it."""

import json
from pathlib import Path

import typer

from bot.commands.ask import company_at
from bot.commands.failures import StoppedError
from bot.commands.printed import print_note, wrapped
from bot.commands.words import say
from bot.exits import Exit
from content.code import Code
from content.sections import Section


def code(wanted: str, folder: Path | None, *, as_json: bool) -> None:
    book = company_at(folder).code
    if not wanted:
        _print_contents(book, as_json=as_json)
        return
    section = book.section(wanted)
    if section is None:
        raise StoppedError(Exit.BLOCKED, "code.no_such_section")
    _print_json(book, section) if as_json else _print_section(book, section)


def _print_contents(book: Code, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([{"section": s.id, "heading": s.heading} for s in book.sections], ensure_ascii=False))
        return
    typer.secho(say("code.title", {"title": book.title, "version": book.version}), bold=True)
    longest = max(len(s.id) for s in book.sections)
    for section in book.sections:
        typer.echo(f"  {section.id:<{longest}}  {section.heading}")
    typer.secho(say("code.onward"), dim=True)


def _print_section(book: Code, section: Section) -> None:
    place = () if section.label == section.heading else (section.label,)
    typer.secho(". ".join((*place, section.heading)), bold=True)
    for quote in book.quotes(section.id):
        typer.echo()
        typer.echo(wrapped(quote.text))
        print_note(quote)
    typer.secho(f"\n{book.version}", dim=True)


def _print_json(book: Code, section: Section) -> None:
    paragraphs = [{"quote": q.text, "note": q.note} for q in book.quotes(section.id)]
    told = {"section": section.id, "heading": section.heading, "version": book.version, "paragraphs": paragraphs}
    typer.echo(json.dumps(told, ensure_ascii=False))
