"""The reporter returns: by receipt from anywhere, or by the account that signed a named report."""

from collections.abc import Iterator

from dialogs.engine import Asks, Dialog
from dialogs.facts import CaseView, Facts
from dialogs.outcomes import AddToReport, Nothing
from dialogs.report import asked_about, excluded, involved_field
from dialogs.steps import Answers, Fact, Field, Form, Kept, Offer, Problem, Problems, Say, Text


def follow_up(facts: Facts) -> Dialog:
    for own in facts.files.own_cases():
        known: dict[str, Fact] = {"case": own.case, "filed_on": own.filed_on}
        yield Say(f"follow_up.status.{own.status}", known, offers=(Offer("own_case", own.case),))
    told = yield Form("follow_up.receipt", (Text("receipt", limit=60, secret=True),), check=lambda a: _known(facts, a))
    yield from standing_of(facts, facts.files.by_receipt(str(told["receipt"])))
    added = yield from _adding(facts, "follow_up", (Kept("receipt"),), told, ("follow_up.receipt",))
    return AddToReport(_parts(added), excluded(facts, added), receipt=str(added["receipt"]))


def own_case(facts: Facts) -> Dialog:
    view = facts.files.own(facts.regarding)
    if view is None:
        yield Say("case.none")
        return Nothing()
    yield from standing_of(facts, view)
    added = yield from _adding(facts, "own_case", (), {}, ())
    return AddToReport(_parts(added), excluded(facts, added), case=facts.regarding)


def standing_of(facts: Facts, view: CaseView | Problem) -> Iterator[Say]:
    """Status in plain words, the next date, and everything that was written to and by the reporter. Some time after the
    close, whether anybody has paid them back."""
    if isinstance(view, Problem):
        return  # the form's check has let none through
    yield Say(f"follow_up.status.{view.line.status}", {"case": view.line.case, "filed_on": view.line.filed_on})
    if view.line.answer_by:
        yield Say("follow_up.next_date", {"answer_by": view.line.answer_by})
    yield Say("follow_up.so_far", words=view.entries)
    if view.check_in:
        yield Say("follow_up.check_in", {"closed_on": view.check_in}, facts.company.guidance.quotes("retaliation"))


def _adding(
    facts: Facts, name: str, kept: tuple[Field, ...], told: Answers, restates: tuple[str, ...]
) -> Asks[Answers]:
    """An answer or addition; a handler named in it becomes a question, as in a report."""
    fields = (*kept, Text("text", long=True, report=True), involved_field(facts.members()))
    written = yield Form(f"{name}.add", fields, prefill=told, restates=restates)
    asked = asked_about(facts, written)
    if not asked:
        return written
    again = (*restates, f"{name}.add")
    sure = yield Form(f"{name}.review", (*fields, *asked), prefill=written, restates=again, consents=True)
    return sure


def _parts(added: Answers) -> tuple[tuple[str, str], ...]:
    return (("entry.addition", str(added["text"])),)


def _known(facts: Facts, answers: Answers) -> Problems:
    found = facts.files.by_receipt(str(answers["receipt"]))
    return {"receipt": found} if isinstance(found, Problem) else {}
