"""What stands on the Home tab. Nothing of a case: Slack keeps it."""

from collections.abc import Iterable, Sequence

from bot.labels import Worded, say_text
from bot.slack import block_limits as limit
from bot.slack.blocks import offer_button, write_say
from bot.slack.sheet import Json, Sheet, plain, short
from bot.turns import Shown
from dialogs.steps import Say


def home(words: Worded, shown: Sequence[Shown], walk: Say | None) -> Json:
    """What one can do here, the walk that waits, the Code's contents: a line each, or, where Slack has no room for so
    many, a button each."""
    blocks = _written(words, shown, walk, fold=False)
    if len(blocks) > limit.VIEW_BLOCKS:
        blocks = _written(words, shown, walk, fold=True)
    return {"type": "home", "blocks": blocks}


def home_saying(words: Worded, say: Say) -> Json:
    sheet = Sheet()
    write_say(sheet, words, say)
    return {"type": "home", "blocks": sheet.blocks}


def _written(words: Worded, shown: Iterable[Shown], walk: Say | None, *, fold: bool) -> list[Json]:
    sheet = Sheet()
    sheet.heading(short(words.text("slack.home.title"), limit.HEADER_TEXT))
    if walk:
        write_say(sheet, words, walk)
    for one in shown:
        sheet.line()
        lines = [say for say in one.said if fold and _is_line(say)]
        for say in one.said:
            if say not in lines:
                write_say(sheet, words, say)
        sheet.buttons([_entry(words, say, n) for n, say in enumerate(lines)])
    return sheet.blocks


def _is_line(say: Say) -> bool:
    """A sentence with one button beside it."""
    return len(say.offers) == 1 and not (say.quotes or say.words)


def _entry(words: Worded, say: Say, n: int) -> Json:
    """The line itself as the button's label."""
    return {**offer_button(words, say.offers[0], n), "text": plain(short(say_text(words, say), limit.BUTTON_TEXT))}
