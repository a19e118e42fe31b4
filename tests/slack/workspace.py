"""What Slack keeps: people, conversations, messages. All of it invented, all of it in memory."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot.clock import Clock
from tests.clocks import StoppedClock
from tests.slack.block_kit import parts
from tests.slack.shapes import Json

TEAM, APP, BOT, BOT_USER = "T1", "A1", "B1", "UBOT"


def clock_now() -> Clock:
    """Stands still at the present until it is moved: what is signed is neither old nor of the future."""
    return StoppedClock(datetime.now(UTC))


@dataclass(slots=True)
class Somebody:
    """`team` other than ours: a stranger by Slack Connect. `enterprise` is that of their account, where there is one;
    somebody of ours may be at home in any of its workspaces."""

    id: str
    name: str
    team: str = TEAM
    locale: str = "en-US"
    guest: bool = False
    deactivated: bool = False
    bot: bool = False
    enterprise: str = ""
    workflow: bool = False
    single_channel: bool = False

    def as_json(self, enterprise: str = "") -> Json:
        """`enterprise` is the one that the app is installed in."""
        stranger = self.enterprise != enterprise if enterprise else self.team != TEAM
        told = self._told(stranger=stranger)
        if self.enterprise:
            told["enterprise_user"] = {
                "id": self.id,
                "enterprise_id": self.enterprise,
                "enterprise_name": "Invented",
                "is_admin": False,
                "is_owner": False,
                "teams": [self.team],
            }
        return told

    def _told(self, *, stranger: bool) -> Json:
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name.lower().replace(" ", "."),
            "real_name": self.name,
            "deleted": self.deactivated,
            "is_restricted": self.guest or self.single_channel,
            "is_ultra_restricted": self.single_channel,
            "is_stranger": stranger,
            "is_bot": self.bot,
            "is_workflow_bot": self.workflow,
            "is_app_user": False,
            "locale": self.locale,
            "profile": {"real_name": self.name, "display_name": self.name.split()[0]},
        }


@dataclass(slots=True)
class Posted:
    """A message where it lies. `seen_by` is somebody's id when nobody else sees it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str = ""
    seen_by: str = ""
    edited: bool = False
    bot: bool = False
    arguments: Json = field(default_factory=dict)

    def as_json(self, *, metadata: bool = False) -> Json:
        shown: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text, "team": TEAM}
        if self.bot:
            shown |= {"bot_id": BOT, "app_id": APP, "blocks": self.blocks}
        if self.thread_ts:
            shown |= {"thread_ts": self.thread_ts}
        if self.edited:
            shown |= {"edited": {"user": self.user, "ts": self.ts}}
        return shown | {"metadata": self.metadata} if metadata and self.metadata else shown


@dataclass(slots=True)
class Conversation:
    """`kind` is `im`, `private` or `public`."""

    id: str
    kind: str
    name: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: list[Posted] = field(default_factory=list)

    def as_json(self) -> Json:
        im = self.kind == "im"
        shown: Json = {
            "id": self.id,
            "is_im": im,
            "is_private": self.kind != "public",
            "is_archived": self.archived,
            "is_member": BOT_USER in self.members,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
        }
        other = next(iter(self.members - {BOT_USER}), "")
        return shown | ({"user": other} if im else {"name": self.name, "num_members": len(self.members)})


@dataclass(slots=True)
class Workspace:
    """`enterprise`: the app is installed for all workspaces of this one."""

    clock: Clock = field(default_factory=clock_now)
    people: dict[str, Somebody] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    homes: dict[str, Any] = field(default_factory=dict)
    enterprise: str = ""
    _n: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.people[BOT_USER] = Somebody(BOT_USER, "Ask First", bot=True)

    def now(self) -> float:
        return self.clock.now().timestamp()

    def next_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._n):06d}"

    def next_ts(self) -> str:
        """Slack's time of a message: seconds, and a part that makes it unique."""
        return f"{int(self.now())}.{next(self._n):06d}"

    def dm_with(self, user: str) -> Conversation:
        """Opened at the first need, as Slack does it."""
        return self.conversations.setdefault(f"D{user}", Conversation(f"D{user}", "im", members={user, BOT_USER}))

    def identified(self, blocks: list[Json]) -> list[Json]:
        """Slack gives ids to what has none."""
        blocks = deepcopy(blocks)
        for block in blocks:
            block.setdefault("block_id", self.next_id("b"))
            for part in parts(block):
                part.setdefault("action_id", self.next_id("a"))
        return blocks

    def post(self, channel: str, user: str, text: str, **rest: Any) -> Posted:
        rest["blocks"] = self.identified(rest.get("blocks", []))
        posted = Posted(self.next_ts(), channel, user, text, **rest)
        self.conversations[channel].messages.append(posted)
        return posted

    def message(self, channel: str, ts: str) -> Posted | None:
        conversation = self.conversations.get(channel)
        return next((m for m in conversation.messages if m.ts == ts), None) if conversation else None

    def seen_by(self, user: str) -> list[Posted]:
        """Everything before this person's eyes, oldest first."""
        theirs = (c for c in self.conversations.values() if user in c.members)
        seen = [m for c in theirs for m in c.messages if m.seen_by in {"", user}]
        return sorted(seen, key=lambda m: (m.ts.partition(".")[0], m.ts))
