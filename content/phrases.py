"""What people say to a bot besides questions about the Code: phrases, by language, that a compliance officer edits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from content.spoken import Phrase, plain, spelled
from content.tables import Table, read_table

KINDS = (
    *("greeting", "assent", "thanks", "goodbye", "help", "bot", "private"),
    *("reporting", "own_report", "person", "not_helpful", "insult"),
)
"""What a text can be besides a question, the least telling first: "hi, who are you" asks who the bot is."""

ALARMS = ("distress", "danger", "self_harm")
"""The gravest last."""

Kinds = Mapping[str, frozenset[Phrase]]


@dataclass(frozen=True)
class Phrases:
    """Of one language; every word as `spoken.plain` has it.

    `words` are the language's commonest; `marks` the letters that it alone has. `said`, `alarm` and `about` hold
    phrases by what they are; `polite` and `beside` are the words that change nothing about them, and `code` those that
    mean the Code itself. `alone` is distress when it is all that is said.
    """

    language: str
    words: frozenset[str]
    marks: frozenset[str]
    leads: frozenset[Phrase]
    pronouns: frozenset[str]
    said: Kinds
    alarm: Kinds
    about: Kinds
    polite: frozenset[str]
    beside: frozenset[str]
    code: frozenset[str]
    alone: frozenset[Phrase] = frozenset()
    rows: tuple[str, ...] = ()
    vowels: str = ""

    @cached_property
    def facts(self) -> Mapping[Phrase, str]:
        """What is asked about the Code, by the phrase without the words that change nothing."""
        return {self.bare(phrase): key for key, phrases in self.about.items() for phrase in phrases}

    def bare(self, words: Sequence[str]) -> Phrase:
        return tuple("code" if word in self.code else word for word in words if word not in self.beside)


def read_phrases(folders: Sequence[Path]) -> tuple[Phrases, ...]:
    """One for each language of which a folder has a file; of several folders the lines are put together.

    Raises:
        ContentError: a file cannot be read, or a list is none.
    """
    languages = sorted({file.stem for folder in folders for file in folder.glob("*.toml")})
    return tuple(_together(language, tuple(_tables(folders, language))) for language in languages)


def _tables(folders: Sequence[Path], language: str) -> Iterator[Table]:
    files = (folder / f"{language}.toml" for folder in folders)
    return (read_table(file) for file in files if file.is_file())


def _together(language: str, tables: tuple[Table, ...]) -> Phrases:
    return Phrases(
        language=language,
        words=_words(tables, "language", "words"),
        marks=frozenset("".join(_texts(tables, "language", "marks"))),
        leads=_phrases(tables, "follow_up", "leads"),
        pronouns=_words(tables, "follow_up", "pronouns"),
        said={kind: _phrases(tables, "said", kind) for kind in KINDS},
        alarm={kind: _phrases(tables, "alarm", kind) for kind in ALARMS},
        about={key: _phrases(tables, "about", key) for table in tables for key in table.table("about")},
        polite=_words(tables, "fillers", "said"),
        beside=_words(tables, "fillers", "about"),
        code=_words(tables, "fillers", "code"),
        alone=_phrases(tables, "alarm", "alone"),
        rows=tuple(row for table in tables for row in table.table("mash").texts("rows")),
        vowels="".join(_texts(tables, "mash", "vowels")),
    )


def _texts(tables: Iterable[Table], name: str, key: str) -> Iterator[str]:
    return (text for table in tables if (text := table.table(name).blank_or_text(key)))


def _words(tables: Iterable[Table], name: str, key: str) -> frozenset[str]:
    return frozenset(word for text in _texts(tables, name, key) for word in plain(text))


def _phrases(tables: Iterable[Table], name: str, key: str) -> frozenset[Phrase]:
    listed = (phrase for table in tables for phrase in table.table(name).texts(key))
    return frozenset(filter(None, map(spelled, listed)))
