"""What somebody wrote in Slack, as they saw it: Slack sends its own markup for mentions, links and three letters."""

import re

MARKED = re.compile(r"<(?:[@#!][^>|]*(?:\|([^>]*))?|([^>|]+)(?:\|([^>]*))?)>")
ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def as_typed(text: str) -> str:
    """A mention becomes its label or nothing, a link its label or its address."""
    shown = MARKED.sub(lambda found: found[3] or found[2] or found[1] or "", text)
    for code, letter in ESCAPED:
        shown = shown.replace(code, letter)
    return shown.strip()
