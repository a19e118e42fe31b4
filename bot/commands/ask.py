"""`askfirst ask`: the passage that answers, word for word; in a batch, a JSON line for each question."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from bot.commands.failures import StoppedError
from bot.commands.printed import print_say, wrapped
from bot.commands.words import say, words
from bot.exits import Exit
from bot.place import find_place
from content.company import Company, open_company
from content.search import Answer
from dialogs.question import Asked, told


def company_at(folder: Path | None, *, by_words: bool = False) -> Company:
    return open_company(folder or find_place().content, semantic=not by_words)


def ask(question: str, folder: Path | None, *, as_json: bool, by_words: bool) -> None:
    company = company_at(folder, by_words=by_words)
    if as_json:
        typer.echo(line(question, company.search.answer(question)))
        return
    said, _ = told(Asked(company, question, find_place().language))
    for each in said:
        print_say(words(), each)
        typer.echo()
    typer.secho(wrapped(say("ask.onward")), dim=True)


def ask_all(file: Path, folder: Path | None, *, by_words: bool) -> None:
    """A question a line, or JSON lines with `question`; empty lines are left out. Each answer is written at once."""
    search = company_at(folder, by_words=by_words).search
    for question in read_questions(file):
        typer.echo(line(question, search.answer(question)))


def read_questions(file: Path) -> Iterator[str]:
    """Of a file like those above. Raises StoppedError."""
    return questions(_lines(file))


def questions(lines: Iterable[str]) -> Iterator[str]:
    return (_question(text.strip()) for text in lines if text.strip())


def line(question: str, answer: Answer) -> str:
    passages = [{"section": q.section, "heading": q.heading, "quote": q.text} for q in answer.passages]
    told = {"question": question, "tier": answer.tier, "confidence": round(answer.confidence, 4), "passages": passages}
    return json.dumps(told, ensure_ascii=False)


def _question(text: str) -> str:
    """A line that only looks like JSON is a question as it stands."""
    try:
        row = json.loads(text) if text.startswith("{") else None
    except ValueError:
        row = None
    question = row.get("question") if isinstance(row, dict) else None
    return question if isinstance(question, str) else text


def _lines(file: Path) -> Iterator[str]:
    """`-` is standard input."""
    if str(file) == "-":
        yield from (raw.decode("utf-8", "replace") for raw in sys.stdin.buffer)
        return
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as opened:
            yield from opened
    except OSError:
        raise StoppedError(Exit.USAGE, "ask.no_file", file=str(file)) from None
