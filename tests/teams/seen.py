"""A card as a person sees it: what they read, press and fill in."""

from collections.abc import Iterator, Mapping, Sequence

from bot.teams.received import JSON
from tests.teams.adaptive_card import nodes_of

Filled = Mapping[str, str | Sequence[str]]


class NotTakenError(Exception):
    """The client would not have let a person do this; the text says why."""


def actions_of(card: JSON) -> Iterator[JSON]:
    """Every button, as it stands on the card: not the fallbacks."""
    for where, node in nodes_of(card, ""):
        if str(node.get("type", "")).startswith("Action.") and not where.endswith(".fallback"):
            yield node


def labels_of(card: JSON) -> list[str]:
    return [str(action["title"]) for action in actions_of(card)]


def button_of(card: JSON, label: str) -> JSON:
    for action in actions_of(card):
        if action["title"] == label:
            return action
    raise LookupError(f"no button [{label}] among {labels_of(card)}")


def inputs_of(card: JSON) -> list[JSON]:
    return [node for _, node in nodes_of(card, "") if str(node.get("type", "")).startswith("Input.")]


def filled(card: JSON, values: Filled) -> JSON:
    """What the client sends of the card's inputs, with these filled in; it checks what it can by itself."""
    told = {node["id"]: node.get("value", "") for node in inputs_of(card)}
    for name, value in values.items():
        node = _input(card, name)
        told[node["id"]] = _chosen(node, value) if node["type"] == "Input.ChoiceSet" else str(value)
    for node in inputs_of(card):
        if node.get("isRequired") and not told[node["id"]]:
            raise NotTakenError(f"required: {node['label']}")
    return told


def _input(card: JSON, name: str) -> JSON:
    for node in inputs_of(card):
        if name in (node["label"], node["id"], node["id"].partition(":")[2]):
            return node
    raise LookupError(f"no input {name!r} among {[node['label'] for node in inputs_of(card)]}")


def _chosen(node: JSON, value: str | Sequence[str]) -> str:
    names = [value] if isinstance(value, str) else value
    by_title = {choice["title"]: choice["value"] for choice in node["choices"]}
    return ",".join(by_title.get(name, name) for name in names if name)


def reads(card: JSON) -> str:
    """Everything a person reads, buttons and what stands in inputs included."""
    return "\n".join(_read(card))


def _read(card: JSON) -> Iterator[str]:
    for where, node in nodes_of(card, ""):
        match {} if where.endswith(".fallback") else node:
            case {"type": "RichTextBlock"}:
                yield "".join(run["text"] for run in node["inlines"])
            case {"type": "Action.Execute" | "Action.Submit", "title": title}:
                yield f"[{title}]"
            case {"label": label}:
                yield f"{label}: {node.get('value', '')}"
