"""What is said to a greeting, to thanks, to "are you a bot?", to an insult; and first of all to a cry for help."""

from collections.abc import Iterator

from content.company import Company
from content.hearing import UNCLEAR
from content.quotes import Quote
from dialogs.steps import Offer, Say

MENU = tuple(Offer(name) for name in ("guidance", "report", "follow_up", "contacts", "code"))
PEOPLE = (Offer("contacts"), Offer("guidance"), Offer("report"))

WHOM = ("step.supervisor", "step.resources")
"""The passages that say whom to ask, for when the Code does not say what."""

NOWHERE = "none"
"""The platform of somebody without an account."""

WITH_MENU = frozenset({"greeting", "assent", "help", "bot", UNCLEAR})


def alarmed(alarm: str) -> Iterator[Say]:
    """The emergency words come before everything else (R3.2). Empty when there is no alarm."""
    if alarm:
        yield Say("emergency", offers=(Offer("report"), Offer("contacts")))
    if alarm in {"self_harm", "distress"}:
        yield Say(f"talk.{alarm}", offers=(Offer("contacts"),))


def whom(company: Company) -> tuple[Quote, ...]:
    """May be empty: another company's Code need not say whom to ask."""
    return company.guidance.quotes(*WHOM)


def answered_kindly(kind: str, company: Company, platform: str) -> Iterator[Say]:
    match kind:
        case "private":
            yield Say("talk.private" if platform != NOWHERE else "talk.private_unkept")
            yield Say(f"talk.platform.{platform}", offers=(Offer("report"),))
        case "reporting":
            offers = (Offer("report"), Offer("contacts"), Offer("guidance"))
            yield Say("talk.reporting", quotes=company.guidance.quotes("talk"), offers=offers)
        case "own_report":
            yield Say("talk.own_report", offers=(Offer("follow_up"), Offer("contacts")))
        case "person":
            yield Say("talk.person", quotes=whom(company), offers=PEOPLE)
        case "not_helpful":
            yield Say("talk.not_helpful", offers=(*PEOPLE, Offer("send_question")))
        case "insult":
            yield Say("talk.insult", offers=PEOPLE)
        case _:
            yield Say(f"talk.{kind}", {"company": company.name}, offers=MENU if kind in WITH_MENU else ())
