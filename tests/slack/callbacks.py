"""What Slack sends to the app when somebody does something: the shapes of its own documentation and samples."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.slack.shapes import Json
from tests.slack.views import View
from tests.slack.workspace import APP, BOT_USER, TEAM, Conversation, Posted, Somebody, Workspace

SECRET = "invented-signing-secret"


@dataclass(frozen=True, slots=True)
class Callback:
    """`kind` is Socket Mode's word: `events_api`, `interactive` or `slash_commands`. `attempt` counts from 0."""

    kind: str
    payload: Json = field(repr=False)
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The app's. `status` is 0 when none came; `body` is JSON, or a text, or None."""

    status: int
    body: Any = None
    retry: bool = True

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Request:
    """A callback as it goes over HTTP, signed: the same one twice is a replay."""

    headers: dict[str, str]
    body: bytes = field(repr=False)


def request_of(callback: Callback, now: float, secret: str = SECRET) -> Request:
    if callback.kind == "events_api":
        body, kind = json.dumps(callback.payload).encode(), "application/json"
    elif callback.kind == "interactive":
        body, kind = urlencode({"payload": json.dumps(callback.payload)}).encode(), "application/x-www-form-urlencoded"
    else:
        body, kind = urlencode(callback.payload).encode(), "application/x-www-form-urlencoded"
    again = {"X-Slack-Retry-Num": str(callback.attempt), "X-Slack-Retry-Reason": callback.reason}
    headers = {"Content-Type": kind, **signed(body, int(now), secret), **(again if callback.attempt else {})}
    return Request(headers, body)


def signed(body: bytes, now: int, secret: str = SECRET) -> dict[str, str]:
    """The two headers of Slack's signature, version 0."""
    mac = hmac.new(secret.encode(), b"v0:%d:%b" % (now, body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": f"v0={mac}"}


@dataclass(slots=True)
class Callbacks:
    """Builds them. `response_url` gives out a new address for answers."""

    workspace: Workspace
    response_url: Any
    trigger: Any

    def event(self, event: Json, channel: str = "") -> Callback:
        now, enterprise = int(self.workspace.now()), self.workspace.enterprise
        body = {
            "token": "verification",
            "team_id": self._team_of(event),
            **({"enterprise_id": enterprise} if enterprise else {}),
            "api_app_id": APP,
            "type": "event_callback",
            "event_id": self.workspace.next_id("Ev"),
            "event_time": now,
            "authorizations": [
                {
                    "enterprise_id": enterprise or None,
                    "team_id": None if enterprise else TEAM,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": bool(enterprise),
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"1-{event['type']}-{TEAM}-{channel}",
            "event": event,
        }
        return Callback("events_api", body)

    def _team_of(self, event: Json) -> str:
        """Org-wide, the workspace in which the person acted."""
        who = self.workspace.people.get(str(event.get("user", "")))
        return who.team if who and self.workspace.enterprise else TEAM

    def message(self, posted: Posted, **rest: Any) -> Callback:
        event = {
            **posted.as_json(),
            "client_msg_id": self.workspace.next_id("m"),
            "channel": posted.channel,
            "channel_type": "im",
            "event_ts": posted.ts,
            "blocks": _typed(posted.text),
            **rest,
        }
        return self.event(event, posted.channel)

    def command(self, who: Somebody, command: str, text: str, conversation: Conversation) -> Callback:
        im = conversation.kind == "im"
        body = {
            "token": "verification",
            "team_id": who.team,
            "team_domain": "invented",
            "channel_id": conversation.id,
            "channel_name": "directmessage" if im else conversation.name,
            "user_id": who.id,
            "user_name": who.name.lower().replace(" ", "."),
            "command": command,
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": str(bool(self.workspace.enterprise)).lower(),
            **({"enterprise_id": who.enterprise, "enterprise_name": "Invented"} if who.enterprise else {}),
            "response_url": self.response_url(conversation.id, who.id),
            "trigger_id": self.trigger(who.id),
        }
        return Callback("slash_commands", body)

    def pressed_in_message(self, who: Somebody, posted: Posted, action: Json, state: Json) -> Callback:
        body = {
            **self._by(who, "block_actions"),
            "container": {
                "type": "message",
                "message_ts": posted.ts,
                "channel_id": posted.channel,
                "is_ephemeral": bool(posted.seen_by),
            },
            "channel": {"id": posted.channel, "name": "directmessage"},
            "response_url": self.response_url(posted.channel, who.id, posted.ts),
            "state": {"values": state},
            "actions": [action],
        }
        return Callback("interactive", body if posted.seen_by else {**body, "message": posted.as_json()})

    def pressed_in_view(self, who: Somebody, view: View, action: Json) -> Callback:
        shown = view.as_json()
        body = {
            **self._by(who, "block_actions"),
            "container": {"type": "view", "view_id": view.id},
            "view": shown,
            "actions": [action],
        }
        return Callback("interactive", body)

    def submitted(self, who: Somebody, view: View) -> Callback:
        body = {**self._by(who, "view_submission"), "view": view.as_json(), "response_urls": []}
        return Callback("interactive", body)

    def closed(self, who: Somebody, view: View) -> Callback:
        body = {**self._by(who, "view_closed"), "view": view.as_json(), "is_cleared": False}
        body.pop("trigger_id")
        return Callback("interactive", body)

    def shortcut(self, who: Somebody, callback_id: str, posted: Posted | None) -> Callback:
        kind = "message_action" if posted else "shortcut"
        body = {**self._by(who, kind), "callback_id": callback_id, "action_ts": self.workspace.next_ts()}
        if posted:
            body |= {
                "channel": {"id": posted.channel, "name": "directmessage"},
                "message_ts": posted.ts,
                "message": posted.as_json(),
                "response_url": self.response_url(posted.channel, who.id),
            }
        return Callback("interactive", body)

    def action(self, block: Json, part: Json, **told: Any) -> Json:
        """`value` is the button's own, unless the person forged another."""
        shown: Json = {name: part[name] for name in ("type", "action_id", "text", "value", "style") if name in part}
        return {**shown, "block_id": block["block_id"], "action_ts": self.workspace.next_ts(), **told}

    def _by(self, who: Somebody, kind: str) -> Json:
        """Of an app installed for a whole enterprise, Slack may name no workspace at all."""
        name, org = who.name.lower().replace(" ", "."), bool(self.workspace.enterprise)
        return {
            "type": kind,
            "token": "verification",
            "api_app_id": APP,
            "team": None if org else {"id": who.team, "domain": "invented"},
            "enterprise": {"id": who.enterprise, "name": "Invented"} if who.enterprise else None,
            "is_enterprise_install": org,
            "user": {"id": who.id, "username": name, "name": name, "team_id": who.team},
            "trigger_id": self.trigger(who.id),
        }


def _typed(text: str) -> list[Json]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]
