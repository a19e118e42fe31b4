"""Reads what Slack sends: another shape than expected is an empty value, never an error."""

from typing import Any

from bot.slack.sheet import Json


def node(body: Any, *path: str) -> Json:
    """Empty when there is no such object."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body if isinstance(body, dict) else {}


def text(body: Any, *path: str) -> str:
    """Empty when there is no such text. Half of a surrogate pair, which no file can hold, becomes a question mark."""
    value = node(body, *path[:-1]).get(path[-1])
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def user_of(body: Any) -> str:
    """Who did it: commands, events and interactions each name them elsewhere."""
    return text(body, "user_id") or text(body, "user", "id") or text(body, "event", "user")


def home_of(body: Any) -> tuple[str, ...]:
    """Every workspace and enterprise that the request names for the person who acts; one of them must be ours."""
    team, enterprise = node(body, "team"), node(body, "enterprise")
    named = (
        text(body, "team_id") or text(team, "id"),
        text(body, "enterprise_id") or text(enterprise, "id") or text(team, "enterprise_id"),
        text(_installation_of(body), "enterprise_id"),
    )
    return tuple(filter(None, named))


def _installation_of(body: Any) -> Json:
    """For which an event is delivered: an app installed for a whole enterprise may be told no more than that."""
    listed = body.get("authorizations") if isinstance(body, dict) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    return first if isinstance(first, dict) else {}


def persons_team(body: Any) -> str:
    """The workspace of the person's own account, where the request names one: another one comes by Slack Connect."""
    return text(body, "user", "team_id") or text(body, "event", "user_team") or text(body, "event", "team")


def action_of(body: Any) -> Json:
    """The one thing that was pressed."""
    actions = body.get("actions") if isinstance(body, dict) else None
    first = actions[0] if isinstance(actions, list) and actions else None
    return first if isinstance(first, dict) else {}


def delivery_of(body: Any) -> str:
    """The same for every delivery of one thing that happened; empty when Slack names none."""
    action = action_of(body)
    pressed = text(action, "action_ts") and f"{text(action, 'action_ts')} {text(action, 'action_id')}"
    return text(body, "event_id") or text(body, "trigger_id") or pressed
