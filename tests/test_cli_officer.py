"""`askfirst content report` and `content asked`: what a company's officer is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from content.company import open_company
from content.coverage import coverage
from storage import asked
from tests.shell import Shell
from tests.test_cli_keeping import register
from tests.test_content_company import NORTHWIND

TODAY = date(2026, 11, 23)


def test_another_company_hears_which_passages_have_no_examples_yet() -> None:
    found = coverage(open_company(NORTHWIND))
    assert (found.examples, {few.count for few in found.few}) == (0, {0})
    assert {few.passage.section for few in found.few} == {"preamble", "1", "2", "3", "R"}
    assert found.unfound == ()


def test_the_officers_own_questions_are_tried() -> None:
    found = coverage(open_company(NORTHWIND), ("may I keep a tip from a passenger?", "how tall are giraffes"))
    assert [question for question, _ in found.met] == ["may I keep a tip from a passenger?", "how tall are giraffes"]
    assert found.refused == tuple(question for question, tier in found.met if tier == "none")
    assert found.refused[-1:] == ("how tall are giraffes",)
    assert "giraffes" not in repr(found)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_nothing_is_learned_where_there_is_nothing_to_learn_from(shell: Shell) -> None:
    ran = shell.run("content", "learn", "--content", str(NORTHWIND))
    assert ran.code == 5
    assert "two voices" in ran.err


def test_the_report_names_what_is_missing(shell: Shell) -> None:
    (shell.folder / "mine.txt").write_text(
        "may I keep a tip from a passenger?\nhow tall are giraffes\n", encoding="utf-8"
    )
    ran = shell.run("content", "report", "--content", str(NORTHWIND), "--questions", "mine.txt")
    assert ran.code == 0
    assert "Passages with fewer than ten example questions: 8" in ran.out
    assert "Every section is found by its own heading." in ran.out
    assert "how tall are giraffes" in ran.out
    assert "Questions tried: 2" in ran.out


def test_the_report_as_json(shell: Shell) -> None:
    ran = shell.run("content", "report", "--content", str(NORTHWIND), "--questions", "-", "--json", typed="tips?\n")
    told = json.loads(ran.out)
    assert (told["examples"], told["unfound"], len(told["few"])) == (0, [], 8)
    assert [q["question"] for q in told["questions"]] == ["tips?"]


def test_a_file_of_questions_that_is_not_there_is_named(shell: Shell) -> None:
    ran = shell.run("content", "report", "--content", str(NORTHWIND), "--questions", "nowhere.txt")
    assert (ran.code, "nowhere.txt" in ran.err) == (2, True)


def test_nothing_is_told_of_fewer_than_ten_questions(shell: Shell) -> None:
    shell.set_up("Ada Quill", "Bo Winter")
    with register(shell) as database:
        database.run_now(lambda r: asked.add(r, TODAY, {"7": 9}))
    ran = shell.run("content", "asked")
    assert ran.code == 0
    assert "No section has answered ten questions yet" in ran.out
    assert "No question was sent on." in ran.out


def test_counts_and_questions_are_told_without_a_day(shell: Shell) -> None:
    shell.set_up("Ada Quill", "Bo Winter")
    with register(shell) as database:
        database.run_now(lambda r: asked.add(r, TODAY, {"7": 37, "none": 12}))
        database.run_now(lambda r: asked.send(r, b"n" * 16, "May we wear \x1b[31msandals?", TODAY))
    ran = shell.run("content", "asked")
    assert "7: 30 or more" in ran.out
    assert "The Code did not say: 10 or more" in ran.out
    assert "2026-W48: May we wear" in ran.out
    assert "\x1b[31m" not in ran.out
    told = json.loads(shell.run("content", "asked", "--json").out)
    assert told["counts"] == [{"section": "7", "at_least": 30}, {"section": "none", "at_least": 10}]
    assert [q["week"] for q in told["questions"]] == ["2026-W48"]
