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
PARTS = frozenset({"section", "appendix", "sección", "apéndice", "anexo"})
BEFORE_PART = frozenset(
    [
        "what",
        "whats",
        "what's",
        "is",
        "says",
        "show",
        "me",
        "read",
        "open",
        "see",
        "give",
        "the",
        "please",
        "qué",
        "dice",
        "es",
        "muéstrame",
        "la",
        "el",
    ]
)
"""What may stand before a part that somebody wants to read: "show me section 7"."""
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
    if part := _part(words):
        return Typed("code", part)
    if command in ALONE and not rest:
        return Typed(COMMANDS[command])
    return Typed("question", question=words)


def _part(words: str) -> str:
    """The section that the whole text asks to see, as "7" or "appendix 2b"; empty for any other text."""
    *before, kind, number = ["", "", *words.casefold().strip(" ?.!¿¡").replace("¿", "").split()][-8:]
    wanted = kind in PARTS and number[:1].isdecimal() and BEFORE_PART.issuperset(filter(None, before))
    return (number if kind.startswith("sec") else f"appendix {number}") if wanted else ""
