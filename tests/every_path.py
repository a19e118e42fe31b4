"""Every path of every dialog as it is shown, for the tests of what a platform can hold."""

from functools import cache

from bot.labels import Worded
from bot.turns import Shown
from dialogs.catalogue import CATALOGUE
from dialogs.engine import Turn
from tests.test_every_dialog_is_worded import COMPANY, SITUATIONS, paths

LANGUAGES = COMPANY.wording().languages
LONG = "  ".join(f"Sentence number {n} says a little, and then it ends." for n in range(400))


@cache
def wording(language: str) -> Worded:
    return COMPANY.wording(language)


@cache
def turns_of(situation: int, dialog: str) -> tuple[Turn, ...]:
    """Of one of SITUATIONS; the same in every language."""
    return tuple(paths(SITUATIONS[situation].facts, dialog))


def shown(dialog: str, turn: Turn) -> Shown:
    return Shown(
        dialog,
        turn.said,
        turn.asking,
        turn.problems,
        "K7Q2M9",
        turn.digest,
        "0" * 32,
        private=CATALOGUE[dialog].private or (turn.asking is not None and turn.asking.private),
        kept=CATALOGUE[dialog].kept,
        can_go_back=bool(turn.given),
    )
