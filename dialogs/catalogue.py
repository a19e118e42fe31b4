"""Every dialog there is, by the name a button carries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogs import (
    cases,
    code,
    committee,
    contacts,
    follow_up,
    guidance,
    hold,
    membership,
    menu,
    purge,
    question,
    receipt,
    release,
    report,
    send_question,
)
from dialogs.engine import Dialog
from dialogs.facts import Facts


@dataclass(frozen=True, slots=True)
class Entry:
    """`private`: shown in a modal, which no history keeps. `kept`: a sealed draft lives between the turns."""

    make: Callable[[Facts], Dialog]
    private: bool = False
    kept: bool = False


CATALOGUE: Mapping[str, Entry] = {
    "menu": Entry(menu.menu),
    "question": Entry(question.question),
    "send_question": Entry(send_question.send_question, private=True),
    "guidance": Entry(guidance.guidance, kept=True),
    "pause": Entry(guidance.pause),
    "forget": Entry(guidance.forget),
    "report": Entry(report.report, private=True),
    "receipt": Entry(receipt.receipt, private=True),
    "follow_up": Entry(follow_up.follow_up, private=True),
    "own_case": Entry(follow_up.own_case, private=True),
    "contacts": Entry(contacts.contacts),
    "code": Entry(code.code),
    "cases": Entry(cases.cases, private=True),
    "case": Entry(cases.case, private=True),
    "acknowledge": Entry(committee.acknowledge, private=True),
    "ask_reporter": Entry(committee.ask_reporter, private=True),
    "note": Entry(committee.note, private=True),
    "recuse": Entry(committee.recuse, private=True),
    "members": Entry(membership.members, private=True),
    "propose": Entry(membership.propose, private=True),
    "change": Entry(membership.change, private=True),
    "purges": Entry(purge.purges, private=True),
    "purge": Entry(purge.purge, private=True),
    "hold": Entry(hold.hold, private=True),
    "lift_hold": Entry(hold.lift_hold, private=True),
    "release_case": Entry(release.release_case, private=True),
    "close": Entry(committee.close, private=True),
}
