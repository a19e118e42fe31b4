"""Typed words begin what they name, and everything else is a question."""

import pytest

from bot.typed import Typed, understood


@pytest.mark.parametrize(
    ("typed", "dialog", "regarding"),
    [
        ("", "menu", ""),
        ("help", "menu", ""),
        ("/ethics help", "menu", ""),
        ("GUIDE", "guidance", ""),
        ("inbox", "follow_up", ""),
        ("contacts", "contacts", ""),
        ("code", "code", ""),
        ("code 7", "code", "7"),
        ("code appendix 1", "code", "appendix 1"),
        ("what is section 7", "code", "7"),
        ("Show me Section 7", "code", "7"),
        ("section 10?", "code", "10"),
        ("muéstrame la sección 4", "code", "4"),
        ("show me appendix 2b", "code", "appendix 2b"),
        ("cases", "cases", ""),
        ("case K7Q2M9", "case", "K7Q2M9"),
        ("report", "report", ""),
    ],
)
def test_a_command_begins_its_dialog(typed: str, dialog: str, regarding: str) -> None:
    assert understood(typed) == Typed(dialog, regarding)


@pytest.mark.parametrize("typed", ["report my boss steals", "/ethics report my boss steals", "Report: he steals"])
def test_what_follows_report_is_neither_used_nor_kept(typed: str) -> None:
    assert understood(typed) == Typed("report")


@pytest.mark.parametrize(
    "typed",
    [
        "may I keep a gift?",
        "help me with a gift from a supplier",
        "code of ethics on overtime please",
        "contacts with suppliers, are they allowed",
        "case of wine from a customer",
        "is lunch with a client against section 7",
        "section chief gave me a gift",
    ],
)
def test_everything_else_is_a_question(typed: str) -> None:
    assert understood(typed) == Typed("question", question=typed)


def test_ask_takes_the_rest_as_the_question() -> None:
    assert understood("ask may I?") == Typed("question", question="may I?")


def test_a_question_is_in_no_repr() -> None:
    assert "gift" not in repr(understood("may I keep a gift?"))
