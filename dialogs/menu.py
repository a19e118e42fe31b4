"""What one can do here, in a few lines."""

from dialogs.engine import Dialog
from dialogs.facts import Facts
from dialogs.outcomes import Nothing
from dialogs.steps import Offer, Say

EVERYONE = ("question", "guidance", "report", "follow_up", "contacts", "code")
OF_MEMBERS = ("cases", "members")


def menu(facts: Facts) -> Dialog:
    names = (*EVERYONE, *OF_MEMBERS) if facts.member else EVERYONE
    yield Say("menu.hello", {"company": facts.company.name}, offers=tuple(Offer(name) for name in names))
    return Nothing()
