"""`askfirst backup`, `restore`, `verify` and `release`."""

import json
import shutil
import stat
from pathlib import Path

import pytest

from bot.desk import hold
from bot.keys import load_key
from bot.settings import SealingTable
from storage import audit, outbox, people
from storage.database import Database, open_database
from storage.records import Notice
from tests.shell import Shell

CHAIR, SECOND = "Ada Quill", "Bo Winter"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell.set_up(CHAIR, SECOND)
    return shell


def register(shell: Shell) -> Database:
    key = load_key(SealingTable(env="", file=shell.folder / "askfirst.key"))
    return open_database(shell.folder / "var/askfirst.db", key)


def owe_something(shell: Shell) -> None:
    with register(shell) as database:
        to = database.run_now(people.members)[0].id
        database.run_now(lambda r: outbox.owe(r, Notice(outbox.new_id(), to, "check.drill", at_once=True)))


def owed(shell: Shell) -> int:
    with register(shell) as database:
        return database.run_now(outbox.counts).owed


def lose(shell: Shell) -> None:
    shutil.rmtree(shell.folder / "var")


def test_a_backup_is_a_sealed_copy_for_its_owner_alone(shell: Shell) -> None:
    assert shell.run("backup", "copy.db").code == 0
    copy = shell.folder / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert CHAIR.encode() not in copy.read_bytes()


def test_a_backup_overwrites_nothing(shell: Shell) -> None:
    (shell.folder / "copy.db").write_text("mine")
    assert shell.run("backup", "copy.db").code == 5
    assert (shell.folder / "copy.db").read_text() == "mine"
    assert shell.run("backup", "nowhere/copy.db").code == 2


def test_a_backup_comes_back_on_an_empty_host_and_is_sound(shell: Shell) -> None:
    shell.run("backup", "copy.db")
    lose(shell)
    done = shell.run("restore", "copy.db")
    assert done.code == 0, done.err
    assert "changes of the Committee" in done.out
    assert shell.run("verify").code == 0
    with register(shell) as database:
        assert [m.name for m in database.run_now(people.members)] == [CHAIR, SECOND]
        assert "restored" in [entry.act for entry in database.run_now(audit.house)]


def test_after_a_restore_nothing_leaves_before_it_is_released(shell: Shell) -> None:
    owe_something(shell)
    shell.run("backup", "copy.db")
    lose(shell)
    shell.run("restore", "copy.db")
    assert any(row["what"] == "check.held" for row in json.loads(shell.run("check", "--json").out))
    shell.run("chat", typed="q\n")
    assert owed(shell) == 1
    assert shell.run("release").code == 0
    shell.run("check", "--notify")
    assert owed(shell) == 0


def test_a_restore_overwrites_no_register(shell: Shell) -> None:
    shell.run("backup", "copy.db")
    before = (shell.folder / "var/askfirst.db").read_bytes()
    done = shell.run("restore", "copy.db")
    assert done.code == 5
    assert (shell.folder / "var/askfirst.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a register", b"SQLite format 3\x00" + bytes(4096)])
def test_what_is_no_backup_leaves_nothing_behind(shell: Shell, content: bytes) -> None:
    lose(shell)
    (shell.folder / "copy.db").write_bytes(content)
    done = shell.run("restore", "copy.db")
    assert done.code == 3
    assert "copy.db is no backup" in done.err
    assert not (shell.folder / "var/askfirst.db").exists()


def test_a_backup_under_another_key_leaves_nothing_behind(shell: Shell) -> None:
    shell.run("backup", "copy.db")
    lose(shell)
    assert shell.run("restore", "copy.db", ASKFIRST_KEY="00" * 32).code == 3
    assert not (shell.folder / "var/askfirst.db").exists()
    assert shell.run("restore", "none.db").code == 2


def test_an_old_backup_says_how_much_is_missing(shell: Shell) -> None:
    shell.run("backup", "copy.db")
    owe_something(shell)
    (shell.folder / "var/askfirst.db").unlink()
    done = shell.run("restore", "copy.db")
    assert done.code == 0, done.err
    assert "later changes that are not in this backup" in done.out


def test_a_register_put_back_by_hand_is_noticed(shell: Shell) -> None:
    shell.run("backup", "copy.db")
    owe_something(shell)
    shutil.copyfile(shell.folder / "copy.db", shell.folder / "var/askfirst.db")
    found = shell.run("verify", "--json")
    assert found.code == 1
    assert "rolled_back" in [row["what"] for row in json.loads(found.out)]
    assert "put back to an earlier day" in shell.run("verify").out


def test_a_damaged_register_is_not_opened_and_a_missing_one_is_said(shell: Shell) -> None:
    file = shell.folder / "var/askfirst.db"
    file.write_bytes(b"x" * 8192)
    for command in (["verify"], ["backup", "c.db"], ["serve"], ["chat"]):
        done = shell.run(*command)
        assert (done.code, len(done.err.splitlines())) == (3, done.err.count("\n"))
        assert "damaged" in done.err
    file.unlink()
    assert shell.run("verify").code == 3


def test_nothing_held_is_said(shell: Shell) -> None:
    assert "Nothing was held back" in shell.run("release").out
    with register(shell) as database:
        database.run_now(hold)
    assert "Released" in shell.run("release").out


def test_the_wording_covers_every_finding(shell: Shell) -> None:
    from bot.commands.words import words
    from storage.headfile import Compared

    compared = {kind.value for kind in Compared} - {Compared.SAME}
    assert all(words().has(f"cli.verify.{what}") for what in compared)


def test_a_removed_member_stays_out_after_a_restore(shell: Shell) -> None:
    shell.run("backup", "copy.db")
    with register(shell) as database:
        today = database.run_now(people.members)[0].since
        leaving = database.run_now(people.members)[1].id
        database.run_now(lambda r: people.remove_member(r, leaving, today))
    (shell.folder / "var/askfirst.db").unlink()
    journal = shell.folder / "var/askfirst.db.journal"
    journal.write_bytes(journal.read_bytes() + b"broken off")
    done = shell.run("restore", "copy.db")
    assert done.code == 0, done.err
    assert "Ended again" in done.out
    assert "1 lines of the journal do not open" in done.out
    with register(shell) as database:
        assert [m.name for m in database.run_now(people.members)] == [CHAIR]
