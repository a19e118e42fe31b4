"""The README's tables, made of the code and the wording: `python -m bot.readme README.md` writes them in."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from typer.main import get_command

from bot.cli import app
from bot.commands.init import toml
from bot.commands.words import say
from bot.configured import known
from bot.exits import Exit
from bot.logs import Event


def commands() -> Iterator[str]:
    yield "| Command | What it does |"
    yield "|---|---|"
    for name, command in _commands(get_command(app)):
        yield f"| `askfirst {name}{_arguments(command)}` | {_cell(command.help)} |"


def options() -> Iterator[str]:
    yield "| Option | What it does |"
    yield "|---|---|"
    for name, command in _commands(get_command(app)):
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "help":
                yield f"| `{name} {parameter.opts[0]}` | {_cell(parameter.help)} |"


def _commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Those of a group (`content report`) by both names."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield above + name, command


def settings() -> Iterator[str]:
    yield "| Setting | Default | In the environment | What it does |"
    yield "|---|---|---|---|"
    for each in known():
        what = _cell(say(f"setting.{each.key}"))
        yield f"| `{each.key}` | `{toml(each.default)}` | `{each.variable}` | {what} |"


def exits() -> Iterator[str]:
    yield "| Exit code | Meaning |"
    yield "|---|---|"
    for code in Exit:
        yield f"| {code.value} | {_cell(say(f'exit.{code.name.lower()}'))} |"


def events() -> Iterator[str]:
    yield "| Event in the log | Meaning |"
    yield "|---|---|"
    for event in Event:
        yield f"| `{event}` | {_cell(say(f'event.{event}'))} |"


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "commands": commands,
    "options": options,
    "settings": settings,
    "exits": exits,
    "events": events,
}


def with_tables(text: str) -> str:
    """The README with every table between `<!-- name -->` and `<!-- /name -->` as it should be."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, found, rest = text.partition(begin)
        if found:
            text = "\n".join([before + begin, *table(), end + rest.partition(end)[2]])
    return text


def _arguments(command: Any) -> str:
    named = [p for p in command.params if p.param_type_name == "argument"]
    return "".join(f" {p.name.upper()}" if p.required else f" [{p.name.upper()}]" for p in named)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_tables(file.read_text("utf-8")), encoding="utf-8")
