"""Buttons, and what they bring back: a handle that is looked up again when it is pressed, never a decision."""

from dataclasses import dataclass
from typing import Literal

from bot.carried import Carried, packed, unpacked
from bot.handles import Kind, Pressed, pressed
from bot.teams.received import JSON
from dialogs.catalogue import CATALOGUE

Forms = Literal["dialog", "card"]

SEND = "send"
"""The verb that sends a form; the others are the kinds of `bot.handles`."""

ACT, WHAT, FORM = "act", "what", "form"
"""The names in a button's data. Those of inputs hold a colon."""

TYPED = frozenset({"question"})
"""Dialogs that begin with something to type, though nothing of them is private."""


def opens_window(dialog: str) -> bool:
    """Whether its button opens a dialog of Teams: that is settled when the button is shown, not when it is pressed."""
    entry = CATALOGUE.get(dialog)
    return dialog in TYPED or (entry is not None and entry.private)


@dataclass(frozen=True, slots=True)
class Buttons:
    """How the buttons of one card come back. `inside` is a card in a dialog of Teams.

    With forms "card" there are no dialogs, and each button is an Action.Execute whose answer is a card.
    """

    forms: Forms = "dialog"
    inside: bool = False

    def press(self, label: str, what: Pressed, *, window: bool = False, primary: bool = False) -> JSON:
        """`window`: what it leads to must not stand in the chat. What was typed beside it is not sent along."""
        data = {ACT: str(what.kind), WHAT: what.value}
        return self._action(label, data, window=window, primary=primary)

    def page(self, label: str, page: int, stands: Carried) -> JSON:
        data = {ACT: str(Kind.PAGE), WHAT: Pressed(Kind.PAGE, page=page).value, FORM: packed(stands)}
        return self._action(label, data, window=True, primary=True)

    def send(self, label: str, stands: Carried, hidden: JSON) -> JSON:
        """With everything that was filled in; `hidden` are answers that are not shown again."""
        data = {**hidden, ACT: SEND, FORM: packed(stands)}
        return self._action(label, data, window=True, primary=True, inputs=True)

    def _action(self, label: str, data: JSON, *, window: bool, primary: bool, inputs: bool = False) -> JSON:
        action = _submit(label, data, inputs=inputs)
        if primary:
            action["style"] = "positive"
        if self.forms == "card" or not (self.inside or window):
            return {**action, "type": "Action.Execute", "verb": data[ACT], "fallback": action}
        if not self.inside:
            action["data"] = {**data, "msteams": {"type": "task/fetch"}}
        return action


def _submit(label: str, data: JSON, *, inputs: bool) -> JSON:
    inputs_of = "auto" if inputs else "none"
    return {"type": "Action.Submit", "title": label, "data": data, "associatedInputs": inputs_of}


@dataclass(frozen=True, slots=True)
class Came:
    """What came back with a button. `what` is None for SEND, and for what is none of ours."""

    what: Pressed | None
    sends: bool
    stands: Carried


def came(data: JSON) -> Came:
    """Whatever the client says: another shape than ours is a button that nobody knows."""
    act, what, form = (_text(data, name) for name in (ACT, WHAT, FORM))
    return Came(pressed(act, what), act == SEND, unpacked(form))


def _text(data: JSON, name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
