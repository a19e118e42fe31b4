"""What Slack's payloads look like, as far as anything here or in Bolt reads them: junk is refused before it is read."""

import json
from binascii import a2b_qp
from typing import Any
from urllib.parse import parse_qsl

from bot.slack.sheet import Json

MOST_FIELDS = 100
EVENTS = frozenset({"message", "app_home_opened"})
FORM = "application/x-www-form-urlencoded"
PAYLOAD = b"payload="
UNSURE = (b"=", b"\r", b"\n", b"&")
"""The first three have a meaning in quoted-printable, the last in a form."""

Kinds = dict[str, tuple[type, ...]]
NONE = type(None)

BODY: Kinds = {
    **dict.fromkeys(("type", "event_id", "trigger_id", "response_url", "callback_id", "command", "text"), (str,)),
    **dict.fromkeys(("user_id", "channel_id", "api_app_id", "challenge", "ssl_check", "token", "action_ts"), (str,)),
    **dict.fromkeys(("team_id", "enterprise_id"), (str, NONE)),
    **dict.fromkeys(("team", "enterprise", "view", "channel", "state", "message"), (dict, NONE)),
    **dict.fromkeys(("user", "event", "container", "function_data", "interactivity"), (dict,)),
    **dict.fromkeys(("authorizations", "response_urls", "actions"), (list, NONE)),
    "is_enterprise_install": (str, bool, NONE),
}
TEAM: Kinds = dict.fromkeys(("id", "domain", "enterprise_id"), (str, NONE))
USER: Kinds = dict.fromkeys(("id", "team_id", "name", "username"), (str, NONE))
EVENT: Kinds = {
    **dict.fromkeys(("type", "subtype", "user", "channel", "channel_type", "ts", "thread_ts", "text", "tab"), (str,)),
    **dict.fromkeys(("team", "user_team", "team_id", "enterprise_id", "bot_id", "app_id"), (str, NONE)),
    **dict.fromkeys(("message", "previous_message", "view", "item", "assistant_thread", "metadata"), (dict,)),
    "files": (list,),
}
VIEW: Kinds = {
    **dict.fromkeys(("id", "type", "callback_id", "private_metadata", "hash", "team_id"), (str, NONE)),
    "app_installed_team_id": (str, NONE),
    "state": (dict, NONE),
    "blocks": (list,),
}
ACTION: Kinds = dict.fromkeys(("action_id", "block_id", "type", "value", "action_ts"), (str, NONE))
AUTHORIZATION: Kinds = {
    **dict.fromkeys(("team_id", "enterprise_id", "user_id"), (str, NONE)),
    "is_enterprise_install": (bool, str, NONE),
}


def payload_of(body: bytes, content_type: str) -> Json | None:
    """The object that a request carries: JSON, a form, or JSON in a form's `payload`. None for anything else."""
    try:
        text = body.decode()
        if content_type == "application/json":
            return well_formed(json.loads(text))
        if content_type != FORM:
            return None
        if (alone := _payload_alone(body)) is not None:
            return well_formed(json.loads(alone))
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
        return well_formed(json.loads(form["payload"]) if "payload" in form else form)
    except (ValueError, RecursionError):
        return None


def _payload_alone(body: bytes) -> str | None:
    """A form of one `payload` and nothing else, unquoted as `parse_qsl` does it, at a twentieth of its time: a window
    is ten thousand bytes, and the standard library takes them one by one. None where that is not sure."""
    quoted = body[len(PAYLOAD) :].replace(b"+", b" ")
    if not (body.startswith(PAYLOAD) and quoted.isascii()) or any(sign in quoted for sign in UNSURE):
        return None
    found = a2b_qp(quoted.replace(b"%", b"="))
    return found.decode("utf-8", "replace") if len(quoted) - len(found) == 2 * quoted.count(b"%") else None


def well_formed(body: Any) -> Json | None:
    """The body itself, or None when a part that is read is not of its kind."""
    if not isinstance(body, dict) or not _like(body, BODY):
        return None
    parts = ((TEAM, "team"), (TEAM, "enterprise"), (USER, "user"), (EVENT, "event"), (VIEW, "view"))
    sound = all(_like(body.get(name), kinds) for kinds, name in parts)
    listed: tuple[tuple[Kinds, str], ...] = (
        (AUTHORIZATION, "authorizations"),
        (ACTION, "actions"),
        ({}, "response_urls"),
    )
    return body if sound and all(_all_like(body, name, kinds) for kinds, name in listed) and _whole(body) else None


def _whole(body: Json) -> bool:
    """What makes a payload of its type, of those that anything here listens for."""
    match body.get("type"):
        case "event_callback":
            return _text(body.get("event"), "type") in EVENTS
        case "block_actions":
            first = (body.get("actions") or [None])[0]
            return _has(body.get("user"), "id") and _has(first, "action_id", "block_id", "type")
        case "view_submission":
            return _has(body.get("user"), "id") and _has(body.get("view"), "id", "type", "callback_id")
        case "shortcut":
            return _has(body.get("user"), "id") and "callback_id" in body
        case "message_action":
            return _has(body.get("user"), "id") and "callback_id" in body and isinstance(body.get("message"), dict)
        case "url_verification":
            return "challenge" in body
        case None:
            return "ssl_check" in body or ("command" in body and "user_id" in body)
    return False


def _has(part: Any, *names: str) -> bool:
    return all(_text(part, name) for name in names)


def _text(part: Any, name: str) -> str:
    value = part.get(name) if isinstance(part, dict) else ""
    return value if isinstance(value, str) else ""


def _like(part: Any, kinds: Kinds) -> bool:
    return not isinstance(part, dict) or all(isinstance(part[n], kinds[n]) for n in part.keys() & kinds.keys())


def _all_like(body: Json, name: str, kinds: Kinds) -> bool:
    return all(isinstance(one, dict) and _like(one, kinds) for one in body.get(name) or [])
