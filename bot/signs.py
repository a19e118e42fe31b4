"""What reads like a report, for the platforms whose chats keep what is written into them."""

from functools import cache

from bot.labels import Worded, in_language
from content.company import PHRASES
from content.hearing import hear
from content.phrases import Phrases, read_phrases
from content.signs import reads_like_report
from dialogs.smalltalk import alarmed
from dialogs.steps import Say, spoken

__all__ = ["met_as_report", "reads_like_report"]


def met_as_report(words: Worded, text: str, not_kept: Say) -> tuple[Say, ...]:
    """Instead of an answer, in the text's own language; the emergency words come first. Empty for a question."""
    heard = hear(text, _phrases())
    languages = (heard.language,) if heard.language else ("", *(phrases.language for phrases in _phrases()))
    told_in = [one for one in languages if reads_like_report(in_language(words, one), heard.rest)]
    if heard.kind or not told_in:
        return ()
    return tuple(spoken(say, told_in[0]) for say in (*alarmed(heard.alarm), not_kept))


@cache
def _phrases() -> tuple[Phrases, ...]:
    """Those that come with askfirst: an edge knows no company."""
    return read_phrases((PHRASES,))
