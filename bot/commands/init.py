"""`askfirst init`: settings, key, register and its first members. It overwrites nothing."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from bot.app.demo import web_member_account
from bot.clock import SystemClock
from bot.commands.failures import StoppedError
from bot.commands.words import say
from bot.configured import Known, known, load_settings
from bot.exits import Exit
from bot.keys import new_key
from bot.place import CONFIG
from bot.seats import Seat, seat
from bot.settings import GUID, Settings
from bot.slack.tokens import SLACK
from bot.teams.received import PLATFORM as TEAMS
from storage.database import open_database
from storage.records import MemberAccount


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options said; what they left open is asked, unless `asks` is False.

    `accounts` are those of a name, the first of them the one that messages go to; `slack_team` and `teams_tenant` are
    the workspaces they belong to.
    """

    members: tuple[str, ...]
    chair: str
    acting: str
    development: bool
    asks: bool
    accounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slack_team: str = ""
    teams_tenant: str = ""

    @property
    def every_account(self) -> tuple[str, ...]:
        return tuple(account for accounts in self.accounts.values() for account in accounts)


SLACK_ACCOUNT, SLACK_TEAM = r"[UW][A-Z0-9]{1,20}", r"[TE][A-Z0-9]{1,20}"


def named(members: Iterable[str]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Names, and the accounts of those given as `Name=U0123456789` (Slack), `Name=0123abcd-…` (Teams), or with both,
    a comma between them."""
    parts = [member.partition("=") for member in members]
    accounts = {name.strip(): tuple(map(str.strip, told.split(","))) for name, equals, told in parts if equals}
    return tuple(name.strip() for name, _, _ in parts), accounts


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
    text = settings_file(development=wanted.development, slack_team=wanted.slack_team, teams_tenant=wanted.teams_tenant)
    CONFIG.write_text(text, encoding="utf-8")
    typer.echo(say("init.done", _facts(settings)))


def settings_file(*, development: bool = False, slack_team: str = "", teams_tenant: str = "") -> str:
    """Every setting with its default, commented: what is not commented is what the operator has changed."""
    lines = [*_comment("init.file"), ""]
    changed = {
        "mode": "development" if development else "",
        "slack.team": slack_team,
        "teams.tenant": teams_tenant,
    }
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
    accounts = wanted.every_account
    if any(not (_is_slacks(account) or _is_teams(account)) for account in accounts):
        raise StoppedError(Exit.USAGE, "init.not_an_account")
    if any(map(_is_slacks, accounts)) and not re.fullmatch(SLACK_TEAM, wanted.slack_team):
        raise StoppedError(Exit.USAGE, "init.no_slack_team")
    if any(map(_is_teams, accounts)) and not re.fullmatch(GUID, wanted.teams_tenant):
        raise StoppedError(Exit.USAGE, "init.no_teams_tenant")
    if len({account.lower() for account in accounts}) != len(accounts):
        raise StoppedError(Exit.USAGE, "init.account_twice")


def _is_slacks(account: str) -> bool:
    return re.fullmatch(SLACK_ACCOUNT, account) is not None


def _is_teams(account: str) -> bool:
    return re.fullmatch(GUID, account) is not None


def _seat(name: str, wanted: Wanted) -> Seat:
    """In development a member sits at the page too; where they have an account, their messages go there."""
    page = (web_member_account("-".join(name.casefold().split())),) if wanted.development else ()
    theirs = tuple(_account(account, wanted) for account in wanted.accounts.get(name, ()))
    return Seat(name, (*theirs, *page), chair=name == wanted.chair, acting=name == wanted.acting)


def _account(account: str, wanted: Wanted) -> MemberAccount:
    if _is_slacks(account):
        return MemberAccount(SLACK, wanted.slack_team, account)
    return MemberAccount(TEAMS, wanted.teams_tenant.lower(), account.lower())


def _found(settings: Settings, key: bytes, seats: Sequence[Seat]) -> None:
    path, today = settings.database.path, SystemClock().today()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_database(path, key, create=True, on=today) as database:
        database.run_now(lambda register: seat(register, seats, today))


def _facts(settings: Settings) -> dict[str, str]:
    return {"config": str(CONFIG), "key": str(settings.sealing.file), "register": str(settings.database.path)}
