"""`askfirst members`: who serves, which changes wait, and how an operator proposes one. The members decide."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

import typer

from bot.commands.desks import desk_for, settings_here
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.desk import State
from bot.exits import Exit
from bot.proposals import Proposal, Waiting
from bot.settings import Settings
from bot.slack.tokens import SLACK
from content.company import open_company

SLACKS = re.compile(r"[UW][A-Z0-9]{1,20}")
TEAMS, GUID = "teams", re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options: at most one of the first four. `link` and `add` are `Name=account`."""

    link: str = ""
    add: str = ""
    remove: str = ""
    chair: str = ""
    alone: bool = False


def members(asked: Asked) -> None:
    settings = settings_here()
    proposal = proposal_of(asked, settings)
    with desk_for(settings) as desk:
        desk.due()  # `serve` sees to it daily, and does not start while a member has no account
        refused = desk.propose(proposal) if proposal else ""
        if refused:
            raise StoppedError(Exit.REFUSED, f"members.{refused}", name=proposal.name if proposal else "")
        state = desk.state()
    if proposal:
        _say_proposed(proposal, settings)
    _print(state)


def proposal_of(asked: Asked, settings: Settings) -> Proposal | None:
    """None when no option was given. Raises StoppedError."""
    given = [(kind, what) for kind, what in _kinds(asked) if what]
    if len(given) > 1 or (asked.alone and not given):
        raise StoppedError(Exit.USAGE, "members.one_change")
    if not given:
        return None
    kind, what = given[0]
    name, _, account = (part.strip() for part in what.partition("="))
    if kind in {"remove", "chair"}:
        return Proposal(kind, what.strip(), asked.alone)
    return Proposal(kind, name, asked.alone, *_account(account, settings))


def _kinds(asked: Asked) -> tuple[tuple[str, str], ...]:
    return (("account", asked.link), ("add", asked.add), ("remove", asked.remove), ("chair", asked.chair))


def _account(account: str, settings: Settings) -> tuple[str, str, str]:
    """Platform, workspace and id, told apart by how they look."""
    if SLACKS.fullmatch(account) and settings.slack.team:
        return SLACK, settings.slack.team, account
    if GUID.fullmatch(account) and settings.teams.tenant:
        return TEAMS, settings.teams.tenant, account.lower()
    raise StoppedError(Exit.USAGE, "members.not_an_account")


def _say_proposed(proposal: Proposal, settings: Settings) -> None:
    typer.echo(say("members.proposed"))
    if proposal.alone:
        counsel = (c.line for c in open_company(settings.content).contacts.of("counsel"))
        typer.echo(say("members.alone", {"ways": tuple(counsel)}))


def _print(state: State) -> None:
    """With the id of whoever shares their name with another."""
    names = Counter(member.name for member in state.members)
    for member in state.members:
        role = "chair" if member.chair else "acting" if member.acting else "member"
        on = tuple(sorted(member.platforms)) or (say("members.nowhere"),)
        line = say(f"members.{role}", {"name": member.name, "platforms": on})
        typer.echo(f"{line} · {member.id}" if names[member.name] > 1 else line)
    for change in state.waiting:
        typer.echo(_line(change))


def _line(change: Waiting) -> str:
    agreed = change.agreed or (say("members.nobody"),)
    line = say(f"members.waiting_{change.kind}", {"name": change.name, "agreed": agreed})
    if not change.effective_on:
        return line
    return f"{line} {say('members.by_itself', {'effective_on': date.fromisoformat(change.effective_on)})}"
