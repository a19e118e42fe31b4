"""A question about the Code gets the passage that answers it, or an honest word that none does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from content.company import Company
from content.hearing import Heard, asked_of_code, hear
from content.phrases import Phrases
from content.quotes import Quote
from content.search import Answer
from content.signs import reads_like_report
from dialogs.about import about
from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Answered, Nothing, Outcome
from dialogs.smalltalk import alarmed, answered_kindly, whom
from dialogs.steps import Form, Offer, Say, Text, spoken

ASK = "question.ask"
ONWARD = (Offer("guidance"), Offer("contacts"), Offer("report"))
"""Section 13 is one click away from every answer (R0.5)."""

OWN = 3
"""A follow-up with so many words of its own that is clearly answered by itself is answered by itself."""

NOWHERE = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks, and what it is read with: their language, their platform, their question before."""

    company: Company
    text: str = field(repr=False)
    language: str = "en"
    platform: str = "none"
    before: str = field(default="", repr=False)


FORM = Form(ASK, (Text("question", long=True),))


def question(facts: Facts) -> Dialog:
    asked = yield FORM
    text, platform = str(asked["question"]), facts.promise.platform
    said, outcome = told(Asked(facts.company, text, facts.language, platform, facts.before))
    yield from said
    return outcome


def told(asked: Asked) -> tuple[tuple[Say, ...], Outcome]:
    """What is said to it, in its own language where that is worded, and what is counted of it."""
    heard = _heard(asked)
    said, outcome = _told(asked, heard)
    return tuple(_in_its_language(asked, heard, (*alarmed(heard.alarm), *said))), outcome


def _heard(asked: Asked) -> Heard:
    """A report of three words has too few common ones to tell its language; then the signs of a report tell it."""
    known, before = _known(asked)
    heard = hear(asked.text, known)
    if before.fact and not (heard.kind or heard.fact):
        heard = replace(heard, fact=asked_of_code(heard.rest, known), follows=False)
    if heard.language or heard.kind:
        return heard
    languages = (asked.language, *(phrases.language for phrases in asked.company.phrases))
    told_in = (one for one in languages if reads_like_report(asked.company.wording(one), heard.rest))
    return replace(heard, language=next(told_in, ""))


def _known(asked: Asked) -> tuple[tuple[Phrases, ...], Heard]:
    """What people say, and the question before. A word of several languages is taken for one of the language in which
    they asked before, else of their own: "no"."""
    phrases = asked.company.phrases
    before = hear(asked.before, phrases) if asked.before else Heard("")
    first = before.language or asked.language
    return tuple(sorted(phrases, key=lambda one: one.language != first)), before


def _told(asked: Asked, heard: Heard) -> tuple[tuple[Say, ...], Outcome]:
    if heard.kind:
        return tuple(answered_kindly(heard.kind, asked.company, asked.platform)), Nothing()
    if heard.fact:
        by_itself = hear(heard.rest, asked.company.phrases).fact
        return tuple(about(asked.company, heard.fact)), Answered("", heard.rest if by_itself else asked.before)
    answer, follows = _answer(asked, heard)
    reports = reads_like_report(asked.company.wording(heard.language or asked.language), heard.rest)
    said = tuple(_said(asked.company, heard, answer, reports=reports))
    return said, Nothing() if heard.alarm or reports else Answered(_section(answer), heard.rest, follows=follows)


def _section(answer: Answer) -> str:
    return NOWHERE if answer.tier == "none" else answer.passages[0].section


def _answer(asked: Asked, heard: Heard) -> tuple[Answer, bool]:
    """And whether it was read together with the question before it; then what is new counts twice. A cry for help
    never is."""
    search = asked.company.search
    alone = search.answer(heard.rest)
    if not (asked.before and heard.follows) or heard.alarm or (alone.tier == "quote" and heard.own >= OWN):
        return alone, False
    together = search.answer(f"{heard.rest} {asked.before} {heard.rest}")
    if heard.own and alone.tier == "none":  # "what about my vacation": the question before it is not what is asked
        return _unsure(together), True
    return _surer(agreed(together, (alone, search.answer(asked.before))), alone), True


def _surer(joined: Answer, alone: Answer) -> Answer:
    """What is new may settle which of the closest it is: "and if he is a government official?" """
    settles = alone.tier == "quote" and alone.passages[0].section in {quote.section for quote in joined.passages}
    return alone if settles and joined.tier == "closest" else joined


def agreed(together: Answer, apart: Iterable[Answer]) -> Answer:
    """Sure only of a section that one of the two leads to by itself: words of both may meet where neither belongs."""
    led = {answer.passages[0].section for answer in apart if answer.tier != "none"}
    return together if together.passages[0].section in led else _unsure(together)


def _unsure(answer: Answer) -> Answer:
    return replace(answer, tier="closest") if answer.tier == "quote" else answer


def _said(company: Company, heard: Heard, answer: Answer, *, reports: bool) -> Iterator[Say]:
    """Whoever is in distress gets a passage only when it surely answers, and whoever tells of a wrong is not told that
    the Code does not say."""
    if reports:
        yield Say("talk.like_report", offers=(Offer("report"), Offer("contacts")))
    helps = answer.tier == "closest" or not reports
    if answer.tier == "quote" or (helps and not heard.alarm):
        yield answered(answer, whom(company))


def answered(answer: Answer, people: tuple[Quote, ...]) -> Say:
    """`people` may be empty: another company's Code need not say whom to ask."""
    match answer.tier:
        case "quote":
            return Say("question.quote", quotes=answer.passages[:1], offers=ONWARD)
        case "closest":
            return Say("question.closest", quotes=answer.passages, offers=ONWARD)
    offers = (Offer("contacts"), Offer("guidance"), Offer("report"), Offer("send_question"))
    return Say("question.none" if people else "question.none_unsaid", quotes=people, offers=offers)


def _in_its_language(asked: Asked, heard: Heard, said: Iterable[Say]) -> Iterator[Say]:
    """The Code is quoted in its own, and a line says so where that is another one."""
    language = heard.language or asked.language
    other = language if language != asked.language else ""
    for say in said:
        if say.quotes and language != asked.company.about.language:
            yield spoken(Say("question.quoted_as_it_stands"), other)
        yield spoken(say, other)
