"""What a member does in a case: acknowledge, ask the reporter, note, recuse, close."""

from dialogs.engine import Asks, Dialog
from dialogs.facts import CaseView, Facts
from dialogs.outcomes import Acknowledge, AskReporter, Close, Nothing, Recuse, WriteNote
from dialogs.steps import Answers, Choice, Field, Form, Option, Say, Text

DISPOSITIONS = ("substantiated", "partly", "not_substantiated", "outside", "not_enough")


def acknowledge(facts: Facts) -> Dialog:
    if (yield from _seen(facts)) is None:
        return Nothing()
    return Acknowledge(facts.regarding)


def ask_reporter(facts: Facts) -> Dialog:
    told = yield from _asks(facts, "ask_reporter", Text("asked", long=True))
    return AskReporter(facts.regarding, str(told["asked"])) if told else Nothing()


def note(facts: Facts) -> Dialog:
    told = yield from _asks(facts, "note", Text("noted", long=True))
    return WriteNote(facts.regarding, str(told["noted"])) if told else Nothing()


def recuse(facts: Facts) -> Dialog:
    told = yield from _asks(facts, "recuse", Text("reason", long=True), consents=True)
    return Recuse(facts.regarding, str(told["reason"])) if told else Nothing()


def close(facts: Facts) -> Dialog:
    how = Choice("disposition", tuple(Option(value) for value in DISPOSITIONS))
    told = yield from _asks(facts, "close", how, Text("told", long=True), consents=True)
    return Close(facts.regarding, str(told["disposition"]), str(told["told"])) if told else Nothing()


def _asks(facts: Facts, key: str, *fields: Field, consents: bool = False) -> Asks[Answers | None]:
    """The form, or None when this person sees no such case."""
    view = yield from _seen(facts)
    if view is None:
        return None
    return (yield Form(key, fields, facts={"case": view.line.case}, consents=consents))


def _seen(facts: Facts) -> Asks[CaseView | None]:
    view = facts.files.case(facts.regarding)
    if view is None:
        yield Say("case.none")
    return view
