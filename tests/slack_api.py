"""Slack, played on this machine: its Web API, its signed requests, its sockets, and the people who use the app.

    async with SlackApi() as slack:
        slack.hires("U1", "Dana Reyes")
        ...                                  # the app, with base_url=slack.url
        slack.calls_at("http://127.0.0.1:…/slack/events")       # or Socket Mode, when no address is given
        await slack.command("U1", "/ethics", "ask May I keep a gift?")
        assert "Section 7" in slack.seen("U1")

Everything that the app sends must be valid Block Kit, and every method one that such an app may call: otherwise Slack
refuses it here as it does in life, and the test fails at the end of the block. Its clock stands still until moved
(`slack.later(seconds=3)`). The pieces are in `tests/slack/`.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.web.faults import Fault
from tests.clocks import StoppedClock
from tests.slack.callbacks import SECRET, Answer, Request
from tests.slack.http_transport import Http
from tests.slack.playing import Playing, parts_of
from tests.slack.seen import buttons_of, pressable, text_of
from tests.slack.server import APP_TOKEN, BOT_TOKEN
from tests.slack.shapes import Json
from tests.slack.views import Filled, View, state
from tests.slack.workspace import BOT_USER, TEAM, Conversation, Posted, Somebody

__all__ = ["APP_TOKEN", "BOT_TOKEN", "SECRET", "TEAM", "Answer", "Fault", "Posted", "SlackApi", "View"]


class SlackApi(Playing):
    """What people do in it, and what they see."""

    # The workspace

    def hires(self, user: str, name: str = "Dana Reyes", **rest: Any) -> Somebody:
        """`guest`, `deactivated`, `locale`, or another `team` for somebody of Slack Connect."""
        who = self.workspace.people[user] = Somebody(user, name, **rest)
        self.workspace.dm_with(user)
        return who

    def makes_channel(self, channel: str, *members: str, kind: str = "private", with_bot: bool = True) -> Conversation:
        conversation = Conversation(channel, kind, channel.lower(), {*members, *([BOT_USER] if with_bot else [])})
        self.workspace.conversations[channel] = conversation
        return conversation

    def later(self, **by: float) -> None:
        """Moves the clock that stands still."""
        assert isinstance(self.clock, StoppedClock)
        self.clock.move(timedelta(**by))

    def calls_at(self, url: str) -> Http:
        """From here on everything goes over HTTP to this address; without it, over the app's sockets."""
        self.http = Http(self.workspace, self._session, url)
        return self.http

    def next_call(self, *faults: Fault, method: str = "") -> None:
        """What meets the next calls, of one method or of any."""
        self.api.next_call(*faults, method=method)

    # What people do

    async def types(self, user: str, text: str, *, thread_ts: str = "", **event: Any) -> Answer:
        """Writes to the app in its direct message. `event` adds fields: a subtype, files, a bot_id."""
        posted = self.workspace.post(self.workspace.dm_with(user).id, user, text, thread_ts=thread_ts)
        return await self.event(self.callbacks.message(posted, **event))

    async def edits(self, user: str, posted: Posted, text: str) -> Answer:
        before, posted.text, posted.edited = posted.as_json(), text, True
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": posted.channel,
            "channel_type": "im",
            "ts": self.workspace.next_ts(),
            "message": posted.as_json(),
            "previous_message": before,
        }
        return await self.event(self.callbacks.event(event, posted.channel))

    async def opens_home(self, user: str, tab: str = "home") -> Answer:
        dm = self.workspace.dm_with(user)
        event = {"type": "app_home_opened", "user": user, "channel": dm.id, "tab": tab}
        view = self.screens.homes.get(user)
        return await self.event(self.callbacks.event(event | ({"view": view.as_json()} if view else {}), dm.id))

    async def command(self, user: str, command: str = "/ethics", text: str = "", channel: str = "") -> Answer:
        conversation = self.workspace.conversations[channel] if channel else self.workspace.dm_with(user)
        who = self.workspace.people[user]
        answer = await self.deliver(self.callbacks.command(who, command, text, conversation))
        if answer.ok and answer.body:
            told = answer.body if isinstance(answer.body, dict) else {"text": answer.body}
            self.responses.takes(told, conversation.id, user)
        return answer

    async def shortcut(self, user: str, callback_id: str, about: Posted | None = None) -> Answer:
        """A global one, or one about a message."""
        return await self.deliver(self.callbacks.shortcut(self.workspace.people[user], callback_id, about))

    async def presses(
        self, user: str, button: str, *, on: Posted | View | None = None, value: str | None = None
    ) -> Answer:
        """The button of this text (or action id): in the open modal, else in the newest message that has it, else on
        Home. `on` presses another one's, an old one too; `value` sends another than the button's own."""
        where = on or self._where(user, button)
        block, part = self._button(where.blocks, button)
        return await self.acts(user, where, block, part, **({} if value is None else {"value": value}))

    async def chooses(self, user: str, name: str, choice: str | Sequence[str], *, on: Posted | View) -> Answer:
        """In a select or a list that acts at once."""
        for block, part in parts_of(on.blocks):
            if part["type"] != "button" and name in (part["action_id"], block["block_id"]):
                told = state(part, choice)
                if isinstance(on, View):
                    on.chosen[block["block_id"], part["action_id"]] = told
                return await self.acts(user, on, block, part, **told)
        raise LookupError(f"no list {name!r}")

    async def submits(self, user: str, values: Filled | None = None, *, view: View | None = None) -> Answer:
        """Fills in the open modal and presses its button. Raises NotTakenError for what Slack's client stops."""
        view = view or self._open_view(user)
        view.fill(values or {})
        view.check()
        view.errors = {}
        answer = await self.deliver(self.callbacks.submitted(self.workspace.people[user], view))
        if answer.ok:
            self.follow(view, answer.body if isinstance(answer.body, dict) else {})
        return answer

    async def closes(self, user: str) -> None:
        view = self._open_view(user)
        self.screens.close(view)
        if view.body.get("notify_on_close"):
            await self.deliver(self.callbacks.closed(self.workspace.people[user], view))

    async def repeats(self) -> Answer:
        """Slack sends the last thing once more, as after an answer that was lost: the same event, the same payload."""
        assert self.last
        return await self.deliver(self.last)

    async def replays(self, request: Request) -> Answer:
        """The very same bytes and signature, over HTTP."""
        assert self.http
        return await self.http.request(request)

    # What people see

    def view_of(self, user: str) -> View | None:
        """The modal on top."""
        return self.screens.top(user)

    def home_of(self, user: str) -> View | None:
        return self.screens.homes.get(user)

    def messages_in(self, channel: str) -> list[Posted]:
        """What everybody in it sees, oldest first."""
        return [m for m in self.workspace.conversations[channel].messages if not m.seen_by]

    def dm_of(self, user: str) -> list[Posted]:
        """What the app has written to somebody and Slack keeps."""
        return [m for m in self.messages_in(f"D{user}") if m.bot]

    def before(self, user: str) -> list[Posted]:
        """Every message before somebody's eyes, also those that only they see."""
        return self.workspace.seen_by(user)

    def seen(self, user: str) -> str:
        """The text of the newest message before somebody's eyes: blocks and buttons."""
        seen = self.before(user)
        return self.reads(seen[-1]) if seen else ""

    @staticmethod
    def reads(posted: Posted) -> str:
        return text_of(posted.blocks) or posted.text

    @staticmethod
    def buttons(where: Posted | View) -> list[str]:
        return buttons_of(where.blocks)

    def methods_called(self) -> set[str]:
        return {call.method for call in self.calls}

    def _open_view(self, user: str) -> View:
        view = self.view_of(user)
        if view is None:
            raise LookupError(f"{user} has no modal open")
        return view

    def _where(self, user: str, button: str) -> Posted | View:
        view, home = self.view_of(user), self.home_of(user)
        places: list[Posted | View] = [
            *([view] if view else []),
            *reversed(self.before(user)),
            *([home] if home else []),
        ]
        for place in places:
            if any(_is(part, button) for _, part in pressable(place.blocks)):
                return place
        raise LookupError(f"no button {button!r} before {user}")

    @staticmethod
    def _button(blocks: list[Json], button: str) -> tuple[Json, Json]:
        found = [(block, part) for block, part in pressable(blocks) if _is(part, button)]
        if not found:
            raise LookupError(f"no button {button!r} among {buttons_of(blocks)}")
        return found[0]


def _is(part: Json, button: str) -> bool:
    return button in (part["text"]["text"], part["action_id"])
