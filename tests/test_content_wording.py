"""Every word that a person reads comes from the wording files, by key, with its facts filled in."""

import re
from datetime import date
from pathlib import Path

import pytest

from content.company import CELLECTAR, WORDING
from content.errors import ContentError, UnwordedError
from content.wording import Wording

BASE = """
plain = "Ask first."
named = "Dear {name}, {name}!"
[dates]
date = "{day} {month} {year}"
months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"]
[lists]
comma = ", "
and = "{first} and {last}"
[report.form]
title = "Report"
text = \"\"\"
One line
and its end.

- a point
  wrapped
- another\"\"\"
[days]
text = "{count} days"
one = "{count} day"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    base = tmp_path / "wording"
    base.mkdir()
    (base / "en.toml").write_text(BASE, encoding="utf-8")
    return base


@pytest.fixture
def words(folder: Path) -> Wording:
    return Wording((folder,))


def test_a_text_is_found_by_its_dotted_key(words: Wording) -> None:
    assert words.text("report.form.title") == "Report"
    assert words.has("report.form.title")
    assert not words.has("report.form.hint")


def test_a_tables_own_text_stands_under_text(words: Wording) -> None:
    assert words.text("report.form") == words.text("report.form.text")
    assert words.has("report.form")


def test_lines_are_joined_and_paragraphs_and_items_kept(words: Wording) -> None:
    assert words.text("report.form") == "One line and its end.\n\n- a point wrapped\n- another"


def test_a_key_without_a_text_is_an_error(words: Wording) -> None:
    with pytest.raises(UnwordedError) as missing:
        words.text("report.nothing")
    assert missing.value.key == "report.nothing"


def test_a_missing_fact_is_an_error_that_names_the_key_and_the_fact(words: Wording) -> None:
    with pytest.raises(UnwordedError) as missing:
        words.text("named", {"other": "x"})
    assert missing.value.key == "named: name"


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        ("Ida", "Ida"),
        (3, "3"),
        (date(2026, 11, 22), "22 November 2026"),
        ((), ""),
        (("Ida",), "Ida"),
        (("Ida", "Per"), "Ida and Per"),
        (("Ida", "Per", "Ane"), "Ida, Per and Ane"),
    ],
)
def test_facts_are_shown_as_people_write_them(
    words: Wording, fact: str | int | date | tuple[str, ...], shown: str
) -> None:
    assert words.text("named", {"name": fact}) == f"Dear {shown}, {shown}!"


@pytest.mark.parametrize("typed", ["{name}", "{name.__class__}", "{0}", "{", "}", "{{name}}", "\\1", "%s"])
def test_what_people_type_is_never_read_as_a_text(words: Wording, typed: str) -> None:
    assert words.text("named", {"name": typed}) == f"Dear {typed}, {typed}!"


def test_a_placeholder_reaches_into_nothing(folder: Path) -> None:
    (folder / "en.toml").write_text('odd = "{name.__class__} {name[0]} {#7} {}"', encoding="utf-8")
    assert Wording((folder,)).text("odd", {"name": "x"}) == "{name.__class__} {name[0]} {#7} {}"


def test_exactly_one_may_be_worded_by_itself(words: Wording) -> None:
    assert words.text("days", {"count": 1}) == "1 day"
    assert words.text("days", {"count": 2}) == "2 days"
    assert words.text("named", {"count": 1, "name": "Ida"}) == "Dear Ida, Ida!"


def test_a_later_folder_overrides_single_texts(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "en.toml").write_text('plain = "Ask the purser first."', encoding="utf-8")
    words = Wording((folder, own))
    assert words.text("plain") == "Ask the purser first."
    assert words.text("report.form.title") == "Report"


def test_an_overriding_text_that_asks_for_an_unknown_fact_is_refused(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "en.toml").write_text('named = "Dear {nam}!"', encoding="utf-8")
    with pytest.raises(ContentError) as wrong:
        Wording((folder, own))
    assert (wrong.value.reason, wrong.value.file) == ("unknown_fact", own / "en.toml")
    assert "nam" in wrong.value.detail


def test_the_languages_are_those_of_all_folders(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "es.toml").write_text("", encoding="utf-8")
    assert Wording((folder, own)).languages == ("en", "es")


def test_a_language_that_nobody_wrote_is_named(folder: Path) -> None:
    with pytest.raises(ContentError) as wrong:
        Wording((folder,), "fi")
    assert wrong.value.file.name == "fi.toml"


def test_a_folder_without_a_file_is_passed_over(folder: Path, tmp_path: Path) -> None:
    assert Wording((folder, tmp_path / "none")).text("plain") == "Ask first."


def test_the_bots_own_words_promise_no_more_than_they_can() -> None:
    for file in sorted(WORDING.glob("*.toml")):
        words = Wording((WORDING, CELLECTAR / "wording"), file.stem)
        for key in words.keys:
            plain = words.template(key).casefold()
            assert not re.search(r"completely anonymous|untraceable|100 ?% anonymous|guarantee", plain), key


def test_the_bots_own_words_have_no_empty_text() -> None:
    words = Wording((WORDING,))
    assert [key for key in words.keys if not words.template(key).strip()] == []
