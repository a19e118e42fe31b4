"""The seven steps of Section 13, one at a time: always ask first, act later (R13)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache

from content.company import Company
from dialogs.contacts import STANDINGS, directory
from dialogs.engine import Asks, Dialog
from dialogs.facts import Facts
from dialogs.outcomes import ForgetWalk, PauseWalk
from dialogs.steps import Answers, Choice, Form, Offer, Option, Say, Text, Words

NOTE_LIMIT = 400
"""Characters of a note: those of all seven steps fit into the one field of a report that they may be carried into."""


@dataclass(slots=True)
class Walk:
    """What has been said so far on this walk; lives for one replay."""

    steps: list[tuple[str, str, str]] = field(default_factory=list, repr=False)
    """Step, answer, note."""

    def take(self, step: str, answers: Answers) -> str:
        answer, note = str(answers["answer"]), str(answers["note"])
        self.steps.append((step, answer, note))
        return answer


def guidance(facts: Facts) -> Dialog:
    walk = Walk()
    yield _welcome(facts)
    yield from _matter(facts.company, walk)
    comfort = yield from _others(facts.company, walk)
    yield from _resources(facts, walk, needed=comfort in {"involved", "uncomfortable"})
    yield from _last(facts.company, walk)
    return (yield from _summary(walk))


def _matter(company: Company, walk: Walk) -> Asks[None]:
    """What happened, and what is asked of the person."""
    yield _says(company, "facts.before", "step.facts")
    walk.take("facts", (yield _asks("facts", "yes", "not_yet")))

    yield _says(company, "question.before", "step.question")
    if walk.take("question", (yield _asks("question", "improper", "unsure", "fine"))) == "improper":
        yield _says(company, "it_probably_is", "probably_is")


def _others(company: Company, walk: Walk) -> Asks[str]:
    """Who else should know. How the person feels about the supervisor."""
    yield _says(company, "role.before", "step.role")
    yield _says(company, "involve_with_care")
    walk.take("role", (yield _asks("role", "informed", "alone", "rather_not")))

    yield _says(company, "supervisor.before", "step.supervisor")
    return walk.take("supervisor", (yield _asks("supervisor", "will", "done", "involved", "uncomfortable")))


def _last(company: Company, walk: Walk) -> Asks[None]:
    """Reporting in confidence, and the rule that stands above all of it."""
    yield _says(company, "report.before", "step.report")
    yield _says(company, "good_faith", "retaliation_policy", "extent")
    walk.take("report", (yield _asks("report", "no", "maybe", "yes")))

    yield _says(company, "ask_first.before", "step.ask_first")
    walk.take("ask_first", (yield _asks("ask_first", "wait", "acted")))


def _welcome(facts: Facts) -> Say:
    """What is kept, and what is not: without an account the walk lives in the person's own window."""
    if not facts.has_account:
        return Say("guidance.welcome_unkept")
    return Say("guidance.welcome", {"until": facts.today + timedelta(days=facts.promise.draft_days)})


def _resources(facts: Facts, walk: Walk, needed: bool) -> Asks[None]:
    """Senior management, or outside counsel for directors and senior management themselves (R13.2, R13.3)."""
    yield _says(facts.company, "resources.before", "step.resources")
    if not needed:
        walk.take("resources", (yield _asks("resources", "not_needed", "contacts")))
    standing = facts.standing
    if not standing:
        asked = yield Form("guidance.standing", (Choice("standing", STANDINGS),))
        standing = str(asked["standing"])
    if needed or walk.steps[-1][1] == "contacts":
        yield Say(f"contacts.for_{standing}", {"as_of": facts.company.contacts.as_of})
        yield from directory(facts, _in_the_walk(facts.company, standing))
    if needed:
        walk.take("resources_needed", (yield _asks("resources_needed", "will", "cannot")))


def _in_the_walk(company: Company, standing: str) -> str:
    """Section 13 sends directors and senior management to counsel, other sections to the Committee (R13.3)."""
    order = f"walk_{standing}"
    return order if order in company.contacts.order else standing


def _summary(walk: Walk) -> Dialog:
    """Private; kept only by the person, or carried into a report by consent (R13.5)."""
    yield from summed(walk)
    ways = tuple(Option(value) for value in ("keep", "discard", "carry"))
    chosen = yield Form("guidance.end", (Choice("way", ways),), private=True)
    match chosen["way"]:
        case "carry":
            return ForgetWalk("report", {"narrative": "\n\n".join(note for _, _, note in walk.steps if note)})
        case "keep":
            yield from summed(walk)
            yield Say("guidance.kept", offers=(Offer("contacts"), Offer("report")))
        case _:
            yield Say("guidance.discarded", offers=(Offer("contacts"), Offer("report")))
    return ForgetWalk()


def summed(walk: Walk) -> Iterator[Say]:
    yield Say("guidance.summary")
    for step, answer, note in walk.steps:
        words = (Words("guidance.your_note", note),) if note else ()
        yield Say(f"guidance.summary.{step}.{answer}", words=words)


def pause(facts: Facts) -> Dialog:
    """The walk stays where it is, and the person is told until when."""
    if until := facts.files.draft_until():
        yield Say("guidance.paused", {"until": until}, offers=(Offer("guidance", "", "offer.resume"),))
    else:
        yield Say("guidance.nothing_kept", offers=(Offer("guidance"),))
    return PauseWalk()


def forget(facts: Facts) -> Dialog:
    yield Say("guidance.forgotten", offers=(Offer("guidance"), Offer("contacts")))
    return ForgetWalk()


@lru_cache(maxsize=64)
def _says(company: Company, key: str, *quotes: str) -> Say:
    """The same at every replay."""
    return Say(f"guidance.{key}", quotes=company.guidance.quotes(*quotes))


@cache
def _asks(step: str, *answers: str) -> Form:
    options = tuple(Option(value) for value in answers)
    return Form(
        f"guidance.{step}", (Choice("answer", options), Text("note", long=True, required=False, limit=NOTE_LIMIT))
    )
