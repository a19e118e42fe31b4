"""What a member decides about the Committee itself: a change that somebody has proposed."""

import re
from collections.abc import Collection, Iterator, Sequence

from dialogs.engine import Dialog
from dialogs.facts import ChangeView, Facts, Handler
from dialogs.outcomes import AgreeToChange, Nothing, ProposeChange, RefuseChange
from dialogs.steps import Answers, Choice, Form, Key, Offer, Option, Problem, Problems, Say, Text

KINDS = ("account", "add", "remove", "chair")
WITH_ACCOUNT = frozenset({"account", "add"})
SOMEBODY_NEW = "new"
ACCOUNT = re.compile(r"[A-Za-z0-9-]{2,40}")


def members(facts: Facts) -> Dialog:
    """Who serves, and what waits for a decision."""
    if not facts.member:
        yield Say("refused.members_only")
        return Nothing()
    yield Say("members.serve", {"names": tuple(h.name for h in facts.members())}, offers=(Offer("propose"),))
    for view in facts.files.changes():
        yield Say(
            f"change.{view.kind}", {"name": view.name, "account": view.account}, offers=(Offer("change", view.id),)
        )
    return Nothing()


def propose(facts: Facts) -> Dialog:
    """By a member, who agrees with it by that; one more is needed."""
    if not facts.member:
        yield Say("refused.members_only")
        return Nothing()
    who = (*_options_of(facts.members()), Option(SOMEBODY_NEW))
    told = yield Form(
        "propose",
        (
            Choice("kind", tuple(Option(kind) for kind in KINDS)),
            Choice("who", who),
            Text("name", required=False, limit=200),
            Text("account", required=False, limit=40),
        ),
        consents=True,
        check=lambda told: _whole(told, {h.name.casefold() for h in facts.members()}),
    )
    kind, chosen = str(told["kind"]), str(told["who"])
    account = str(told["account"]) if kind in WITH_ACCOUNT else ""
    return ProposeChange(kind, "" if chosen == SOMEBODY_NEW else chosen, str(told["name"]), account)


def _options_of(members: Sequence[Handler]) -> Iterator[Option]:
    """With the id beside a name that several have."""
    names = [h.name for h in members]
    return (Option(h.id, f"{h.name} · {h.id}" if names.count(h.name) > 1 else h.name) for h in members)


def _whole(told: Answers, serving: Collection[str]) -> Problems:
    """`serving`: names in small letters."""
    kind, new = told["kind"], told["who"] == SOMEBODY_NEW
    if new is not (kind == "add"):
        return {"who": Problem("somebody_new" if kind == "add" else "somebody_who_serves")}
    if new and not told["name"]:
        return {"name": Problem("required")}
    if new and str(told["name"]).strip().casefold() in serving:
        return {"name": Problem("somebody_new")}
    if kind in WITH_ACCOUNT and not ACCOUNT.fullmatch(str(told["account"])):
        return {"account": Problem("not_an_account")}
    return {}


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
