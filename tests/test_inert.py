"""What people wrote is shown without anything that hides, turns round or rewrites; languages and emoji stay whole."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inert import STRAY, inert, one_line


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, with – dashes and “quotes”.",
        "zwei Zeilen\nund ein\tTab",
        "<b>not markup here</b> & **neither**",
        "日本語 русский עברית العربية हिन्दी ไทย",
        "می‌خواهم",
        "क्‍ष",
        "👩‍👩‍👧 👍🏽 🏳️‍🌈 ❤️",
        "Việt Nam, e\u0301te\u0301",
    ],
)
def test_words_in_any_language_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("invoice\u202egpj.exe", f"invoice{STRAY}gpj.exe"),
        ("a\u2066b\u2069c\u200fd", f"a{STRAY}b{STRAY}c{STRAY}d"),
        ("pass\u200bword \ufeffx\u00ad", f"pass{STRAY}word {STRAY}x{STRAY}"),
        ("\x1b[31mred\x07\x00", f"{STRAY}[31mred{STRAY}{STRAY}"),
        ("a\u200db \u200d", f"a{STRAY}b {STRAY}"),
        ("\u200b\u200d\u200e", STRAY * 3),
        ("क\u2028\u200dष", f"क\n{STRAY}ष"),
        ("tag\U000e0041\ue000", f"tag{STRAY}{STRAY}"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("z" + "\u0335" * 40, "z" + "\u0335" * 4),
    ],
)
def test_what_could_deceive_is_seen(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_a_name_stays_on_its_line() -> None:
    assert one_line("  Zoë\n\tof\u2029Accounting ") == "Zoë of Accounting"


@given(st.text())
def test_nothing_active_is_left_and_nothing_is_left_to_do(text: str) -> None:
    shown = inert(text)
    assert inert(shown) == shown
    left = {unicodedata.category(c) for c in shown if c not in "\n\t\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
