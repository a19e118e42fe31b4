"""Slack, where everything is forged that Slack lets people send."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.carried import Carried, packed
from bot.handles import Pressed
from tests.forging import REASON, REPORT, Cast, Scene, digests_of, without_mei
from tests.slack_api import TEAM, Posted, View
from tests.slack_house import DANA, ELI, GRACE, MEI, SAMUEL, SlackHouse, slack_house

OUTSIDER, GUEST, GONE = "UOUT", "UGUEST", "UGONE"
STRANGERS: dict[str, dict[str, Any]] = {OUTSIDER: {"team": "T2"}, GUEST: {"guest": True}, GONE: {"deactivated": True}}
CAST = Cast("slack", TEAM, DANA, ELI, GRACE, SAMUEL, MEI, tuple(STRANGERS))


@dataclass(kw_only=True)
class SlackScene(Scene):
    """`earlier` are the messages there were before anything was forged."""

    house: SlackHouse
    notice: Posted
    earlier: frozenset[str]

    async def press(self, user: str, what: Pressed) -> None:
        """On somebody else's message, and in a window of theirs."""
        slack = self.house.slack
        who, at = slack.workspace.people[user], slack.workspace.next_ts()
        action = {"type": "button", "action_id": f"{what.kind}", "block_id": "b", "value": what.value, "action_ts": at}
        await slack.deliver(slack.callbacks.pressed_in_message(who, self.notice, action, {}))
        await slack.deliver(slack.callbacks.pressed_in_view(who, self._window(user, ""), action))
        self.tried += 2

    async def submit(self, user: str, carried: Carried, answers: dict[str, str]) -> None:
        slack = self.house.slack
        view = self._window(user, packed(carried), answers)
        await slack.deliver(slack.callbacks.submitted(slack.workspace.people[user], view))
        self.tried += 1

    def _window(self, user: str, metadata: str, answers: dict[str, str] | None = None) -> View:
        words = {"type": "plain_text", "text": "x"}
        blocks = [
            {
                "type": "input",
                "block_id": f"f:{name}",
                "label": words,
                "element": {"type": "plain_text_input", "action_id": name, "initial_value": value},
            }
            for name, value in (answers or {}).items()
        ]
        body = {"type": "modal", "callback_id": "form", "title": words, "submit": words, "blocks": blocks}
        return self.house.slack.screens.open(user, {**body, "private_metadata": metadata})

    def shown_to(self, user: str) -> str:
        slack = self.house.slack
        windows = [view.text for view in slack.screens.stacks.get(user, [])]
        home = slack.home_of(user)
        messages = [slack.reads(m) for m in slack.before(user) if m.bot and m.ts not in self.earlier]
        return "\n".join([*windows, *messages, home.text if home else ""])


@asynccontextmanager
async def slack_scene(folder: Path) -> AsyncIterator[SlackScene]:
    async with slack_house(folder) as house:
        for user, kind in STRANGERS.items():
            house.slack.hires(user, "Pat Doe", **kind)
        yield await _played(house)
        assert {answer.status for answer in house.slack.answers} == {200}


async def _played(house: SlackHouse) -> SlackScene:
    slack, world = house.slack, house.world
    await slack.command(DANA, text="report")
    await slack.submits(DANA, REPORT)
    await slack.submits(DANA)
    await house.delivered()
    (notice,) = slack.dm_of(GRACE)
    case = _button_value(notice).split("|")[1]
    await slack.presses(SAMUEL, "I must step aside")
    await slack.submits(SAMUEL, {"reason": REASON})
    await slack.closes(SAMUEL)
    await house.delivered()
    await without_mei(world)
    digests = await digests_of(world, CAST.person(GRACE), case)
    earlier = frozenset(m.ts for c in slack.workspace.conversations.values() for m in c.messages)
    return SlackScene(cast=CAST, world=world, case=case, digests=digests, house=house, notice=notice, earlier=earlier)


def _button_value(posted: Posted) -> str:
    return str(next(e["value"] for b in posted.blocks for e in b.get("elements", []) if e["type"] == "button"))
