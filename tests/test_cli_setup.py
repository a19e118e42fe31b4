"""`askfirst init` and `check`: from an empty folder to a register that can reach its members."""

import json
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.check import Doubtful, blocks
from bot.keys import load_key
from bot.settings import SealingTable
from storage import people
from storage.database import open_database
from tests.shell import Shell

CHAIR, SECOND, THIRD = "Ada Quill", "Bo Winter", "Cleo Marsh"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def findings(shell: Shell, **variables: str) -> dict[str, dict[str, Any]]:
    done = shell.run("check", "--json", **variables)
    rows = json.loads(done.out)
    assert done.code == (1 if any(row["blocks"] for row in rows) else 0)
    assert all(row["text"] for row in rows)
    return {row["what"]: row for row in rows}


def test_init_makes_everything_and_says_what_comes_next(shell: Shell) -> None:
    done = shell.run("init", "--member", CHAIR, "--member", SECOND, "--chair", CHAIR, "--acting", SECOND)
    assert done.code == 0
    assert "askfirst check" in done.out
    key, register = shell.folder / "askfirst.key", shell.folder / "var/askfirst.db"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(register.stat().st_mode) == 0o600
    assert tomllib.loads((shell.folder / "askfirst.toml").read_text())
    with open_database(register, load_key(SealingTable(env="", file=key))) as database:
        seated = database.run_now(people.members)
    assert [(m.name, m.chair, m.acting) for m in seated] == [(CHAIR, True, False), (SECOND, False, True)]


def test_init_asks_for_what_the_options_left_open(shell: Shell) -> None:
    done = shell.run("init", typed=f"{CHAIR}\n{SECOND}\n\n\n\n")
    assert done.code == 0, done.err
    assert CHAIR not in findings(shell).get("check.no_chair", {}).get("text", "")
    assert {"check.no_chair", "check.no_acting_chair"}.isdisjoint(findings(shell))


@pytest.mark.parametrize("there", ["askfirst.toml", "askfirst.key", "var/askfirst.db"])
def test_init_overwrites_nothing(shell: Shell, there: str) -> None:
    (shell.folder / "var").mkdir()
    (shell.folder / there).write_text("")
    done = shell.run("init", "--member", CHAIR, "--chair", CHAIR)
    assert done.code == 5
    assert "there is already:" in done.err and done.err.endswith(f"{there}.\n")
    assert [str(p.relative_to(shell.folder)) for p in shell.folder.rglob("*") if p.is_file()] == [there]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--member", CHAIR],
        ["--member", CHAIR, "--chair", SECOND],
        ["--member", CHAIR, "--member", CHAIR, "--chair", CHAIR],
        ["--member", CHAIR, "--chair", CHAIR, "--acting", CHAIR],
        ["--member", CHAIR, "--member", SECOND, "--chair", CHAIR, "--acting", THIRD],
    ],
)
def test_init_writes_nothing_for_a_committee_that_cannot_be(shell: Shell, arguments: list[str]) -> None:
    assert shell.run("init", *arguments).code == 2
    assert [p for p in shell.folder.rglob("*") if p.is_file()] == []


def test_in_production_without_a_platform_nothing_reaches_a_member_and_serve_says_so(shell: Shell) -> None:
    shell.run("init", "--member", CHAIR, "--member", SECOND, "--chair", CHAIR)
    blocking = [what for what, row in findings(shell).items() if row["blocks"]]
    assert blocking == ["check.no_platform"]
    refused = shell.run("serve")
    assert refused.code == 1
    assert "No platform is configured" in refused.err
    assert "manifest slack" in refused.err and "package teams" in refused.err


def test_the_directorys_doubts_are_all_in_the_table(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    found = findings(shell)
    assert {"doubt.misspelt_domain", "doubt.shared_phone", "doubt.one_person", "check.not_seated"} <= set(found)
    assert not any(row["blocks"] for row in found.values())
    table = shell.run("check").out
    assert table.count("doubtful  ") == len(found)
    of_document = [what.startswith("doubt.") for what in found]
    assert of_document == sorted(of_document)  # what concerns this installation stands first


def test_that_messages_are_held_back_stands_before_an_extra_that_is_not_installed() -> None:
    light = Doubtful("check.semantic_missing")
    found = (
        Doubtful("doubt.no_chair"),
        light,
        Doubtful("check.development"),
        Doubtful("check.held"),
        blocks("check.no_chair"),
    )
    assert [one.key for one in sorted(found, key=lambda one: one.rank)] == [
        "check.no_chair", "check.held", "check.development", "check.semantic_missing", "doubt.no_chair"
    ]  # fmt: skip


def test_a_lone_member_is_doubtful(shell: Shell) -> None:
    shell.set_up(CHAIR)
    assert "check.one_member" in findings(shell)


def test_without_a_register_the_check_still_says_all_it_can(shell: Shell) -> None:
    found = findings(shell)
    assert found["cli.key.no_file"]["blocks"]
    assert "doubt.no_chair" in found


def test_everything_wrong_with_the_settings_is_in_the_table(shell: Shell) -> None:
    (shell.folder / "askfirst.toml").write_text("[web]\nport = 0\nprot = 1\n")
    found = json.loads(shell.run("check", "--json").out)
    assert [row["what"] for row in found] == ["cli.setting_problem.at_least", "cli.setting_problem.unknown_near"]


def test_a_key_that_others_can_read_blocks(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    (shell.folder / "askfirst.key").chmod(0o644)
    assert findings(shell)["cli.key.open_to_others"]["blocks"]


def test_a_register_that_others_can_read_blocks(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    (shell.folder / "var/askfirst.db").chmod(0o644)
    assert findings(shell)["check.file_open"]["blocks"]


def test_a_damaged_member_is_called_damaged_by_every_command(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    key = load_key(SealingTable(env="", file=shell.folder / "askfirst.key"))
    with open_database(shell.folder / "var/askfirst.db", key) as database:
        database.run_now(
            lambda register: register.db.execute("UPDATE members SET sealed = zeroblob(length(sealed))").fetchall()
        )
    assert findings(shell)["cli.register.seal_broken"]["blocks"]
    for command in ("serve", "members", "chat"):
        done = shell.run(command)
        assert done.code == 3
        assert "askfirst verify" in done.err
    assert "seal_broken" in [row["what"] for row in json.loads(shell.run("verify", "--json").out)]


def test_another_key_is_not_the_registers(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    assert findings(shell, ASKFIRST_KEY="00" * 32)["cli.register.wrong_key"]["blocks"]
    assert shell.run("verify", ASKFIRST_KEY="00" * 32).code == 3


def test_a_company_folder_with_holes_is_named_file_by_file(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    (shell.folder / "ours").mkdir()
    found = shell.run("check", "--json", ASKFIRST_CONTENT="ours")
    named = " ".join(row["text"] for row in json.loads(found.out) if row["blocks"])
    assert all(file in named for file in ("company.toml", "code.md", "contacts.toml", "guidance.toml"))


def test_a_language_without_words_blocks(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    assert findings(shell, ASKFIRST_LANGUAGE="xx")["content.no_language"]["blocks"]


def test_a_drill_reaches_every_member(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    done = shell.run("check", "--notify")
    assert done.code == 0
    assert f"{CHAIR}: the drill's message was delivered." in done.out
    assert f"{SECOND}: the drill's message was delivered." in done.out
    assert b"This is a drill" in (shell.folder / "var/askfirst.db.messages").read_bytes()


def test_no_drill_while_something_blocks(shell: Shell) -> None:
    shell.run("init", "--member", CHAIR, "--chair", CHAIR)
    done = shell.run("check", "--notify")
    assert done.code == 1
    assert "first mend what blocks" in done.err


def test_the_settings_file_may_be_named(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    (shell.folder / "askfirst.toml").rename(shell.folder / "other.toml")
    assert shell.run("--config", "other.toml", "verify").code == 0
    assert shell.run("--config", "none.toml", "verify").code == 4
