"""Reads the settings, and says everything that is wrong with them at once."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from bot.settings import BETWEEN, PREFIX, Settings

NOT_SETTINGS = frozenset({"ASKFIRST_CONFIG", "ASKFIRST_KEY", "ASKFIRST_LONG", "ASKFIRST_REQUIRE"})
"""Read elsewhere: where the file is, the master key, and two for the tests."""

_REASONS = {
    "extra_forbidden": "unknown",
    "literal_error": "choose",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "model_type": "table",
    "tuple_type": "list",
}
_WITH_KEY = frozenset({"loopback_only", "development_only"})
"""Of a table as a whole: they name the key of it that is wrong."""
_OURS = frozenset({"https", "slack_id", "guid", "teams_channel", "played_elsewhere", *_WITH_KEY})


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing; worded under `cli.setting_problem.<reason>`. `detail` is ours, never the value that was set."""

    key: str
    reason: str
    detail: str = ""


class SettingsError(Exception):
    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        super().__init__(", ".join(f"{w.key}: {w.reason}" for w in wrong))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Known:
    """A setting there is. `default` as TOML would write it."""

    key: str
    default: object
    field: FieldInfo

    @property
    def variable(self) -> str:
        return _variable(self.key)


def _variable(key: str) -> str:
    return PREFIX + key.replace(".", BETWEEN).upper()


def load_settings(config: Path | None) -> Settings:
    """Of no file: the defaults and the environment. Relative paths start at the file's folder. Raises SettingsError."""
    wrong = [*_unknown_variables(os.environ)]
    named = {each.key for each in wrong}
    try:
        settings = Settings(**_table(config) if config else {})
    except ValidationError as errors:
        found = (_wrong(e["type"], e["loc"], e["msg"], e.get("ctx", {})) for e in errors.errors())
        wrong += (each for each in found if _variable(each.key) not in named)
    except SettingsError as error:
        wrong += error.wrong
    if wrong:
        raise SettingsError(tuple(wrong))
    return _absolute(settings, config.parent if config else Path())


def known(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[Known]:
    """Every setting there is, in the order of the file: plain keys first, then the tables."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from known(kind, f"{prefix}{name}.")
        else:
            yield Known(prefix + name, field.default, field)


def _table(config: Path) -> dict[str, Any]:
    try:
        text = config.read_text("utf-8")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise SettingsError((Wrong(config.name, "no_file"),)) from None
    except OSError:
        raise SettingsError((Wrong(config.name, "unreadable"),)) from None
    except UnicodeDecodeError:
        raise SettingsError((Wrong(config.name, "not_utf8"),)) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))  # the end of the document has no number
        raise SettingsError((Wrong(config.name, "not_toml", line[1] if line else str(text.count("\n") + 1)),)) from None


def _wrong(kind: str, place: tuple[int | str, ...], message: str, context: Mapping[str, Any]) -> Wrong:
    key = ".".join(str(part) for part in place if not isinstance(part, int))
    match _REASONS.get(kind, kind):
        case "unknown":
            return _unknown(key)
        case "choose":
            return Wrong(key, "choose", str(context["expected"]).replace("'", '"'))
        case "at_least" | "at_most" as reason:
            return Wrong(key, reason, str(context["ge" if reason == "at_least" else "le"]))
        case reason if reason in _OURS:
            return Wrong(f"{key}.{message}" if reason in _WITH_KEY else key, reason)
        case reason:
            return Wrong(key, _by_family(reason))


def _by_family(kind: str) -> str:
    family = kind.partition("_")[0]
    return family if family in {"int", "date", "string", "path", "table", "list"} else "other"


def _unknown(key: str) -> Wrong:
    near = get_close_matches(key, [k.key for k in known()], n=1)
    return Wrong(key, "unknown_near" if near else "unknown", near[0] if near else "")


def _unknown_variables(environ: Mapping[str, str]) -> Iterator[Wrong]:
    variables = {k.variable for k in known()} | NOT_SETTINGS
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in variables:
            near = get_close_matches(name.upper(), variables, n=1)
            yield Wrong(name, "unknown_near" if near else "unknown", near[0] if near else "")


def _absolute(settings: Settings, folder: Path) -> Settings:
    def placed(path: Path) -> Path:
        return (folder / path.expanduser()).resolve()

    return settings.model_copy(
        update={
            "content": placed(settings.content) if settings.content else None,
            "database": settings.database.model_copy(update={"path": placed(settings.database.path)}),
            "sealing": settings.sealing.model_copy(update={"file": placed(settings.sealing.file)}),
        }
    )
