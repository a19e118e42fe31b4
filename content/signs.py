"""Tells a report from a question, roughly, so that what somebody should not have written in a chat is not used."""

from collections.abc import Iterator
from typing import Protocol

MOST = 10_000


class Texts(Protocol):
    """`content.wording.Wording`, as far as it is needed here."""

    def text(self, key: str) -> str: ...

    def has(self, key: str) -> bool: ...


def reads_like_report(words: Texts, text: str) -> bool:
    """A question stays a question. Whoever is taken for a reporter wrongly loses one message and is told how to ask."""
    said = " ".join(text.casefold().replace("’", "'").split())
    if said.endswith("?") or said.startswith(tuple(f"{sign} " for sign in _listed(words, "signs.question"))):
        return False
    if any(f" {sign} " in f" {_bare(said)} " for sign in _listed(words, "signs.asking")):
        return False
    long = len(said.split()) > int(words.text("signs.longest_question"))
    return long or any(f" {sign} " in f" {_bare(said)} " for sign in _listed(words, "signs.report"))


def _bare(said: str) -> str:
    """Only words: what ends a sentence parts them like a space."""
    return " ".join("".join(c if c.isalnum() or c in "'-" else " " for c in said).split())


def _listed(words: Texts, key: str) -> Iterator[str]:
    for n in range(1, MOST):
        if not words.has(f"{key}.{n}"):
            return
        yield words.text(f"{key}.{n}")
