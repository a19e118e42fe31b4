"""A report in confidence: what is promised, one form, the same form as a review, and sent (S13, S14, A2)."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from content.company import Company
from dialogs.contacts import directory, off_platform
from dialogs.engine import Dialog
from dialogs.facts import Facts, Handler
from dialogs.names import named_in
from dialogs.outcomes import FileReport, Nothing
from dialogs.promise import promised
from dialogs.steps import Answers, Choice, Choices, Field, Form, Kept, Option, Problem, Problems, Say, Text

ASKED, SPOKEN_OF = "named.", "spoken_of."
"""Before the id of somebody whom the text names: the question whether they are involved. Of a member it decides who
receives the report; of anybody else, whom the reporter is pointed to and who may be asked."""
PARTS = ("narrative", "when_where", "known_to")


def report(facts: Facts) -> Dialog:
    if not facts.members():
        yield Say("report.nobody_serves")
        yield from directory(facts, facts.standing)
        return Nothing()
    yield from promised(facts)
    fields = form_fields(facts)
    told = yield Form(
        "report.form",
        fields,
        prefill=facts.carried,
        private=True,
        check=lambda answers: nobody_left(facts, excluded(facts, answers)),
    )
    out = excluded(facts, told)
    yield from reviewed(facts, told, out)
    sure = yield review_form(facts, fields, told, out)
    now = excluded(facts, sure)
    if receivers(facts, now) != receivers(facts, out):
        yield from reviewed(facts, sure, now)
        sure = yield once_more(facts, fields, told, sure)
    return _sent(facts, sure)


def _sent(facts: Facts, sure: Answers) -> FileReport:
    return FileReport(
        level=str(sure["level"]),
        category=str(sure["category"]),
        danger=sure["danger"] == "yes",
        parts=tuple((f"report.form.{name}.label", str(sure[name])) for name in PARTS if sure[name]),
        involved=excluded(facts, sure),
    )


def form_fields(facts: Facts) -> tuple[Field, ...]:
    return (*_told(facts.company), involved_field(facts.handlers), level_field(facts))


@lru_cache(maxsize=16)
def _told(company: Company) -> tuple[Field, ...]:
    return (
        Choice("category", tuple(Option(c.id) for c in company.guidance.categories)),
        Choice("danger", (Option("no"), Option("yes"))),
        Text("narrative", long=True, report=True),
        Text("when_where", long=True, required=False, report=True),
        Text("known_to", long=True, required=False, report=True),
    )


@lru_cache(maxsize=16)
def involved_field(handlers: tuple[Handler, ...]) -> Choices:
    """The tick list of those who could receive it or be asked about it: whoever is ticked is to know nothing."""
    return Choices("involved", tuple(Option(h.id, h.name) for h in handlers))


def level_field(facts: Facts) -> Field:
    """Without an account there is no name to give."""
    if not facts.has_account:
        return Kept("level", "anonymous")
    return Choice("level", (Option("anonymous"), Option("named")))


def review_form(facts: Facts, fields: tuple[Field, ...], told: Answers, out: tuple[str, ...]) -> Form:
    """The same fields again, filled in, and a question for each handler whom the text names and nobody ticked."""
    return Form(
        "report.review",
        (*fields, *asked_about(facts, told)),
        facts={"will": receivers(facts, out), "wont": facts.names(out)},
        prefill=told,
        restates=("report.form",),
        consents=True,
        private=True,
        check=lambda answers: nobody_left(facts, excluded(facts, answers)),
    )


def once_more(facts: Facts, fields: tuple[Field, ...], told: Answers, sure: Answers) -> Form:
    """The review again, when what was answered there has left somebody out: nobody sends to a list they have not
    seen."""
    review = review_form(facts, fields, told, excluded(facts, sure))
    return replace(review, key="report.again", prefill=sure, restates=(*review.restates, review.key))


def reviewed(facts: Facts, told: Answers, out: tuple[str, ...]) -> Iterator[Say]:
    """`out` are those who are to know nothing."""
    if told["danger"] == "yes":
        yield Say("emergency")
        if facts.promise.hourly:
            yield Say("report.at_once")
    yield Say("report.will_receive", {"names": receivers(facts, out)})
    if without := facts.names(tuple(i for i in out if i != facts.member)):
        yield Say("report.will_not_receive", {"names": without})
    if facts.member and told["level"] == "named":
        yield Say("report.you_do_not_handle_it")
    if facts.member and told["level"] == "anonymous":
        yield Say("report.you_are_a_member")


def asked_about(facts: Facts, told: Answers) -> tuple[Choice, ...]:
    text = " ".join(str(told.get(name, "")) for name in (*PARTS, "text"))
    ticked = told.get("involved", ())
    return tuple(
        Choice(f"{_asked(h)}{h.id}", (Option("involved"), Option("mentioned")), about=h.name)
        for h in named_in(text, facts.handlers)
        if h.id not in ticked
    )


def _asked(handler: Handler) -> str:
    return ASKED if handler.role == "member" else SPOKEN_OF


def receivers(facts: Facts, out: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(h.name for h in facts.members() if h.id not in out)


def excluded(facts: Facts, told: Answers) -> tuple[str, ...]:
    """Ticked, answered "involved" at the review, or the named reporter's own seat on the Committee."""
    ticked = told.get("involved", ())
    said = {name for name, answer in told.items() if answer == "involved"}
    own = facts.member if told.get("level") == "named" else ""
    return tuple(h.id for h in facts.handlers if h.id in ticked or h.id == own or f"{_asked(h)}{h.id}" in said)


def struck_out(told: Answers) -> tuple[str, ...]:
    """The ids alone, as they came in: for when the register cannot say who they are."""
    ticked = told.get("involved", ())
    said = (name for name, answer in told.items() if answer == "involved")
    asked = (name.removeprefix(ASKED).removeprefix(SPOKEN_OF) for name in said)
    return (*((ticked,) if isinstance(ticked, str) else ticked), *asked)


def nobody_left(facts: Facts, out: tuple[str, ...]) -> Problems:
    """Refused before anything is lost: nothing is stored, and the ways off the platform are shown."""
    if any(h.id not in out for h in facts.members()):
        return {}
    return {"involved": Problem("nobody_left", {"ways": off_platform(facts, out)})}
