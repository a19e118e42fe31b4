"""`askfirst ask`, `code` and `contacts`: what they print, for people and for scripts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from content.company import open_company
from tests.shell import Shell

FERRIES = Path(__file__).parent / "company"
HEAVY = (
    "aiohttp",
    "storage",
    "nacl",
    "sqlite_utils",
    "pydantic_settings",
    "rich",
    "slack_bolt",
    "botbuilder",
    "bot.web",
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def batch(shell: Shell, text: str) -> list[dict[str, Any]]:
    (shell.folder / "questions").write_text(text, encoding="utf-8")
    done = shell.run("ask", "--batch", "questions")
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_question_gets_the_passage_word_for_word_with_where_it_stands(shell: Shell) -> None:
    told = shell.run("ask", "Can I accept a gift from a supplier?")
    assert told.code == 0
    text = " ".join(told.out.split())
    assert "No gift or entertainment should ever be offered, given, provided or accepted" in text
    assert "Section 7, Competition and Fair Dealing · Code of Ethics adopted 21 March 2006" in text
    assert told.err == ""


def test_asking_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom bot.cli import app\ntry:\n app(['ask', 'gifts'])\nexcept SystemExit:\n print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    loaded = done.stdout.splitlines()[-1].split()
    assert [name for name in loaded if name.startswith(HEAVY)] == []


def test_a_batch_prints_a_json_line_a_question(shell: Shell) -> None:
    rows = batch(shell, "May I accept a gift?\n\n  Who do I report fraud to?  \n")
    assert [row["question"] for row in rows] == ["May I accept a gift?", "Who do I report fraud to?"]
    for row in rows:
        assert set(row) == {"question", "tier", "confidence", "passages"}
        assert row["tier"] in {"quote", "closest", "none"}
        assert 0 <= row["confidence"] <= 1
        assert len(row["passages"]) <= 3
        assert all(set(p) == {"section", "heading", "quote"} for p in row["passages"])


def test_a_batch_takes_json_lines_and_what_only_looks_like_them(shell: Shell) -> None:
    rows = batch(shell, '{"id": 7, "question": "May I accept a gift?"}\n{gifts}\n{"question": 7}\n[1]\n')
    assert [row["question"] for row in rows] == ["May I accept a gift?", "{gifts}", '{"question": 7}', "[1]"]


def test_every_passage_of_a_batch_stands_in_its_section(shell: Shell) -> None:
    book = open_company().code
    for row in batch(shell, "gift\nfraud\nwho wrote the moon\n"):
        for passage in row["passages"]:
            quotes = [quote.text for quote in book.quotes(passage["section"])]
            assert any(passage["quote"] in quote for quote in quotes)


def test_a_batch_survives_what_people_paste(shell: Shell) -> None:
    (shell.folder / "questions").write_bytes(
        b"\xff\xfe gift\n\x00\x07\n\"'; DROP TABLE NEAR(\n" + b"\xf0\x9f\x8e\x81" * 5000
    )
    done = shell.run("ask", "--batch", "questions")
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 4


def test_a_batch_reads_standard_input(shell: Shell) -> None:
    done = shell.run("ask", "--batch", "-", typed="May I accept a gift?\n")
    assert json.loads(done.out)["question"] == "May I accept a gift?"


def test_json_for_one_question_is_a_line_of_the_batch(shell: Shell) -> None:
    done = shell.run("ask", "--json", "May I accept a gift?")
    assert [json.loads(done.out)] == batch(shell, "May I accept a gift?")


@pytest.mark.parametrize("arguments", [[], [" "], ["--batch", "q", "and this"], ["--batch", "none"]])
def test_wrong_usage_is_one_sentence_and_exit_code_2(shell: Shell, arguments: list[str]) -> None:
    done = shell.run("ask", *arguments)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert done.out == ""


def test_another_company_answers_from_its_own_folder(shell: Shell) -> None:
    folder = next(file.parent for file in FERRIES.rglob("code.md"))
    own = shell.run("ask", "--json", "gift", "--content", str(folder))
    by_setting = shell.run("ask", "--json", "gift", ASKFIRST_CONTENT=str(folder))
    assert own == by_setting
    assert own != shell.run("ask", "--json", "gift")


def test_a_folder_that_is_no_companys_is_said(shell: Shell) -> None:
    done = shell.run("ask", "gift", "--content", "nowhere")
    assert done.code == 4
    assert "nowhere" in done.err


def test_a_section_is_printed_whole_with_its_notes(shell: Shell) -> None:
    done = shell.run("code", "7")
    text = " ".join(done.out.split())
    assert done.out.startswith("Section 7. Competition and Fair Dealing\n")
    assert all(" ".join(quote.text.split()) in text for quote in open_company().code.quotes("7"))
    assert "Note: " in shell.run("code", "2").out


def test_the_table_of_contents_names_every_section(shell: Shell) -> None:
    rows = json.loads(shell.run("code", "--json").out)
    assert [row["section"] for row in rows] == ["intro", *map(str, range(1, 16)), "A1", "A2", "A2.A", "A2.B"]
    assert all(row["heading"] in shell.run("code").out for row in rows)


def test_a_section_that_does_not_exist_is_exit_code_1(shell: Shell) -> None:
    assert shell.run("code", "99").code == 1


@pytest.mark.parametrize("standing", ["employee", "senior", "director"])
def test_contacts_end_with_a_way_off_the_platform(shell: Shell, standing: str) -> None:
    rows = json.loads(shell.run("contacts", "--as", standing, "--json").out)
    assert any(row["address"] for row in rows)
    assert shell.run("contacts", "--as", standing).code == 0


def test_a_pipe_that_closes_is_no_traceback(shell: Shell) -> None:
    running = shell.start("code", "--json")
    assert running.stdout and running.stderr
    running.stdout.close()
    assert b"Traceback" not in running.stderr.read()
    running.stderr.close()
    running.wait(60)


def test_the_help_names_every_command_and_the_exit_codes() -> None:
    told = CliRunner().invoke(app, ["--help"], terminal_width=100).output
    names = [str(command.callback.__name__) for command in app.registered_commands if command.callback]
    assert all(f"│ {name} " in told for name in names)
    assert "Exit codes: 0 all right" in told
    for name in names:
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


def test_an_unknown_command_is_answered_with_those_there_are(tmp_path: Path) -> None:
    done = Shell(tmp_path).run("repot")
    assert done.code == 2
    assert "repot" in done.err
    assert "restore" in done.err
