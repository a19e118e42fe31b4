"""What somebody wrote in Teams, as they saw it: Teams sends mentions as tags and three letters as codes."""

import html
import re

MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.DOTALL)


def as_typed(text: str) -> str:
    """Mentions of the bot are left out."""
    return html.unescape(MENTION.sub("", text)).replace("\u00a0", " ").strip()
