"""The command `askfirst`. Each command imports what it needs when it runs: `ask` must start at once."""

import gc
import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.failures import StoppedError, reported
from bot.commands.group import Command, Commands
from bot.commands.words import say
from bot.exits import Exit
from bot.person import Standing

GARBAGE_AT = 200_000
"""New objects between two searches for garbage: more than a start makes, so that none searches what it imports."""
gc.set_threshold(GARBAGE_AT)

app = typer.Typer(
    name="askfirst",
    cls=Commands,
    help=say("about"),
    epilog=say("epilog"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

officer = typer.Typer(name="content", cls=Commands, help=say("officer.help"), no_args_is_help=True)
app.add_typer(officer)

command = partial(app.command, cls=Command)
officer_command = partial(officer.command, cls=Command)

Content = Annotated[Path | None, typer.Option("--content", help=say("content"), metavar="FOLDER")]
Json = Annotated[bool, typer.Option("--json", help=say("json"))]


@app.callback()
def main(config: Annotated[Path | None, typer.Option(help=say("config"), metavar="FILE")] = None) -> None:
    if config is not None:
        os.environ["ASKFIRST_CONFIG"] = str(config)


@command(help=say("ask.help"))
def ask(
    question: Annotated[str, typer.Argument(help=say("ask.question"), show_default=False)] = "",
    batch: Annotated[Path | None, typer.Option(help=say("ask.batch"), metavar="FILE")] = None,
    content: Content = None,
    as_json: Json = False,
    by_words: Annotated[bool, typer.Option("--words", help=say("ask.words"))] = False,
) -> None:
    with reported():
        from bot.commands import ask as command

        if bool(question.strip()) == (batch is not None):
            raise StoppedError(Exit.USAGE, "ask.one_or_batch")
        if batch:
            command.ask_all(batch, content, by_words=by_words)
        else:
            command.ask(question, content, as_json=as_json, by_words=by_words)


@command(help=say("code.help"))
def code(
    section: Annotated[str, typer.Argument(help=say("code.section"), show_default=False)] = "",
    content: Content = None,
    as_json: Json = False,
) -> None:
    with reported():
        from bot.commands import code as command

        command.code(section, content, as_json=as_json)


@command(help=say("contacts.help"))
def contacts(
    standing: Annotated[Standing, typer.Option("--as", help=say("contacts.standing"))] = Standing.EMPLOYEE,
    content: Content = None,
    as_json: Json = False,
) -> None:
    with reported():
        from bot.commands import contacts as command

        command.contacts(standing, content, as_json=as_json)


@command(help=say("demo.help"))
def demo(
    port: Annotated[int, typer.Option(help=say("demo.port"), min=1, max=65535, metavar="PORT")] = 8013,
    fresh: Annotated[bool, typer.Option("--fresh", help=say("demo.fresh"))] = False,
) -> None:
    with reported():
        from bot.commands import demo as command

        command.demo(port, fresh=fresh)


@command(help=say("chat.help"))
def chat() -> None:
    with reported():
        from bot.commands import chat as command

        command.chat()


@command(help=say("init.help"))
def init(
    member: Annotated[list[str] | None, typer.Option(help=say("init.member"), metavar="NAME")] = None,
    chair: Annotated[str, typer.Option(help=say("init.chair"), metavar="NAME", show_default=False)] = "",
    acting: Annotated[str, typer.Option(help=say("init.acting"), metavar="NAME", show_default=False)] = "",
    development: Annotated[bool, typer.Option("--development", help=say("init.development"))] = False,
    slack_team: Annotated[str, typer.Option("--slack-team", help=say("init.slack_team"), metavar="ID")] = "",
    teams_tenant: Annotated[str, typer.Option("--teams-tenant", help=say("init.teams_tenant"), metavar="ID")] = "",
) -> None:
    with reported():
        from bot.commands import init as command

        members, accounts = command.named(member or ())
        who = (members, chair.strip(), acting.strip(), development, not members)
        command.init(command.Wanted(*who, accounts, slack_team.strip(), teams_tenant.strip()))


@command(help=say("check.help"))
def check(
    notify: Annotated[bool, typer.Option("--notify", help=say("check.notify"))] = False, as_json: Json = False
) -> None:
    with reported():
        from bot.commands import check as command

        raise typer.Exit(command.check(as_json=as_json, notify=notify))


@command(help=say("serve.help"))
def serve() -> None:
    with reported():
        from bot.commands import serve as command

        command.serve()


@command(help=say("members.help"))
def members(
    link: Annotated[str, typer.Option(help=say("members.link"), metavar="NAME=ID", show_default=False)] = "",
    add: Annotated[str, typer.Option(help=say("members.add"), metavar="NAME=ID", show_default=False)] = "",
    remove: Annotated[str, typer.Option(help=say("members.remove"), metavar="NAME", show_default=False)] = "",
    chair: Annotated[str, typer.Option(help=say("members.seat"), metavar="NAME", show_default=False)] = "",
    alone: Annotated[bool, typer.Option("--break-glass", help=say("members.break_glass"))] = False,
) -> None:
    with reported():
        from bot.commands import members as command

        command.members(command.Asked(link, add, remove, chair, alone))


@command(help=say("backup.help"))
def backup(file: Annotated[Path, typer.Argument(help=say("backup.file"), show_default=False)]) -> None:
    with reported():
        from bot.commands import keeping

        keeping.backup(file)


@command(help=say("verify.help"))
def verify(as_json: Json = False) -> None:
    with reported():
        from bot.commands import keeping

        raise typer.Exit(keeping.verify(as_json=as_json))


@command(help=say("restore.help"))
def restore(file: Annotated[Path, typer.Argument(help=say("restore.file"), show_default=False)]) -> None:
    with reported():
        from bot.commands import keeping

        keeping.restore(file)


@command(help=say("release.help"))
def release() -> None:
    with reported():
        from bot.commands import keeping

        keeping.release()


@command(help=say("manifest.help"))
def manifest(
    platform: Annotated[str, typer.Argument(help=say("manifest.platform"))] = "slack",
    url: Annotated[str, typer.Option(help=say("manifest.url"), metavar="URL")] = "",
) -> None:
    with reported():
        from bot.commands import manifest as command

        command.manifest(platform, url)


@command(help=say("package.help"))
def package(
    platform: Annotated[str, typer.Argument(help=say("package.platform"))] = "teams",
    page: Annotated[str, typer.Option(help=say("package.page"), metavar="URL", show_default=False)] = "",
    file: Annotated[Path, typer.Option(help=say("package.file"), metavar="FILE")] = Path("askfirst-teams.zip"),
) -> None:
    with reported():
        from bot.commands import package as command

        command.package(platform, page, file)


@officer_command("report", help=say("officer.report_help"))
def content_report(
    questions: Annotated[Path | None, typer.Option(help=say("officer.file"), metavar="FILE")] = None,
    content: Content = None,
    as_json: Json = False,
) -> None:
    with reported():
        from bot.commands import officer as command

        command.report(questions, content, as_json=as_json)


@officer_command("learn", help=say("officer.learn_help"))
def content_learn(content: Content = None) -> None:
    with reported():
        from bot.commands import officer as command

        command.learn(content)


@officer_command("asked", help=say("officer.asked_help"))
def content_asked(as_json: Json = False) -> None:
    with reported():
        from bot.commands import officer as command

        command.asked(as_json=as_json)
