"""Where one sentence ends and the next begins."""

import re
from collections.abc import Iterator

END = re.compile(r"""(?P<stop>[.?!]["”’')]*)\s+(?=["“‘(]?[A-Z])""")
ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Ms|Mrs|Dr|St|No|Nos|Sec|Inc|Ltd|Corp|Co|vs|cf))\.$")
"""An initial or an abbreviation: its full stop ends no sentence (U.S. Foreign, No. 7)."""


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; between two of them stands white space only."""
    start = 0
    for end in END.finditer(text):
        if not ABBREVIATED.search(text, start, end.end("stop")):
            yield start, end.end("stop")
            start = end.end()
    if start < len(text):
        yield start, len(text)


def sentences(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in spans(text))


def around(text: str, start: int, end: int) -> str:
    """The whole sentences that these characters touch."""
    touched = [span for span in spans(text) if span[0] < end and start < span[1]]
    return text[touched[0][0] : touched[-1][1]] if touched else ""
