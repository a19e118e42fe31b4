"""What is typed wrong at the command line is answered in our own words, in the language that is set."""

from pathlib import Path

import pytest

from tests.shell import Shell

PORTS = "It takes a whole number from 1 to 65535."

WRONG = [
    (("ask", "--foo"), "There is no option --foo.", "askfirst ask"),
    (("backup", "--jsn"), "There is no option --jsn.", "askfirst backup"),
    (("verify", "--jsn"), "There is no option --jsn. Did you mean --json?", "askfirst verify"),
    (("--foo",), "There is no option --foo.", "askfirst"),
    (("backup",), "FILE is missing.", "askfirst backup"),
    (("backup", "a", "b"), "There is more on the line than this command takes.", "askfirst backup"),
    (("demo", "--port", "abc"), f"What was given for --port does not fit. {PORTS}", "askfirst demo"),
    (("demo", "--port", "0"), f"What was given for --port does not fit. {PORTS}", "askfirst demo"),
    (
        ("contacts", "--as", "king"),
        "What was given for --as does not fit. It takes one of these: employee, senior, director.",
        "askfirst contacts",
    ),
    (
        ("verify", "--json=1"),
        "The option --json was given without what it needs, or with something it does not take.",
        "askfirst",
    ),
    (("content", "report", "--foo"), "There is no option --foo.", "askfirst content report"),
]


@pytest.mark.parametrize(("typed", "said", "command"), WRONG, ids=[" ".join(typed) for typed, _, _ in WRONG])
def test_it_is_said_and_where_help_is(tmp_path: Path, typed: tuple[str, ...], said: str, command: str) -> None:
    done = Shell(tmp_path).run(*typed)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [said, f"What it takes: {command} --help"]


def test_no_such_command_names_those_there_are(tmp_path: Path) -> None:
    done = Shell(tmp_path).run("nosuch\x1b[2J")
    assert done.code == 2
    first, last = done.err.splitlines()
    assert first.startswith("There is no command “nosuch")
    assert "\x1b" not in first and "backup" in first
    assert last == "What it takes: askfirst --help"


def test_in_the_language_that_is_set(tmp_path: Path) -> None:
    (tmp_path / "askfirst.toml").write_text('language = "es"\n', encoding="utf-8")
    done = Shell(tmp_path).run("backup")
    assert done.err.splitlines() == ["Falta FILE.", "Lo que admite: askfirst backup --help"]


def test_nothing_typed_at_all_shows_the_help(tmp_path: Path) -> None:
    done = Shell(tmp_path).run("content")
    assert done.code == 2
    assert "learn" in done.out + done.err


HELPED = ("ask", "chat", "init", "demo", "backup", "restore", "members", "package", "content report")


@pytest.mark.parametrize("command", HELPED)
def test_the_help_names_no_type_of_pythons_and_no_braces(tmp_path: Path, command: str) -> None:
    shown = Shell(tmp_path).run(*command.split(), "--help").out
    assert "<bool>" not in shown and "<int" not in shown and "{" not in shown
    assert "--help" in shown


def test_a_question_that_is_not_answered_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    done = Shell(tmp_path).run("init")
    assert done.code == 2
    assert "Nothing was written" in done.err and "Aborted" not in done.err
    assert list(tmp_path.iterdir()) == []
