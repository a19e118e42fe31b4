"""What was typed wrong at the command line, in our own words instead of typer's English."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from bot.commands.words import say
from bot.exits import Exit
from bot.inert import one_line


class NoSuchCommandError(typer.TyperException):
    """`message` is worded."""


@contextmanager
def worded(path: str) -> Iterator[None]:
    """Around reading a command line. `path` is the command so far. Ends with exit code 2, and where help is."""
    try:
        yield
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            raise
        command = getattr(getattr(error, "ctx", None), "command_path", path)
        typer.secho(_sentence(error), err=True, fg="red")
        typer.secho(say("misuse.help", {"command": command}), err=True)
        raise typer.Exit(Exit.USAGE) from None


def _sentence(error: typer.TyperException) -> str:
    """typer names its errors in no public place but their class."""
    match type(error).__name__:
        case "NoSuchCommandError":
            return error.message
        case "NoSuchOption":
            return _no_such_option(error)
        case "MissingParameter":
            return say("misuse.missing", {"name": _name(error)})
        case "BadParameter":
            return " ".join(filter(None, (say("misuse.value", {"name": _name(error)}), _what_fits(error))))
        case "BadOptionUsage":
            return say("misuse.use", {"name": _option(error)})
    return say("misuse.more")


def _what_fits(error: typer.TyperException) -> str:
    """Empty where it cannot be said in a few words."""
    param: Any = getattr(error, "param", None)
    choices = getattr(getattr(param, "type_descriptor", None), "choices", None)
    if choices:
        return say("misuse.choices", {"choices": ", ".join(map(str, choices))})
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    return "" if least is None or most is None else say("misuse.range", {"least": int(least), "most": int(most)})


def _no_such_option(error: typer.TyperException) -> str:
    close = tuple(sorted(getattr(error, "possibilities", None) or ()))
    key = "misuse.meant" if close else "misuse.option"
    return say(key, {"name": _option(error), "close": close})


def _option(error: typer.TyperException) -> str:
    return one_line(str(getattr(error, "option_name", "")))


def _name(error: typer.TyperException) -> str:
    """An option as it is typed, an argument as the help shows it."""
    param: Any = getattr(error, "param", None)
    if param is None:
        return ""
    return str(max(param.opts, key=len)) if param.param_type_name == "option" else str(param.name).upper()
