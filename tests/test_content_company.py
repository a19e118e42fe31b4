"""Another company's folder works like Cellectar's; what is missing or wrong in one is named."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from content.company import CELLECTAR, REQUIRED, Company, open_company
from content.errors import ContentError

NORTHWIND = Path(__file__).parent / "company"
CONTENT = Path(__file__).parent.parent / "content"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Northwind's folder, to be damaged."""
    return Path(shutil.copytree(NORTHWIND, tmp_path / "northwind"))


def test_cellectar_is_the_company_when_none_is_named() -> None:
    assert open_company().folder == CELLECTAR
    assert open_company().name == "Cellectar Biosciences, Inc."
    assert open_company().problems() == ()


def test_another_company_brings_its_own_code() -> None:
    company = open_company(NORTHWIND)
    assert company.name == "Northwind Ferries Ltd"
    assert [s.label for s in company.code.sections] == [
        "Preamble",
        "Rule 1",
        "Rule 2",
        "Rule 3",
        "Register of contacts",
    ]
    section = company.code.section("rule 2")
    assert section is not None
    assert section.heading == "Tips from Passengers"
    assert section.part == "ON BOARD"
    assert company.code.quotes("1")[0].version == "The Crew Charter, in force since 1 May 2024"


def test_another_companys_passages_are_quoted_and_missing_ones_are_left_out() -> None:
    guidance = open_company(NORTHWIND).guidance
    assert [q.text for q in guidance.quotes("retaliation", "extent", "anonymous_writing")] == [
        "Anybody who speaks up in good faith keeps their berth.",
        "Write to the harbour trustees if you would rather not be named.",
    ]
    assert guidance.quote("agenda") is None
    assert [c.id for c in guidance.categories] == ["safety", "other"]


def test_another_company_can_be_searched_without_aliases() -> None:
    answer = open_company(NORTHWIND).search.answer("may I keep a tip from a passenger?")
    assert answer.passages[0].section == "2"
    assert open_company(NORTHWIND).search.answer("zzz").passages == ()


def test_another_companys_contacts_stand_in_its_own_order() -> None:
    contacts = open_company(NORTHWIND).contacts
    assert [c.id for c in contacts.for_standing("employee")] == ["brandt", "holt", "trustees"]
    assert [c.id for c in contacts.for_standing("director")] == ["trustees", "brandt", "holt"]
    assert contacts.doubts() == ()


def test_another_companys_words_replace_the_bots(folder: Path) -> None:
    (folder / "wording").mkdir()
    (folder / "wording" / "en.toml").write_text('[category]\nsafety = "Safety afloat"\n', encoding="utf-8")
    words = open_company(folder).wording()
    assert words.text("category.safety") == "Safety afloat"
    assert words.text("category.other") == open_company().wording().text("category.other")


@pytest.mark.parametrize("name", REQUIRED)
def test_a_required_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ContentError) as wrong:
        open_company(folder)
    assert (wrong.value.reason, wrong.value.file) == ("missing", folder / name)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as wrong:
        open_company(tmp_path / "nowhere")
    assert wrong.value.reason == "no_folder"


@pytest.mark.parametrize(
    ("name", "before", "after", "reason"),
    [
        ("guidance.toml", "keeps their berth", "loses their berth", "not_in_code"),
        ("guidance.toml", 'sections = ["1"]', 'sections = ["9"]', "no_such_section"),
        ("contacts.toml", 'role = "member"', 'role = "captain"', "wrong"),
        ("contacts.toml", 'employee = ["member"', 'employee = ["membr"', "wrong"),
        ("contacts.toml", 'id = "holt"', 'id = "brandt"', "wrong"),
        ("contacts.toml", "as_of = 2024-05-01", 'as_of = "May"', "wrong"),
        ("company.toml", 'name = "Northwind Ferries Ltd"', "", "wrong"),
        ("company.toml", "[labels]", "[labels", "not_toml"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(folder: Path, name: str, before: str, after: str, reason: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    found = open_company(folder).problems()
    assert (found[0].reason, found[0].file) == (reason, folder / name)


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "code.md").write_bytes(b"## 1. Caf\xe9 {#1}\n\nTie.\n")
    assert next((p.reason, p.file.name) for p in open_company(folder).problems()) == ("not_utf8", "code.md")


def test_everything_that_is_missing_is_named_at_once(folder: Path) -> None:
    for name in ("code.md", "contacts.toml"):
        (folder / name).unlink()
    with pytest.raises(ContentError):
        open_company(folder)
    assert [p.file.name for p in Company(folder).problems()] == ["code.md", "contacts.toml"]


def test_every_reason_for_an_error_is_worded() -> None:
    words = open_company().wording()
    reasons = ("no_folder", "missing", "not_utf8", "not_toml", "wrong", "no_sections", "section_twice")
    for reason in (*reasons, "no_such_section", "not_in_code", "unknown_fact"):
        assert "code.md" in words.text(f"content.{reason}", {"file": "code.md", "detail": "row 3"})


def test_nothing_of_cellectar_is_in_python() -> None:
    named = ("cellectar bio", "collectar", "caruso", "driscoll", "neis", "loren", "longcor", "kolean", "rubin")
    for file in CONTENT.rglob("*.py"):
        text = file.read_text(encoding="utf-8").casefold()
        assert [name for name in named if name in text] == [], file


def test_reading_the_code_loads_neither_the_search_nor_the_contacts() -> None:
    script = (
        "import sys; from content.company import open_company; open_company().code; "
        "assert not {'sqlite3', 'content.search', 'content.contacts', 'asyncio'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=CONTENT.parent)
