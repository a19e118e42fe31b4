"""Words typed to the bot: the name of something it does, or a question."""

from dataclasses import dataclass, field

COMMANDS = {
    "help": "menu",
    "menu": "menu",
    "hi": "menu",
    "hello": "menu",
    "ask": "question",
    "guide": "guidance",
    "report": "report",
    "inbox": "follow_up",
    "contacts": "contacts",
    "code": "code",
    "cases": "cases",
    "case": "case",
    "members": "members",
    "purge": "purges",
}
"""What is typed, and the dialog it begins. The same words everywhere: Slack's `/ethics …`, Teams, the terminal."""

WITH_HANDLE = frozenset({"code", "case"})
ALONE = frozenset({"help", "menu", "hi", "hello", "guide", "inbox", "contacts", "cases", "members", "purge"})


@dataclass(frozen=True, slots=True)
class Typed:
    """Either a question, or a dialog and what it regards."""

    dialog: str = "menu"
    regarding: str = ""
    question: str = field(default="", repr=False)


def understood(text: str) -> Typed:
    """What follows `report` is neither used nor kept: a report is one form, told what is promised first."""
    words = text.strip().removeprefix("/ethics").strip()
    first, _, rest = words.partition(" ")
    command, rest = first.casefold().removeprefix("/").rstrip(":,.!?"), rest.strip()
    if not words:
        return Typed()
    if command == "report":
        return Typed("report")
    if command == "ask":
        return Typed("question", question=rest)
    if command in WITH_HANDLE and len(rest.split()) <= 2:
        return Typed(COMMANDS[command], rest)
    if command in ALONE and not rest:
        return Typed(COMMANDS[command])
    return Typed("question", question=words)
