"""`askfirst check`: one table of everything that is missing or doubtful; `--notify` tries whether messages arrive."""

import json
import time
from collections.abc import Iterator

import typer

from bot import check as checks
from bot.app.delivery import deliver
from bot.app.parts import platforms
from bot.check import Doubtful
from bot.commands.desks import desk_for, settings_here
from bot.commands.failures import register_reason
from bot.commands.words import say, words
from bot.configured import SettingsError
from bot.desk import Desk, Drilled, OwnDesk, State
from bot.exits import Exit
from bot.keys import KeyProblemError
from bot.settings import Settings
from bot.slack import wiring as slack
from bot.slack.tokens import SLACK
from bot.teams import wiring as teams
from bot.teams.received import PLATFORM as TEAMS
from content.company import CELLECTAR, Company
from storage.errors import RegisterError

PATIENCE = 20.0
"""Seconds that a drill's messages are waited for."""


def check(*, as_json: bool, notify: bool) -> Exit:
    found = tuple(sorted(everything(), key=lambda each: each.rank))
    _print_json(found) if as_json else _print_table(found)
    if notify and not any(one.blocks for one in found):
        return _drill(settings_here())
    if notify:
        typer.secho(say("check.no_drill"), err=True, fg="red")
    return Exit.BLOCKED if any(one.blocks for one in found) else Exit.OK


def everything() -> Iterator[Doubtful]:
    """What can be said without the settings is not there: they name everything else."""
    try:
        settings = settings_here()
    except SettingsError as error:
        for wrong in error.wrong:
            facts = {"key": wrong.key, "detail": wrong.detail}
            yield Doubtful(f"cli.setting_problem.{wrong.reason}", facts, blocks=True)
        return
    yield from of_settings(settings)


def of_settings(settings: Settings) -> Iterator[Doubtful]:
    company = Company(settings.content or CELLECTAR)
    yield from checks.of_company(settings, company)
    yield from checks.of_page(settings)
    yield from checks.of_messages(settings)
    yield from checks.of_files(settings)
    missing = (*slack.missing(settings), *teams.missing(settings))
    yield from missing
    try:
        with desk_for(settings) as desk:
            state = desk.state()
        yield from of_state(settings, state, company)
        if not any(one.blocks for one in (*missing, *checks.of_company(settings, company))):
            yield from slack.asked(settings, accounts_on(SLACK, state))
            yield from teams.asked(settings, accounts_on(TEAMS, state))
    except KeyProblemError as error:
        yield checks.blocks(f"cli.key.{error.reason}", where=error.where)
    except RegisterError as error:
        yield checks.blocks(f"cli.{register_reason(error)}")


def accounts_on(platform: str, state: State) -> tuple[tuple[str, str], ...]:
    """Name and account id of every member who has one there."""
    return tuple((m.name, id_) for m in state.members for where, id_ in m.accounts if where == platform)


def of_state(settings: Settings, state: State, company: Company) -> Iterator[Doubtful]:
    yield from checks.of_members(state, platforms(settings), company)
    yield from checks.of_work(state)


def sentence(found: Doubtful) -> str:
    return words().text(found.key, found.facts)


def _print_table(found: tuple[Doubtful, ...]) -> None:
    if not found:
        typer.echo(say("check.nothing"))
        return
    from rich.console import Console  # `serve` asks what is missing too, and prints no table
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for one in found:
        style, mark = ("red", "check.blocks") if one.blocks else ("yellow", "check.doubtful")
        table.add_row(Text(say(mark), style), Text(sentence(one)))
    Console(highlight=False).print(table)


def _print_json(found: tuple[Doubtful, ...]) -> None:
    rows = [{"what": one.key, "blocks": one.blocks, "text": sentence(one)} for one in found]
    typer.echo(json.dumps(rows, ensure_ascii=False))


def _drill(settings: Settings) -> Exit:
    with desk_for(settings) as desk:
        drills = _delivered(settings, desk, desk.drill())
    for drill in drills:
        known = say("check.drill_sent") if drill.state == "sent" else say("check.drill_not", {"reason": drill.state})
        typer.echo(f"{drill.name}: {known}")
    return Exit.OK if all(drill.state == "sent" for drill in drills) else Exit.BLOCKED


def _delivered(settings: Settings, desk: Desk, drills: tuple[Drilled, ...]) -> tuple[Drilled, ...]:
    """By the `serve` that holds the register, else here and now."""
    if isinstance(desk, OwnDesk):
        deliver(settings, desk.database)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        drills = desk.drilled(drills)
        if all(drill.state != "owed" for drill in drills):
            break
        time.sleep(0.2)
    return drills
