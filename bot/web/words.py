"""Which words the page itself needs: its buttons, its names for things, what it says when the network fails."""

from collections.abc import Sequence
from typing import Any

from bot.labels import Worded

PAGE = """
where panes employee_pane committee_pane single_pane person conversation bot ask ask_hint send sent thinking
reconnecting committee_views messages messages_empty committee_ask committee_hint channel channel_about channel_empty
cases quote_open quote_close quote_note receipt copy copied download download_name back pause note_add note_added
optional choose left over opened private private_title close cancel discard_title discard_text discard_stay discard_go
receipt_title receipt_text receipt_stay receipt_go unsure_title unsure_text unsure_stay unsure_go sending
"""
KEYS = tuple(PAGE.split())
"""Worded under `web.page`; the page knows them by these names."""


def page_words(words: Worded) -> dict[str, str]:
    """By the name the page knows them under. In one of them the page itself fills in a number, `{n}`."""
    return {key: words.text(f"web.page.{key}", {"n": "{n}"}) for key in KEYS}


def offline(words: Worded, elsewhere: Sequence[str]) -> list[dict[str, Any]]:
    """As blocks. Names the ways off the platform: a page without network can ask nobody for them."""
    ways: list[dict[str, Any]] = [{"text": words.text("web.offline_ways")}, {"items": list(elsewhere)}]
    return [{"text": words.text("web.offline")}, *(ways if elsewhere else [])]
