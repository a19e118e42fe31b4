"""`askfirst content report` and `content asked`: what a company's officer can mend, and what people ask."""

import json
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from bot.commands.ask import company_at, read_questions
from bot.commands.desks import desk_for, settings_here
from bot.commands.failures import StoppedError
from bot.commands.printed import wrapped
from bot.commands.words import say
from bot.desk import Asked
from bot.exits import Exit
from bot.inert import inert
from content.coverage import Coverage, coverage
from content.examples import read_examples
from content.learned import FILE
from content.quotes import Quote
from content.semantic import installed
from storage.records import AskedCount

FEWEST = 2
"""Voices: each is judged by what was learned of the others."""
BEGINNING = 60
"""Characters of a passage by which an officer knows it."""


def report(file: Path | None, folder: Path | None, *, as_json: bool) -> None:
    found = coverage(company_at(folder), read_questions(file) if file else ())
    if as_json:
        typer.echo(json.dumps(_report_json(found), ensure_ascii=False))
        return
    for line in _report_lines(found):
        typer.echo(line)


def _report_json(found: Coverage) -> dict[str, object]:
    few = [{"section": f.passage.section, "passage": f.passage.text, "examples": f.count} for f in found.few]
    return {
        "examples": found.examples,
        "few": few,
        "unfound": [section.id for section in found.unfound],
        "idle": list(found.idle),
        "questions": [{"question": question, "tier": tier} for question, tier in found.met],
    }


def _report_lines(found: Coverage) -> Iterator[str]:
    yield say("officer.examples", {"count": found.examples})
    yield from _listed("few", (say("officer.one", {"place": _place(f.passage), "count": f.count}) for f in found.few))
    yield from _listed("unfound", (f"{s.label}: {s.heading}" for s in found.unfound))
    yield from _listed("idle", found.idle)
    if found.met:
        yield from _listed("refused", found.refused)
        yield say("officer.met", {"count": len(found.met), "refused": len(found.refused)})


def _listed(what: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading and its lines, or that there is nothing."""
    listed = [wrapped(f"- {inert(line)}", "  ") for line in lines]
    if listed:
        yield say(f"officer.{what}", {"count": len(listed)})
        yield from listed
    else:
        yield say(f"officer.no_{what}")


def _place(passage: Quote) -> str:
    return f"{passage.label}, “{textwrap.shorten(passage.text, BEGINNING, placeholder=' …')}”"


def learn(folder: Path | None) -> None:
    """Needs the extra `semantic`: what is learned holds the meanings of the examples too."""
    if not installed():
        raise StoppedError(Exit.REFUSED, "officer.no_learning")
    from content.learning.course import learn as learn_from

    company = company_at(folder)
    if len({example.voice for example in read_examples(company.folder, company.code)}) < FEWEST:
        raise StoppedError(Exit.REFUSED, "officer.few_voices")
    learn_from(company.folder, lambda voice: typer.echo(say("officer.learning", {"voice": voice})))
    typer.echo(say("officer.learned", {"file": str(company.folder / FILE)}))


def asked(*, as_json: bool) -> None:
    with desk_for(settings_here()) as desk:
        told = desk.asked()
    if as_json:
        typer.echo(json.dumps(_asked_json(told), ensure_ascii=False))
        return
    for line in _asked_lines(told):
        typer.echo(line)


def _asked_json(told: Asked) -> dict[str, object]:
    return {
        "counts": [{"section": one.section, "at_least": one.at_least} for one in told.counts],
        "questions": [{"week": one.week, "question": one.text} for one in told.questions],
    }


def _asked_lines(told: Asked) -> Iterator[str]:
    yield from _listed("counts", map(_counted, told.counts))
    yield from _listed("questions", (f"{one.week}: {one.text}" for one in told.questions))


def _counted(one: AskedCount) -> str:
    key = "officer.unanswered" if one.section == "none" else "officer.counted"
    return say(key, {"section": one.section, "count": one.at_least})
