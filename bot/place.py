"""The company's folder and language, without reading the other settings: `ask` must start at once."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

CONFIG = Path("askfirst.toml")


@dataclass(frozen=True, slots=True)
class Place:
    """`content` is None for the folder that comes with askfirst."""

    content: Path | None = None
    language: str = "en"


def config_file() -> Path | None:
    """The file that ASKFIRST_CONFIG names, there or not, else askfirst.toml in this folder; None when there is none."""
    if named := os.environ.get("ASKFIRST_CONFIG"):
        return Path(named)
    return CONFIG if CONFIG.exists() else None


def find_place() -> Place:
    """From the environment, else from the settings file. What is wrong there is for the other commands to say."""
    file = config_file()
    table = _table(file) if file else {}
    content = os.environ.get("ASKFIRST_CONTENT") or table.get("content")
    language = os.environ.get("ASKFIRST_LANGUAGE") or table.get("language")
    folder = file.parent if file else Path()
    return Place(
        (folder / Path(content).expanduser()) if isinstance(content, str) else None,
        language if isinstance(language, str) else "en",
    )


def _table(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
