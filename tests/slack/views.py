"""Modals as they stand on people's screens, Home tabs, and the triggers that may open one: once, for three seconds."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tests.slack.block_kit import parts
from tests.slack.seen import label_of, text_of
from tests.slack.shapes import Json
from tests.slack.workspace import APP, BOT, TEAM, Workspace

PATIENCE = 3.0
"""Seconds that a trigger lives."""

DEEPEST = 3
"""Modals on top of each other."""

Filled = Mapping[str, str | Sequence[str]]


class NotTakenError(Exception):
    """Slack's client would not have let a person do this; the text says why."""


@dataclass(slots=True)
class View:
    """`body` as the app sent it; `errors` by block id, as the app answered; `chosen` what the person has filled in."""

    id: str
    user: str
    body: Json = field(repr=False)
    hash: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    chosen: dict[tuple[str, str], Json] = field(default_factory=dict, repr=False)
    root: str = ""
    previous: str = ""

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.body.get("private_metadata", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks", []))

    @property
    def text(self) -> str:
        """Everything a person reads in it, a block a line."""
        return text_of(self.blocks)

    @property
    def submit(self) -> str:
        return str(self.body.get("submit", {}).get("text", ""))

    @property
    def inputs(self) -> list[Json]:
        return [block for block in self.blocks if block["type"] == "input"]

    @property
    def labels(self) -> list[str]:
        return [str(block["label"]["text"]) for block in self.inputs]

    @property
    def values(self) -> dict[str, str | tuple[str, ...]]:
        """What stands in the inputs now, by block id."""
        return {block["block_id"]: worth(self.state_of(block, block["element"])) for block in self.inputs}

    def state_of(self, block: Json, part: Json) -> Json:
        return self.chosen.get((block["block_id"], part["action_id"])) or initial(part)

    def fill(self, values: Filled) -> None:
        """By block id, action id or label. An option goes by its value or by its text."""
        for name, value in values.items():
            block, part = self._input(name)
            self.chosen[block["block_id"], part["action_id"]] = state(part, value)

    def check(self) -> None:
        """What the client checks before it sends anything."""
        for block in self.inputs:
            value, part = worth(self.state_of(block, block["element"])), block["element"]
            if not value and not block.get("optional"):
                raise NotTakenError(f"required: {block['label']['text']}")
            if part["type"] == "plain_text_input" and len(value) > part.get("max_length", 3000):
                raise NotTakenError(f"too long: {block['label']['text']}")

    def as_json(self) -> Json:
        values: dict[str, Json] = {}
        for block in self.blocks:
            for part in parts(block):
                if part["type"] not in {"button", "overflow", "image"}:
                    values.setdefault(block["block_id"], {})[part["action_id"]] = self.state_of(block, part)
        return {
            **deepcopy(self.body),
            "id": self.id,
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT,
            "app_installed_team_id": TEAM,
            "hash": self.hash,
            "state": {"values": values},
            "root_view_id": self.root or self.id,
            "previous_view_id": self.previous or None,
        }

    def _input(self, name: str) -> tuple[Json, Json]:
        for block in self.blocks:
            for part in parts(block):
                names = {block.get("block_id"), part.get("action_id"), label_of(block, part)}
                if name in names and part["type"] != "button":
                    return block, part
        raise LookupError(f"no input {name!r} among {self.labels}")


def initial(part: Json) -> Json:
    """What an untouched input sends."""
    match kind := part["type"]:
        case "plain_text_input":
            return {"type": kind, "value": part.get("initial_value") or None}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": part.get("initial_option")}
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": part.get("initial_options") or []}
    return {"type": kind, "selected_date": part.get("initial_date")}


def state(part: Json, value: str | Sequence[str]) -> Json:
    """What an input sends once a person has filled it in."""
    match kind := part["type"]:
        case "plain_text_input":
            return {"type": kind, "value": value or None}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": option(part, str(value)) if value else None}
        case "checkboxes" | "multi_static_select":
            ticked = [value] if isinstance(value, str) else value
            return {"type": kind, "selected_options": [option(part, one) for one in ticked if one]}
    return {"type": kind, "selected_date": value or None}


def option(part: Json, name: str) -> Json:
    for one in part["options"]:
        if name in (one["value"], one["text"]["text"]):
            return dict(one)
    raise LookupError(f"no option {name!r} among {[one['text']['text'] for one in part['options']]}")


def worth(told: Json) -> str | tuple[str, ...]:
    """The value in an input's state."""
    if "selected_options" in told:
        return tuple(str(one["value"]) for one in told["selected_options"])
    if "selected_option" in told:
        return str(told["selected_option"]["value"]) if told["selected_option"] else ""
    return str(told.get("value") or told.get("selected_date") or "")


@dataclass(slots=True)
class Screens:
    """Who has what open."""

    workspace: Workspace
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def trigger(self, user: str) -> str:
        id_ = self.workspace.next_id("trigger.")
        self.triggers[id_] = (user, self.workspace.now())
        return id_

    def pulled_by(self, trigger: str) -> tuple[str, str]:
        """Whose it is, or an empty id and the error."""
        if trigger in self.used:
            return "", "exchanged_trigger_id"
        if trigger not in self.triggers:
            return "", "invalid_trigger_id"
        user, since = self.triggers[trigger]
        self.used.add(trigger)
        return (user, "") if self.workspace.now() - since < PATIENCE else ("", "expired_trigger_id")

    def top(self, user: str) -> View | None:
        return stack[-1] if (stack := self.stacks.get(user)) else None

    def open(self, user: str, body: Json) -> View:
        stack = self.stacks.setdefault(user, [])
        below = stack[-1] if stack else None
        view = View(self.workspace.next_id("V"), user, self._identified(body))
        view.hash, view.previous = self._hash(), below.id if below else ""
        view.root = (below.root or below.id) if below else view.id
        stack.append(view)
        return view

    def update(self, view: View, body: Json) -> None:
        """What a person has typed stays in an input whose ids and type stay: an initial value does not overwrite it."""
        kept = view.chosen
        view.body, view.hash, view.errors = self._identified(body), self._hash(), {}
        view.chosen = {at: told for at, told in kept.items() if self._same(view, at, told)}

    def publish(self, user: str, body: Json) -> View:
        view = self.homes.setdefault(user, View(self.workspace.next_id("V"), user, {}))
        self.update(view, body)
        return view

    def find(self, view_id: str, external_id: str = "") -> View | None:
        for view in self.all():
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        return None

    def all(self) -> Iterator[View]:
        yield from (view for stack in self.stacks.values() for view in stack)
        yield from self.homes.values()

    def close(self, view: View) -> None:
        if view in self.stacks.get(view.user, []):
            self.stacks[view.user].remove(view)

    def _hash(self) -> str:
        return f"{int(self.workspace.now())}.{self.workspace.next_id('h')}"

    def _identified(self, body: Json) -> Json:
        return {**deepcopy(body), "blocks": self.workspace.identified(body.get("blocks", []))}

    @staticmethod
    def _same(view: View, at: tuple[str, str], told: Json) -> bool:
        now: list[tuple[tuple[Any, Any], Any]] = [
            ((block.get("block_id"), part.get("action_id")), part["type"])
            for block in view.blocks
            for part in parts(block)
        ]
        return (at, told["type"]) in now
