"""What stopped a command, in one clear sentence on standard error, with an exit code a script can use."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.commands.words import say, words
from bot.exits import Exit

if TYPE_CHECKING:
    from bot.configured import Wrong
    from content.errors import ContentError
    from storage.errors import RegisterError

HOUSE = Path(__file__).resolve().parents[2]


class StoppedError(Exception):
    """A command's own refusal, worded under `cli.<key>`."""

    def __init__(self, code: Exit, key: str, **facts: str | int) -> None:
        super().__init__(key)
        self.code = code
        self.key = key
        self.facts = facts


@contextmanager
def reported() -> Iterator[None]:
    """Around every command. No traceback: it could hold people's words."""
    try:
        yield
    except (typer.Exit, KeyboardInterrupt):
        raise
    except typer.Abort:
        typer.echo(err=True)  # behind the question that nobody answered
        typer.secho(say("unanswered"), err=True, fg="red")
        raise typer.Exit(Exit.USAGE) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has gone; exiting must not write
        raise typer.Exit(Exit.FAILED) from None
    except Exception as error:  # noqa: BLE001  the last place that can say something
        code, sentences = explained(error)
        for sentence in sentences:
            typer.secho(sentence, err=True, fg="red")
        raise typer.Exit(code) from None


def explained(error: Exception) -> tuple[Exit, list[str]]:
    """What to say and to return. Imported here: only a command that failed pays for it."""
    from bot.configured import SettingsError
    from bot.keys import KeyProblemError
    from content.errors import ContentError
    from storage.errors import RegisterError

    match error:
        case StoppedError():
            return error.code, [say(error.key, error.facts)]
        case ContentError():
            return Exit.SETTINGS, [content_problem(error)]
        case SettingsError():
            return Exit.SETTINGS, [setting_problem(wrong) for wrong in error.wrong]
        case KeyProblemError():
            return Exit.SETTINGS, [say(f"key.{error.reason}", {"where": error.where})]
        case RegisterError():
            return Exit.REGISTER, [say(register_reason(error))]
    return Exit.FAILED, [say("unexpected", {"error": type(error).__name__, "at": _where(error)})]


def content_problem(error: "ContentError") -> str:
    return words().text(f"content.{error.reason}", {"file": str(error.file), "detail": error.detail})


def setting_problem(wrong: "Wrong") -> str:
    return say(f"setting_problem.{wrong.reason}", {"key": wrong.key, "detail": wrong.detail})


def register_reason(error: "RegisterError") -> str:
    """Its key under `cli`."""
    known = words().has(f"cli.register.{error.reason}")
    return f"register.{error.reason}" if known else "register.failed"


def _where(error: Exception) -> str:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(str(HOUSE / "bot"))]
    return f"{Path(frames[-1].filename).relative_to(HOUSE)}:{frames[-1].lineno}" if frames else "?"
