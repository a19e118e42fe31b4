"""Who speaks, as the conversation is told: somebody of this tenant, in a language that is worded."""

from bot.person import Account, Person
from bot.teams.edge import Edge
from bot.teams.received import PLATFORM, Sender
from dialogs.steps import Say


def person_of(edge: Edge, sender: Sender) -> Person:
    return Person(Account(PLATFORM, sender.tenant, sender.account), sender.name, language=language_of(edge, sender))


def language_of(edge: Edge, sender: Sender) -> str:
    """`es-ES` and `es-MX` speak `es`, where it is worded."""
    spoken = sender.locale.replace("_", "-").split("-")[0].lower()
    return spoken if spoken in edge.languages else edge.language


def refusal(sender: Sender) -> Say | None:
    """None for somebody who may use the bot."""
    if not sender.refused and sender.account:
        return None
    return Say(f"teams.refused.{sender.refused or 'stranger'}")
