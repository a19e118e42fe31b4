"""`askfirst members`: an operator proposes, and decides nothing."""

from datetime import date
from pathlib import Path

import pytest

from bot.keys import load_key
from bot.settings import SealingTable
from storage import outbox, people
from storage.changes import pending
from storage.database import open_database
from tests.shell import Ran, Shell

CHAIR, SECOND = "Ada Quill", "Bo Winter"
TEAM = {"ASKFIRST_SLACK__TEAM": "T1"}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Its members have no account yet."""
    shell = Shell(tmp_path)
    done = shell.run("init", "--member", CHAIR, "--member", SECOND, "--chair", CHAIR, "--acting", SECOND)
    assert done.code == 0
    return shell


def members(shell: Shell, *arguments: str) -> Ran:
    return shell.run("members", *arguments, **TEAM)


def test_it_says_who_serves_and_where_they_can_be_reached(shell: Shell) -> None:
    assert members(shell).out.splitlines() == ["Ada Quill, Chair (no account)", "Bo Winter, acting chair (no account)"]


def test_a_proposal_waits_and_changes_nothing(shell: Shell) -> None:
    done = members(shell, "--link", f"{CHAIR}=U0ADA")
    assert done.code == 0
    assert "two of them agree" in done.out
    assert "Waits: an account for Ada Quill. Agreed: nobody yet." in done.out
    with open_database(shell.folder / "var/askfirst.db", key_of(shell)) as database:
        assert [m.accounts for m in database.run_now(people.members)] == [(), ()]
        (change,) = database.run_now(pending)
        assert change.account
        assert (change.account.platform, change.account.workspace, change.account.id) == ("slack", "T1", "U0ADA")
        assert {n.key for n in database.run_now(outbox.owed)} == {"notice.change.account"}


def test_two_of_one_name_are_told_apart_by_their_ids(shell: Shell) -> None:
    with open_database(shell.folder / "var/askfirst.db", key_of(shell)) as database:
        other = database.run_now(lambda r: people.add_member(r, SECOND, (), date(2026, 11, 23)))
    for option in ("--remove", "--chair"):
        done = members(shell, option, SECOND)
        assert (done.code, done.out) == (5, "")
        assert "several members are named Bo Winter" in done.err
    assert members(shell, "--link", f"{SECOND}=U0BO").code == 5
    listed = members(shell).out.splitlines()
    assert [line.split(" · ")[0] for line in listed if " · " not in line] == ["Ada Quill, Chair (no account)"]
    assert f"Bo Winter (no account) · {other.id}" in listed
    assert members(shell, "--remove", other.id).code == 0
    with open_database(shell.folder / "var/askfirst.db", key_of(shell)) as database:
        (change,) = database.run_now(pending)
        assert (change.kind, change.member, change.name) == ("remove", other.id, f"{SECOND} · {other.id}")


def key_of(shell: Shell) -> bytes:
    return load_key(SealingTable(file=shell.folder / "askfirst.key"))


def test_breaking_the_glass_names_the_day_and_outside_counsel(shell: Shell) -> None:
    done = members(shell, "--link", f"{CHAIR}=U0ADA", "--break-glass")
    assert done.code == 0
    assert "after 72 hours" in done.out
    assert "Asher Rubin" in done.out
    assert "By itself on" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--link", "Cleo Marsh=U1"), 5, "nobody named Cleo Marsh"),
        (("--add", f"{CHAIR}=U1"), 5, "serves on the Committee already"),
        (("--remove", CHAIR), 5, "Propose another Chair first"),
        (("--link", f"{CHAIR}=ada"), 2, "an account looks like"),
        (("--link", CHAIR), 2, "an account looks like"),
        (("--add", "Cleo Marsh=11111111-2222-3333-4444-555555555555"), 2, "the platform must be set up"),
        (("--remove", SECOND, "--chair", SECOND), 2, "one change at a time"),
        (("--break-glass",), 2, "one change at a time"),
    ],
)
def test_what_cannot_be_proposed_is_said(shell: Shell, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = members(shell, *arguments)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
