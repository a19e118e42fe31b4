"""Windows (Slack's modals) and the Home tab: what a history must not keep, and every form that is typed into."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot import labels
from bot.carried import carried, packed, unpacked
from bot.handles import Kind, Pressed
from bot.labels import Worded
from bot.showing import problem_texts
from bot.slack import block_limits as limit
from bot.slack.blocks import walk_buttons, write_say
from bot.slack.fields import block_id, input_blocks
from bot.slack.sheet import Json, Sheet, button, plain, size_of
from bot.turns import Shown
from dialogs.steps import Form, Kept, Problems, Say

FORM = "form"
"""The callback_id of every window of ours."""

NOTICE = "notice"
"""What the block_id of a sentence put on top of an open form begins with."""

PAGE_BLOCKS = 85
PAGE_BYTES = 150_000
"""Of one page of a long text: what else stands in the window fits into the rest."""

SEPARATOR = 2
"""Bytes between two blocks, and around all of them."""


def modal(words: Worded, shown: Shown, page: int = 0) -> Json:
    """The window after a turn. A text too long for one goes on at a button; the form stands on the last page."""
    sheet = Sheet()
    for say in shown.said:
        write_say(sheet, words, say)
    pages = paged(sheet.blocks, PAGE_BLOCKS - _form_size(shown.asking)) or [[]]
    here = min(page, len(pages) - 1)
    last = here == len(pages) - 1
    form = shown.asking if last else None
    blocks = [*pages[here]] if last else [*pages[here], _onward(words, here + 1)]
    if form:
        blocks = [*_problem_blocks(words, form, shown.problems), *blocks, *form_blocks(words, shown, form)]
    return window(words, shown, blocks, form)


def window(words: Worded, shown: Shown, blocks: Sequence[Json], form: Form | None) -> Json:
    view: Json = {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(title(words, shown.dialog)),
        "close": plain(words.text("slack.close")),
        "private_metadata": packed(carried(shown)),
        "blocks": list(blocks),
    }
    return {**view, "submit": plain(submit(words, form))} if form else view


def title(words: Worded, dialog: str) -> str:
    """Slack gives a window's title 24 characters; the form's own, longer one stands below it."""
    key = f"slack.title.{dialog}"
    return words.text(key if words.has(key) else "slack.title.menu")


def submit(words: Worded, form: Form) -> str:
    label = labels.submit_label(words, form)
    return label if len(label) <= limit.MODAL_TITLE else words.text("form.submit")


def form_blocks(words: Worded, shown: Shown, form: Form) -> list[Json]:
    sheet = Sheet()
    heading = labels.form_title(words, form)
    if shown.said or heading != title(words, shown.dialog):
        sheet.heading(heading)
    if text := labels.form_text(words, form):
        sheet.written(text)
    sheet.add(input_blocks(words, form))
    sheet.buttons(walk_buttons(words, shown))
    return sheet.blocks


def _form_size(form: Form | None) -> int:
    return len(form.fields) if form else 0


def _problem_blocks(words: Worded, form: Form, problems: Problems) -> list[Json]:
    """On top: those of the form as a whole. Those at fields are Slack's to show; also on top when it has not."""
    return notices(problem_texts(words, form, problems, everywhere=True))


def notices(texts: Iterable[str]) -> list[Json]:
    sheet = Sheet()
    for text in texts:
        sheet.paragraph(text, bold=True)
    sheet.line()
    return [{**block, "block_id": f"{NOTICE}.{n}"} for n, block in enumerate(sheet.blocks)]


def _onward(words: Worded, page: int) -> Json:
    onward = button(words.text("slack.go_on"), Kind.PAGE, Pressed(Kind.PAGE, page=page).value)
    return {"type": "actions", "elements": [onward]}


def paged(blocks: Sequence[Json], most: int, largest: int = PAGE_BYTES) -> list[list[Json]]:
    """At most `most` blocks and `largest` bytes a page; nothing is left out."""
    if len(blocks) <= most and size_of(blocks) <= largest:
        return [list(blocks)] if blocks else []
    pages: list[list[Json]] = []
    room = 0
    for block in blocks:
        size = size_of(block) + SEPARATOR
        if not pages or len(pages[-1]) >= most or size > room:
            pages.append([])
            room = largest - SEPARATOR
        pages[-1].append(block)
        room -= size
    return pages


def errors(words: Worded, shown: Shown, view: Json) -> dict[str, str] | None:
    """By block_id, when the form that was sent in is asked again and each problem stands at one of its fields."""
    form, problems = shown.asking, shown.problems
    if form is None or not problems or carried(shown).key != _key_of(view):
        return None
    there = {block.get("block_id") for block in view.get("blocks", []) if isinstance(block, dict)}
    at = {f.name: block_id(form, f) for f in form.fields if not isinstance(f, Kept)}
    if all(at.get(name) in there for name in problems):
        return {at[name]: labels.problem_text(words, problem) for name, problem in problems.items()}
    return None


def _key_of(view: Json) -> str:
    return unpacked(str(view.get("private_metadata", ""))).key


def still_open(words: Worded, view: Json, said: Iterable[Say]) -> Json:
    """The window that was sent in, as it was, with what was typed, and `said` on top: nothing was stored."""
    sheet = Sheet()
    for say in said:
        write_say(sheet, words, say)
    sheet.line()
    top = [{**block, "block_id": f"{NOTICE}.{n}"} for n, block in enumerate(sheet.blocks)]
    states = _dict(_dict(view.get("state")).get("values"))
    below = [_refilled(block, states) for block in view.get("blocks", []) if not _is_notice(block)]
    kept = ("callback_id", "title", "submit", "close", "private_metadata")
    return {"type": "modal", **{name: view[name] for name in kept if view.get(name)}, "blocks": [*top, *below]}


def _is_notice(block: Any) -> bool:
    return not isinstance(block, dict) or str(block.get("block_id", "")).startswith(NOTICE)


def _refilled(block: Json, states: Json) -> Json:
    if block.get("type") != "input":
        return block
    element = _dict(block.get("element"))
    state = _dict(_dict(states.get(str(block.get("block_id")))).get(str(element.get("action_id"))))
    bare = {name: part for name, part in element.items() if not name.startswith("initial_")}
    initial = {
        "initial_value": state.get("value"),
        "initial_option": state.get("selected_option"),
        "initial_options": state.get("selected_options"),
    }
    return {**block, "element": {**bare, **{name: part for name, part in initial.items() if part}}}


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
