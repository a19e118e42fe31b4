"""How a language's texts differ from the English ones where they must not: each check names the keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.slack.block_limits import BUTTON_TEXT, HEADER_TEXT, MODAL_TITLE, OPTION_TEXT
from content.wording import PLACE, Wording

NAMES = frozenset({"Ask First", "slack", "teams"})
"""What is called the same in every language."""

LISTS = ("signs.report.", "signs.question.", "signs.asking.")
"""Phrases that people write: a language may need more of them than English, never fewer."""

UNCHANGED = re.compile(
    r"“askfirst \w+|askfirst (?:ask|chat|code \d+|contacts|demo:|restore)|--\w+|chmod \d+|\w+\.(?:toml|md|db|address)\b"
    r"|127\.0\.0\.1|https://|Ctrl-C|ASKFIRST_\w+(?:=\d+)?|\d{4}-\d\d-\d\d|`[^`]+`|“(?:notice|full|production|development)”"
    r"|“(?:cases|help|report|question)”|\bUTF-8\b|(?<=\| )[a-z]+"
)
"""What is typed, or stands in a file, as it is written here: commands, options, names of files, values of settings."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A language beside English."""

    english: Wording
    other: Wording
    alike: frozenset[str] = frozenset()
    """Texts that happen to be the English ones."""

    def both(self) -> Iterator[tuple[str, str, str]]:
        """Key, English text, the other language's."""
        for key in sorted(self.english.keys & self.other.keys):
            yield key, self.english.template(key), self.other.template(key)


def missing(pair: Pair) -> list[str]:
    return sorted(pair.english.keys - pair.other.keys)


def extra(pair: Pair) -> list[str]:
    return sorted(key for key in pair.other.keys - pair.english.keys if not key.startswith(LISTS))


def other_facts(pair: Pair) -> list[str]:
    return [key for key, en, other in pair.both() if set(PLACE.findall(en)) != set(PLACE.findall(other))]


def other_shape(pair: Pair) -> list[str]:
    """Paragraphs, and the items of a list in each."""
    return [key for key, en, other in pair.both() if _shape(en) != _shape(other)]


def _shape(text: str) -> list[int]:
    return [len(re.findall(r"^\s*[-•] ", paragraph, re.MULTILINE)) for paragraph in text.split("\n\n")]


def left_in_english(pair: Pair) -> list[str]:
    """Signs and numbers are nobody's language."""
    same = (key for key, en, other in pair.both() if en == other and re.search(r"[^\W\d_]", PLACE.sub("", en)))
    return [key for key in same if pair.english.template(key) not in NAMES | pair.alike]


def other_commands(pair: Pair) -> list[str]:
    return [key for key, en, other in pair.both() if _typed(en) != _typed(other)]


def _typed(text: str) -> list[str]:
    return sorted(UNCHANGED.findall(text))


def wrong_buttons(pair: Pair) -> list[str]:
    """Texts that name a button, as [Send] or “Without my name”, by another name than the button's own."""
    labels = [(en, other) for key, en, other in pair.both() if _is_button(key)]
    return sorted(
        {key for key, en, other in pair.both() for mark in ("[{}]", "“{}”") if _misnames(en, other, labels, mark)}
    )


def _misnames(english: str, other: str, labels: list[tuple[str, str]], mark: str) -> bool:
    named = {label for label, _ in labels if mark.format(label) in english}
    right = {label for label, theirs in labels if mark.format(theirs) in other}
    return not named <= right


def _is_button(key: str) -> bool:
    return key.startswith("offer.") or key.endswith(".submit") or _is_option(key)


def _is_option(key: str) -> bool:
    return ".options." in key or key.startswith("category.")


def too_long(words: Wording) -> list[str]:
    return sorted(key for key in words.keys if (most := _limit(key)) and len(words.template(key)) > most)


def _limit(key: str) -> int | None:
    """How many characters Slack takes there; None where a text runs over several lines."""
    match key.split("."):
        case ["slack", "title", _] | ["slack", "close"] | [*_, "submit"]:
            return MODAL_TITLE
        case ["slack", "manifest", "name"]:
            return 35
        case ["slack", "manifest", "short"]:
            return 140
        case [*_, "title"]:
            return HEADER_TEXT
        case ["offer", _] | ["slack", "back" | "with_note" | "go_on"]:
            return BUTTON_TEXT
    return OPTION_TEXT if _is_option(key) else None
