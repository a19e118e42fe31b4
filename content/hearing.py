"""Makes out what a text is before it is searched for: small talk, an alarm, a question about the Code itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from content.phrases import ALARMS, KINDS, Phrases
from content.spoken import Phrase, Word, found_in, longest_at, mashed, spoken

POLITE = ("greeting", "assent", "thanks", "goodbye")
"""What may stand before or after a question."""

DISTRESS = "distress"
UNCLEAR = "unclear"
"""Nothing that could be read: no word at all, or keys struck at random."""

SAID, ASKED = 6, 3
"""So many words of its own a follow-up has at most: when it begins like one, and when it only points back."""


@dataclass(frozen=True, slots=True)
class Heard:
    """`kind` is one of KINDS, UNCLEAR, or empty for a question; `fact` the fact about the Code that is asked for;
    `alarm` one of ALARMS. `rest` is the question without "hi" and "thanks"; `follows` says whether it goes on from the
    question before. `language` is empty when the text does not tell."""

    rest: str = field(repr=False)
    kind: str = ""
    fact: str = ""
    alarm: str = ""
    language: str = ""
    follows: bool = False
    own: int = 0
    """How many words it has that say what it is about."""


def hear(text: str, known: Sequence[Phrases]) -> Heard:
    """Safe with any text; the same text is always heard the same."""
    words = spoken(text)
    plain = tuple(word.plain for word in words)
    cried, alarm = _gravest(plain, known)
    if kind := _kind(plain, known):
        return Heard(text, kind[1], alarm=alarm, language=kind[0])
    speaker = _speaker(text, plain, known)
    begin, end = _question(text, words, known)
    asked = plain[begin:end]
    language, fact = _fact(asked, known)
    own = len([word for word in asked if speaker and word not in speaker.words])
    return Heard(
        _cut(text, words, begin, end),
        fact=fact,
        alarm=alarm,
        language=language or _sure(text, plain, speaker) or cried,
        follows=_follows(asked[_polite_at(asked, 0, known) :], own, speaker),
        own=own,
    )


def asked_of_code(text: str, known: Sequence[Phrases]) -> str:
    """The fact that is asked for when something in the text, or something left out, stands for the Code: "how long is
    it?". Empty when none is."""
    words = tuple(word.plain for word in spoken(text))
    return next((fact for phrases in known for one in _of_code(words, phrases) if (fact := phrases.facts.get(one))), "")


def _of_code(words: Phrase, phrases: Phrases) -> Iterator[Phrase]:
    """Every reading of the words in which one of them, or one more at the end, is the Code."""
    for code in sorted(phrases.code)[:1]:
        for at, word in enumerate(words):
            if word in phrases.pronouns:
                yield phrases.bare((*words[:at], code, *words[at + 1 :]))
        yield phrases.bare((*words, code))


def _gravest(plain: Phrase, known: Sequence[Phrases]) -> tuple[str, str]:
    """The language and the gravest alarm: a cry of two words has few others that tell its language."""
    every = ((p.language, alarm) for alarm in reversed(ALARMS) for p in known if found_in(plain, p.alarm[alarm]))
    return next(every, next(((p.language, DISTRESS) for p in known if plain in p.alone), ("", "")))


def _kind(plain: Phrase, known: Sequence[Phrases]) -> tuple[str, str] | None:
    """The language and the most telling kind of a text that is nothing but such phrases; None for any other."""
    for phrases in known:
        if kinds := _all_said(plain, phrases):
            return phrases.language, max(kinds, key=KINDS.index)
    return ("", UNCLEAR) if _unclear(plain, known) else None


def _all_said(plain: Phrase, phrases: Phrases) -> set[str]:
    """Empty when a word is left that is no part of a phrase and no filler."""
    kinds: set[str] = set()
    at = 0
    while at < len(plain):
        length, kind = max(
            ((longest_at(plain, at, said), kind) for kind, said in phrases.said.items()), default=(0, "")
        )
        if length:
            kinds.add(kind)
        elif plain[at] not in phrases.polite:
            return set()
        at += max(length, 1)
    return kinds


def _unclear(plain: Phrase, known: Sequence[Phrases]) -> bool:
    rows = tuple(row for phrases in known for row in phrases.rows)
    vowels = "".join(phrases.vowels for phrases in known)
    return all(not any(map(str.isalpha, word)) or mashed(word, rows, vowels) for word in plain)


def _question(text: str, words: Sequence[Word], known: Sequence[Phrases]) -> tuple[int, int]:
    """From where to where the text asks: politeness before and after it left out, where a sign parts it from the rest.

    "Fine, but may I?" loses its first word; "fine for a violation" loses none.
    """
    plain = tuple(word.plain for word in words)
    begin, end = 0, len(plain)
    while (length := _polite_at(plain, begin, known)) and _parted(text, words, begin + length):
        begin += length
    while (length := _polite_before(plain, end, known)) and _parted(text, words, end - length):
        end -= length
    return (begin, end) if begin < end else (0, len(plain))


def _parted(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether more than a space stands before this word, and a word before that."""
    return 0 < at < len(words) and not text[words[at - 1].end : words[at].start].isspace()


def _polite_at(plain: Phrase, at: int, known: Sequence[Phrases]) -> int:
    return max((longest_at(plain, at, phrases.said[kind]) for phrases in known for kind in POLITE), default=0)


def _polite_before(plain: Phrase, end: int, known: Sequence[Phrases]) -> int:
    thanks = (phrase for phrases in known for phrase in phrases.said["thanks"])
    return max((len(p) for p in thanks if plain[max(end - len(p), 0) : end] == p), default=0)


def _fact(plain: Phrase, known: Sequence[Phrases]) -> tuple[str, str]:
    """The language and the fact, when the whole question asks for it."""
    for phrases in known:
        if fact := phrases.facts.get(phrases.bare(plain)):
            return phrases.language, fact
    return "", ""


def _speaker(text: str, plain: Phrase, known: Sequence[Phrases]) -> Phrases | None:
    """Whose language it is: the one with the most of its commonest words; None when none is ahead."""
    signs = [(_signs(text, plain, phrases), phrases) for phrases in known]
    most = max((count for count, _ in signs), default=0)
    ahead = [phrases for count, phrases in signs if count == most]
    return ahead[0] if most and len(ahead) == 1 else None


def _sure(text: str, plain: Phrase, speaker: Phrases | None) -> str:
    """One word alone may be anybody's: "son" is English too."""
    return speaker.language if speaker and _signs(text, plain, speaker) > 1 else ""


def _signs(text: str, plain: Phrase, phrases: Phrases) -> int:
    return sum(word in phrases.words for word in plain) + 2 * any(c in phrases.marks for c in text.casefold())


def _follows(plain: Phrase, own: int, speaker: Phrases | None) -> bool:
    if speaker is None:
        return False
    points_back = any(word in speaker.pronouns for word in plain)
    return (_leads(plain, speaker) and own <= SAID) or (points_back and own <= ASKED)


def _leads(plain: Phrase, speaker: Phrases) -> bool:
    return longest_at(plain, 0, speaker.leads) > 0


def _cut(text: str, words: Sequence[Word], begin: int, end: int) -> str:
    """With the signs that stand between its words; whole when nothing was left out."""
    if (begin, end) == (0, len(words)):
        return text
    after = words[end].start if end < len(words) else len(text)
    return text[words[begin].start : after].strip()
