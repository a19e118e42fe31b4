"""Slack's Web API, as far as an app like this one may call it. Any other method is an error that the test hears of."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.slack.block_kit import TOO_LONG, message_flaws, view_flaws
from tests.slack.shapes import Flaw, Json
from tests.slack.views import DEEPEST, Screens
from tests.slack.workspace import BOT, BOT_USER, TEAM, Conversation, Posted, Workspace

SCOPES = frozenset(
    {
        *("chat:write", "commands", "im:history", "im:read", "im:write", "users:read"),
        *("channels:read", "groups:read", "groups:history"),
    }
)
"""Granted unless a test grants others. `groups:history` is for looking whether a channel note has arrived."""

READ = {"im": "im:read", "private": "groups:read", "public": "channels:read"}
HISTORY = {"im": "im:history", "private": "groups:history", "public": "channels:history"}


class RefusedError(Exception):
    """The method answers `ok: false` with this error."""


@dataclass(slots=True)
class Methods:
    """`invalid` collects what no app should ever send; a test fails on it."""

    workspace: Workspace
    screens: Screens
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    invalid: list[str] = field(default_factory=list)
    sockets: Callable[[], str] = lambda: ""
    """Gives out the address of a new socket."""

    async def call(self, method: str, arguments: Json) -> Json:
        do = self._table().get(method)
        if do is None:
            self.invalid.append(f"{method}: not_a_method_for_this_app")
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **await do(arguments)}
        except RefusedError as refused:
            return {"ok": False, "error": str(refused)}

    def _table(self) -> Mapping[str, Callable[[Json], Awaitable[Json]]]:
        return {
            "api.test": self._test,
            "apps.connections.open": self._connections_open,
            "auth.test": self._auth_test,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.info": self._info,
            "conversations.members": self._members,
            "conversations.open": self._open,
            "users.info": self._user,
            "users.list": self._users,
            "views.open": self._view_open,
            "views.publish": self._view_publish,
            "views.push": self._view_push,
            "views.update": self._view_update,
        }

    async def _test(self, arguments: Json) -> Json:
        return {"args": arguments}

    async def _connections_open(self, _: Json) -> Json:
        return {"url": self.sockets()}

    async def _auth_test(self, _: Json) -> Json:
        return {
            "url": "https://invented.slack.com/",
            "team": "Invented",
            "team_id": TEAM,
            "user": "askfirst",
            "user_id": BOT_USER,
            "bot_id": BOT,
            "enterprise_id": self.workspace.enterprise or None,
            "is_enterprise_install": bool(self.workspace.enterprise),
        }

    async def _post(self, arguments: Json) -> Json:
        conversation = self._writable(str(arguments.get("channel", "")))
        posted = self._posted(conversation, arguments)
        return {"channel": conversation.id, "ts": posted.ts, "message": posted.as_json()}

    async def _post_ephemeral(self, arguments: Json) -> Json:
        conversation, user = self._writable(str(arguments.get("channel", ""))), str(arguments.get("user", ""))
        if user not in conversation.members:
            raise RefusedError("user_not_in_channel")
        return {"message_ts": self._posted(conversation, arguments, seen_by=user).ts}

    async def _update(self, arguments: Json) -> Json:
        posted = self._own(arguments)
        self._sound(message_flaws(arguments))
        posted.text, posted.blocks = (
            str(arguments.get("text", "")),
            self.workspace.identified(arguments.get("blocks", [])),
        )
        posted.metadata = arguments.get("metadata", posted.metadata)
        posted.edited = True
        return {"channel": posted.channel, "ts": posted.ts, "text": posted.text}

    async def _delete(self, arguments: Json) -> Json:
        posted = self._own(arguments)
        self.workspace.conversations[posted.channel].messages.remove(posted)
        return {"channel": posted.channel, "ts": posted.ts}

    async def _open(self, arguments: Json) -> Json:
        self._needs("im:write")
        person = self.workspace.people.get(str(arguments.get("users", "")))
        if person is None:
            raise RefusedError("user_not_found")
        if person.deactivated:
            raise RefusedError("user_disabled")
        if person.bot:
            raise RefusedError("cannot_dm_bot")
        return {"channel": {"id": self.workspace.dm_with(person.id).id}}

    async def _history(self, arguments: Json) -> Json:
        conversation = self._readable(arguments, HISTORY)
        oldest, cursor = float(arguments.get("oldest", 0)), int(arguments.get("cursor") or 0)
        limit = int(arguments.get("limit", 100))
        newest_first = [m for m in reversed(conversation.messages) if not m.seen_by and float(m.ts) > oldest]
        page, after = newest_first[cursor : cursor + limit], cursor + limit
        more = after < len(newest_first)
        with_metadata = truth(arguments.get("include_all_metadata"))
        return {
            "messages": [m.as_json(metadata=with_metadata) for m in page],
            "has_more": more,
            "response_metadata": {"next_cursor": str(after) if more else ""},
        }

    async def _info(self, arguments: Json) -> Json:
        return {"channel": self._readable(arguments, READ).as_json()}

    async def _members(self, arguments: Json) -> Json:
        members = sorted(self._readable(arguments, READ).members)
        return {"members": members, "response_metadata": {"next_cursor": ""}}

    async def _user(self, arguments: Json) -> Json:
        self._needs("users:read")
        person = self.workspace.people.get(str(arguments.get("user", "")))
        if person is None:
            raise RefusedError("user_not_found")
        return {"user": person.as_json(self.workspace.enterprise)}

    async def _users(self, _: Json) -> Json:
        self._needs("users:read")
        people = [person.as_json() for person in self.workspace.people.values()]
        return {"members": people, "response_metadata": {"next_cursor": ""}}

    async def _view_open(self, arguments: Json) -> Json:
        return self._opened(arguments)

    async def _view_push(self, arguments: Json) -> Json:
        return self._opened(arguments, push=True)

    async def _view_update(self, arguments: Json) -> Json:
        view = self.screens.find(str(arguments.get("view_id", "")), str(arguments.get("external_id", "")))
        if view is None:
            raise RefusedError("not_found")
        if arguments.get("hash") and arguments["hash"] != view.hash:
            raise RefusedError("hash_conflict")
        self.sound_view(arguments)
        self.screens.update(view, arguments["view"])
        return {"view": view.as_json()}

    async def _view_publish(self, arguments: Json) -> Json:
        user = str(arguments.get("user_id", ""))
        if user not in self.workspace.people:
            raise RefusedError("user_not_found")
        self.sound_view(arguments, kind="home")
        return {"view": self.screens.publish(user, arguments["view"]).as_json()}

    def _opened(self, arguments: Json, *, push: bool = False) -> Json:
        user, error = self.screens.pulled_by(str(arguments.get("trigger_id", "")))
        if error:
            raise RefusedError(error)
        if len(self.screens.stacks.get(user, ())) >= DEEPEST:
            raise RefusedError("push_limit_reached")
        if push and self.screens.top(user) is None:
            raise RefusedError("view_not_found")
        self.sound_view(arguments)
        return {"view": self.screens.open(user, arguments["view"]).as_json()}

    def sound_view(self, arguments: Json, kind: str = "modal") -> None:
        view = arguments.get("view")
        if not isinstance(view, dict) or view.get("type") != kind:
            self._sound([Flaw("view", f"not_a_{kind}")])
        else:
            self._sound(view_flaws(view))

    def sound_message(self, message: Json) -> None:
        self._sound(message_flaws(message))

    def _sound(self, flaws: list[Flaw]) -> None:
        if flaws:
            self.invalid.extend(str(flaw) for flaw in flaws)
            raise RefusedError(TOO_LONG if [flaw.what for flaw in flaws] == [TOO_LONG] else "invalid_blocks")

    def _posted(self, conversation: Conversation, arguments: Json, seen_by: str = "") -> Posted:
        self._sound(message_flaws(arguments))
        return self.workspace.post(
            conversation.id,
            BOT_USER,
            str(arguments.get("text", "")),
            blocks=list(arguments.get("blocks", [])),
            metadata=arguments.get("metadata"),
            thread_ts=str(arguments.get("thread_ts", "")),
            seen_by=seen_by,
            bot=True,
            arguments=arguments,
        )

    def _own(self, arguments: Json) -> Posted:
        self._needs("chat:write")
        channel, ts = str(arguments.get("channel", "")), str(arguments.get("ts", ""))
        if channel not in self.workspace.conversations:
            raise RefusedError("channel_not_found")
        posted = self.workspace.message(channel, ts)
        if posted is None or posted.seen_by:
            raise RefusedError("message_not_found")
        if not posted.bot:
            raise RefusedError("cant_update_message")
        return posted

    def _writable(self, channel: str) -> Conversation:
        self._needs("chat:write")
        conversation = self.workspace.conversations.get(channel)
        if conversation is None and channel in self.workspace.people:
            conversation = self.workspace.dm_with(channel)
        if conversation is None:
            raise RefusedError("channel_not_found")
        if conversation.archived:
            raise RefusedError("is_archived")
        if BOT_USER not in conversation.members:
            raise RefusedError("not_in_channel" if conversation.kind == "public" else "channel_not_found")
        return conversation

    def _readable(self, arguments: Json, scopes: Mapping[str, str]) -> Conversation:
        conversation = self.workspace.conversations.get(str(arguments.get("channel", "")))
        if conversation is None:
            raise RefusedError("channel_not_found")
        self._needs(scopes[conversation.kind])
        if BOT_USER not in conversation.members:
            raise RefusedError("not_in_channel" if conversation.kind == "public" else "channel_not_found")
        return conversation

    def _needs(self, scope: str) -> None:
        if scope not in self.scopes:
            raise RefusedError("missing_scope")


def truth(value: Any) -> bool:
    """A flag as it comes by JSON, or by a form."""
    return value in (True, 1, "1", "true", "True")
