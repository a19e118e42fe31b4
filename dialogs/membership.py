"""What a member decides about the Committee itself: a change that somebody has proposed."""

from dialogs.engine import Dialog
from dialogs.facts import ChangeView, Facts
from dialogs.outcomes import AgreeToChange, Nothing, RefuseChange
from dialogs.steps import Choice, Form, Key, Option, Say


def change(facts: Facts) -> Dialog:
    view = facts.files.change(facts.regarding)
    if view is None:
        yield Say("change.none")
        return Nothing()
    yield Say(f"change.{view.kind}", {"name": view.name, "account": view.account})
    yield Say(
        "change.proposed", {"by": view.by or Key("change.operator"), "agreed": view.agreed or (Key("change.nobody"),)}
    )
    if view.effective_on:
        yield Say("change.by_itself", {"effective_on": view.effective_on})
    told = yield Form("change.decide", (Choice("decision", _options(view)),), consents=True)
    return AgreeToChange(view.id) if told["decision"] == "agree" else RefuseChange(view.id)


def _options(view: ChangeView) -> tuple[Option, ...]:
    """Nobody can refuse their own removal."""
    own = view.kind == "remove" and view.concerns_me
    return (Option("agree"),) if own else (Option("agree"), Option("refuse"))
