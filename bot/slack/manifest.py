"""The app as Slack is told of it: pasted once, under "Create New App" and "From a manifest"."""

from bot.labels import Worded
from bot.slack import commands, shortcuts
from bot.slack.sheet import Json

SCOPES = (
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)
"""Of the bot: what the methods need that it calls, and nothing more. A test derives them from the code."""

EVENTS = ("app_home_opened", "message.im")
NAME, SHORT, LONG, LEAST, HINT, SHORTCUT = 35, 140, 4000, 175, 1000, 24
"""Characters that Slack takes: the app's name, its short and its long description (LEAST at least), a command's usage
hint, the name of a shortcut."""


def manifest(words: Worded, url: str = "", *, enterprise: bool = False) -> Json:
    """For Socket Mode; with `url` (https://…/slack/events) for HTTP. `enterprise`: for all workspaces of one."""
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": words.text("slack.manifest.name"),
            "description": words.text("slack.manifest.short"),
            "long_description": words.text("slack.manifest.long"),
        },
        "features": _features(words, url),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": _reached({"bot_events": list(EVENTS)}, "request_url", url),
            "interactivity": _reached({"is_enabled": True}, "request_url", url),
            "org_deploy_enabled": enterprise,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _features(words: Worded, url: str) -> Json:
    command = {
        "command": commands.COMMAND,
        "description": words.text("slack.manifest.command"),
        "usage_hint": words.text("slack.manifest.hint"),
        "should_escape": False,
    }
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": words.text("slack.manifest.name"), "always_online": False},
        "slash_commands": [_reached(command, "url", url)],
        "shortcuts": [
            _shortcut(words, "message", shortcuts.ASK_ABOUT, "ask"),
            _shortcut(words, "global", shortcuts.REPORT, "report"),
        ],
    }


def _shortcut(words: Worded, kind: str, callback_id: str, named: str) -> Json:
    return {
        "name": words.text(f"slack.manifest.{named}_shortcut"),
        "type": kind,
        "callback_id": callback_id,
        "description": words.text(f"slack.manifest.{named}_about"),
    }


def _reached(what: Json, name: str, url: str) -> Json:
    return {**what, name: url} if url else what
