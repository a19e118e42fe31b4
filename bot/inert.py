"""Makes what people wrote harmless to look at. For display only: the sealed original is kept as it was written."""

import unicodedata

STRAY = "\ufffd"
"""Stands where a character was that could hide, turn round or rewrite what a reader sees."""

_HIDDEN = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0\u2800")
_LINE_ENDS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
_JOINERS = frozenset("\u200c\u200d")
_MARKS_IN_A_ROW = 4


def inert(text: str) -> str:
    """The same words without control, bidirectional and zero-width characters.

    A joiner stays where a script or an emoji needs it. More than four combining marks on one letter are left out: no
    language stacks more.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n")
    marks, shown = 0, []
    for at, character in enumerate(lines):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            shown.append(_shown(lines, at))
    return "".join(shown)


def one_line(text: str) -> str:
    """`inert`, for a name or a label: line ends and tabs become spaces."""
    return " ".join(inert(text).split())


def _shown(text: str, at: int) -> str:
    character = text[at]
    if character in "\n\t":
        return character
    if character in _JOINERS:
        return character if _joins(text, at) else STRAY
    return _LINE_ENDS.get(character) or (STRAY if _strays(character) else character)


def _strays(character: str) -> bool:
    return character in _HIDDEN or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _joins(text: str, at: int) -> bool:
    """Between two letters of a script that joins, or two parts of one emoji: never beside ASCII, what is hidden, or at
    an end."""
    if not 0 < at < len(text) - 1:
        return False
    beside = text[at - 1], text[at + 1]
    return min(beside) > "\u00ff" and not any(c in _LINE_ENDS or _strays(c) for c in beside)
