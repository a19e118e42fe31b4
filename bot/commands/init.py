"""`askfirst init`: settings, key, register and its first members. It overwrites nothing."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from bot.app import web_member_account
from bot.clock import SystemClock
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.configured import Known, known, load_settings
from bot.exits import Exit
from bot.keys import new_key
from bot.place import CONFIG
from bot.seats import Seat, seat
from bot.settings import Settings
from bot.slack.tokens import SLACK
from storage.database import open_database
from storage.records import MemberAccount


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options said; what they left open is asked, unless `asks` is False.

    `slack` are accounts by name; `slack_team` is the workspace they belong to.
    """

    members: tuple[str, ...]
    chair: str
    acting: str
    development: bool
    asks: bool
    slack: Mapping[str, str] = field(default_factory=dict)
    slack_team: str = ""


def named(members: Iterable[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Names, and the Slack accounts of those given as `Name=U0123456789`."""
    parts = [member.partition("=") for member in members]
    slack = {name.strip(): account.strip() for name, equals, account in parts if equals}
    return tuple(name.strip() for name, _, _ in parts), slack


def init(wanted: Wanted) -> None:
    settings = load_settings(None)
    _refuse_overwriting(CONFIG.resolve(), settings.sealing.file, settings.database.path)
    seats = _seats(_asked(wanted))
    key = new_key(settings.sealing.file)
    try:
        _found(settings, key, seats)
    except BaseException:
        settings.sealing.file.unlink()  # it has sealed nothing
        raise
    text = settings_file(development=wanted.development, slack_team=wanted.slack_team)
    CONFIG.write_text(text, encoding="utf-8")
    typer.echo(say("init.done", _facts(settings)))


def settings_file(*, development: bool = False, slack_team: str = "") -> str:
    """Every setting with its default, commented: what is not commented is what the operator has changed."""
    lines = [*_comment("init.file"), ""]
    changed = {"mode": "development" if development else "", "slack.team": slack_team}
    table = ""
    for setting in known():
        head, _, name = setting.key.rpartition(".")
        if head != table:
            table = head
            lines += [f"[{table}]", ""]
        lines += [*_comment(f"setting.{setting.key}"), _line(setting, name, changed.get(setting.key, "")), ""]
    return "\n".join(lines)


def toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case tuple():
            return f"[{', '.join(toml(v) for v in value)}]"
        case None:
            return '""'
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _comment(key: str) -> list[str]:
    return [
        f"# {line}".rstrip() for paragraph in say(key).splitlines() for line in textwrap.wrap(paragraph, 100) or [""]
    ]


def _line(setting: Known, name: str, changed: str) -> str:
    return f"{name} = {toml(changed)}" if changed else f"# {name} = {toml(setting.default)}"


def _refuse_overwriting(*files: Path) -> None:
    there = tuple(str(file) for file in files if file.exists())
    if there:
        raise StoppedError(Exit.REFUSED, "init.there", files=", ".join(there))


def _asked(wanted: Wanted) -> Wanted:
    members = wanted.members or (tuple(_ask_members()) if wanted.asks else ())
    chair = wanted.chair or (_ask("init.ask_chair", members[0]) if wanted.asks and members else "")
    acting = wanted.acting
    if not acting and wanted.asks and len(members) > 1:
        acting = _ask("init.ask_acting", next(name for name in members if name != chair))
    return replace(wanted, members=members, chair=chair, acting=acting)


def _ask_members() -> list[str]:
    typer.echo(say("init.members"))
    names: list[str] = []
    while name := _ask("init.ask_member", ""):
        names.append(name)
    return names


def _ask(key: str, default: str) -> str:
    return str(typer.prompt(say(key), default=default, show_default=bool(default))).strip()


def _seats(wanted: Wanted) -> list[Seat]:
    names = wanted.members
    if not names:
        raise StoppedError(Exit.USAGE, "init.no_members")
    if len(set(names)) != len(names):
        raise StoppedError(Exit.USAGE, "init.twice")
    if wanted.chair not in names:
        raise StoppedError(Exit.USAGE, "init.chair_unknown")
    if wanted.acting and (wanted.acting not in names or wanted.acting == wanted.chair):
        raise StoppedError(Exit.USAGE, "init.acting_unknown")
    _refuse_accounts(wanted)
    return [_seat(name, wanted) for name in names]


def _refuse_accounts(wanted: Wanted) -> None:
    if any(not re.fullmatch(r"[UW][A-Z0-9]{1,20}", account) for account in wanted.slack.values()):
        raise StoppedError(Exit.USAGE, "init.not_an_account")
    if wanted.slack and not re.fullmatch(r"[TE][A-Z0-9]{1,20}", wanted.slack_team):
        raise StoppedError(Exit.USAGE, "init.no_slack_team")
    if len(set(wanted.slack.values())) != len(wanted.slack):
        raise StoppedError(Exit.USAGE, "init.account_twice")


def _seat(name: str, wanted: Wanted) -> Seat:
    """In development a member sits at the page too; where they have a Slack account, their messages go there."""
    page = (web_member_account("-".join(name.casefold().split())),) if wanted.development else ()
    slack = (MemberAccount(SLACK, wanted.slack_team, wanted.slack[name]),) if name in wanted.slack else ()
    return Seat(name, (*slack, *page), chair=name == wanted.chair, acting=name == wanted.acting)


def _found(settings: Settings, key: bytes, seats: Sequence[Seat]) -> None:
    path, today = settings.database.path, SystemClock().today()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_database(path, key, create=True, on=today) as database:
        database.run_now(lambda register: seat(register, seats, today))


def _facts(settings: Settings) -> dict[str, str]:
    return {"config": str(CONFIG), "key": str(settings.sealing.file), "register": str(settings.database.path)}
