"""The app as Teams is told of it: a zip that an administrator uploads once."""

import io
import json
import zipfile
from collections.abc import Callable
from importlib.metadata import version

from bot.labels import Worded
from bot.teams.icons import ACCENT, color_icon, outline_icon
from bot.teams.received import JSON

SCHEMA = "1.19"
SITE = "https://developer.microsoft.com/json-schemas/teams"
COMMANDS = ("help", "guide", "report", "inbox", "contacts", "code", "cases")
"""What stands in the menu above the box in which one types: words of `bot.typed`, the same in every language."""

COLOR, OUTLINE = "color.png", "outline.png"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""So that the same settings make the same file."""

COMPANY = 32
"""Characters of the developer's name that Teams takes."""


def package(app_id: str, company: str, page: str, language: str, wording: Callable[[str], Worded]) -> bytes:
    """`page` is an https address that says who runs the bot; Teams shows it to everybody who looks at the app."""
    words = wording(language)
    others = [other for other in languages_of(words) if other != language]
    files = {"manifest.json": _written(manifest(app_id, company, page, words, language, others))}
    for other in others:
        files[f"{other}.json"] = _written(translation(wording(other)))
    return _zipped({**files, COLOR: color_icon(), OUTLINE: outline_icon()})


def languages_of(words: Worded) -> tuple[str, ...]:
    return tuple(getattr(words, "languages", ()))


def manifest(app_id: str, company: str, page: str, words: Worded, language: str, others: list[str]) -> JSON:
    return {
        "$schema": f"{SITE}/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version("askfirst"),
        "id": app_id,
        "localizationInfo": {
            "defaultLanguageTag": language,
            "additionalLanguages": [{"languageTag": other, "file": f"{other}.json"} for other in others],
        },
        "developer": {
            "name": company[:COMPANY],
            **dict.fromkeys(("websiteUrl", "privacyUrl", "termsOfUseUrl"), page),
        },
        "name": {"short": words.text("teams.package.name"), "full": words.text("teams.package.full")},
        "description": {"short": words.text("teams.package.short"), "full": words.text("teams.package.long")},
        "icons": {"color": COLOR, "outline": OUTLINE},
        "accentColor": ACCENT,
        "bots": [_bot(app_id, words)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot"},
    }


def _bot(app_id: str, words: Worded) -> JSON:
    """In a team it takes no commands: it answers in a personal chat alone."""
    commands = [{"title": name, "description": words.text(f"teams.package.command.{name}")} for name in COMMANDS]
    return {
        "botId": app_id,
        "scopes": ["personal", "team"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": ["personal"], "commands": commands}],
    }


def translation(words: Worded) -> JSON:
    """The words on a command's left stay: they are typed."""
    return {
        "$schema": f"{SITE}/v{SCHEMA}/MicrosoftTeams.Localization.schema.json",
        "name.short": words.text("teams.package.name"),
        "name.full": words.text("teams.package.full"),
        "description.short": words.text("teams.package.short"),
        "description.full": words.text("teams.package.long"),
        **{
            f"bots[0].commandLists[0].commands[{n}].description": words.text(f"teams.package.command.{name}")
            for n, name in enumerate(COMMANDS)
        },
    }


def _written(value: JSON) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content)
    return whole.getvalue()
