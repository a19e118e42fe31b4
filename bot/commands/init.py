"""`askfirst init`: settings, key, register and its first members. It overwrites nothing."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from storage.database import open_database


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options said; what they left open is asked, unless `asks` is False."""

    members: tuple[str, ...]
    chair: str
    acting: str
    development: bool
    asks: bool


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
    CONFIG.write_text(settings_file(development=wanted.development), encoding="utf-8")
    typer.echo(say("init.done", _facts(settings)))


def settings_file(*, development: bool = False) -> str:
    """Every setting with its default, commented: what is not commented is what the operator has changed."""
    lines = [*_comment("init.file"), ""]
    table = ""
    for setting in known():
        head, _, name = setting.key.rpartition(".")
        if head != table:
            table = head
            lines += [f"[{table}]", ""]
        lines += [*_comment(f"setting.{setting.key}"), _line(setting, name, development=development), ""]
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


def _line(setting: Known, name: str, *, development: bool) -> str:
    if setting.key == "mode" and development:
        return 'mode = "development"'
    return f"# {name} = {toml(setting.default)}"


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
    return [_seat(name, wanted) for name in names]


def _seat(name: str, wanted: Wanted) -> Seat:
    """In development a member sits at the page; Slack and Teams accounts come with their own commands."""
    accounts = (web_member_account("-".join(name.casefold().split())),) if wanted.development else ()
    return Seat(name, accounts, chair=name == wanted.chair, acting=name == wanted.acting)


def _found(settings: Settings, key: bytes, seats: Sequence[Seat]) -> None:
    path, today = settings.database.path, SystemClock().today()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_database(path, key, create=True, on=today) as database:
        database.run_now(lambda register: seat(register, seats, today))


def _facts(settings: Settings) -> dict[str, str]:
    return {"config": str(CONFIG), "key": str(settings.sealing.file), "register": str(settings.database.path)}
