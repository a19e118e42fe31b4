"""What a listener is given: the conversation, the words, and a way to post."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.conversation import Talks
from bot.labels import Worded
from bot.teams.received import Posting


@dataclass(frozen=True, slots=True)
class Edge:
    """`wording` is remembered by whoever gives it: a file is not read for a turn.

    `forms` is "card" in development only: what belongs into a dialog then comes as the answer to a button. `login` is
    False where requests are not checked, in development: every welcome says so.
    """

    talks: Talks
    posting: Posting
    wording: Callable[[str], Worded]
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    forms: Literal["dialog", "card"] = "dialog"
    login: bool = True
