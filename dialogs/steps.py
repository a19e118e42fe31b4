"""What a dialog says and asks: frozen values that carry keys of the wording file, never words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from content.quotes import Quote


class Key(str):
    """A fact that is worded itself: a category, a status."""

    __slots__ = ()


Value = str | tuple[str, ...]
Answers = Mapping[str, Value]
Fact = str | int | date | tuple[str, ...]
Facts = Mapping[str, Fact]

TEXT_LIMIT = 3000
"""Characters in one field: Slack's plain-text input takes no more."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer was not taken; worded under `problem.<key>`."""

    key: str
    facts: Facts = field(default_factory=dict)


Problems = Mapping[str, Problem]
"""By field name; the empty name stands for the form as a whole."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `name` is shown as it stands (a person's name); when empty, it is worded by the option's value."""

    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line, or several when `long`. `secret` asks for a receipt: no autocomplete, no spell-checker. `report`: what
    does not fit can be sent afterwards, as an addition."""

    name: str
    long: bool = False
    required: bool = True
    limit: int = TEXT_LIMIT
    secret: bool = False
    value: str = field(default="", repr=False)
    report: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of the options, or none when not required. `about` is a name that its label speaks of."""

    name: str
    options: tuple[Option, ...]
    required: bool = True
    value: str = field(default="", repr=False)
    about: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of the options: a tick list."""

    name: str
    options: tuple[Option, ...]
    value: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """Carried by the form and not shown: the server holds nothing between two submits."""

    name: str
    value: str = field(default="", repr=False)


Field = Text | Choice | Choices | Kept


def no_problem(_: Answers) -> Problems:
    return {}


@dataclass(frozen=True, slots=True)
class Form:
    """Asks for several fields at once.

    `prefill` stands in the fields when they are first shown.
    `restates` names the earlier forms whose fields this one shows again, prefilled: one submit answers them all.
    `consents` marks a send, a signature or a closing: its answer must carry the digest of what was shown.
    `private` keeps one form of an otherwise public dialog out of the history.
    `check` looks at the answers together, after each field was found valid by itself.
    """

    key: str
    fields: tuple[Field, ...]
    facts: Facts = field(default_factory=dict)
    prefill: Answers = field(default_factory=dict, repr=False)
    restates: tuple[str, ...] = ()
    consents: bool = False
    private: bool = False
    check: Callable[[Answers], Problems] = field(default=no_problem, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A button. It begins a dialog, regarding a handle (a case number, a section), and decides nothing."""

    dialog: str
    regarding: str = ""
    label: str = ""
    """A wording key, `offer.<dialog>` when empty; `{regarding}` and `{about}` may stand in its text."""
    about: str = ""
    """A name that its label speaks of: a section's, as it is cited."""
    language: str = ""
    """Of its label; the person's own when empty."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote: rendered as plain text, never as markup, never in a log. `label` is a wording key."""

    label: str
    text: str = field(repr=False)
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """Something the bot says, with the passages it quotes and the buttons below it.

    `language` is set when a question was asked in another one than the person's own, which it is when empty.
    """

    key: str
    facts: Facts = field(default_factory=dict, repr=False)
    quotes: tuple[Quote, ...] = ()
    words: tuple[Words, ...] = ()
    offers: tuple[Offer, ...] = ()
    language: str = ""


def spoken(say: Say, language: str) -> Say:
    """In this language, with its buttons; as it is when it is empty."""
    offers = tuple(replace(offer, language=language) for offer in say.offers)
    return replace(say, language=language, offers=offers) if language else say


def each_button_once(said: tuple[Say, ...]) -> tuple[Say, ...]:
    """What several parts of one answer offer stands below the first of them."""
    seen, parted = set[tuple[str, str, str]](), []
    for say in said:
        fresh = tuple(o for o in say.offers if (o.dialog, o.regarding, o.label) not in seen)
        seen |= {(o.dialog, o.regarding, o.label) for o in fresh}
        parted.append(say if fresh == say.offers else replace(say, offers=fresh))
    return tuple(parted)


Step = Say | Form
