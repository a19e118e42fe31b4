"""A restore that is killed: the place is empty, or what stands there is held, re-applied and sound."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.desk import HELD, hold
from storage import access, cases, journal, marks, retention
from storage.database import Database, open_database
from storage.records import Member, Part
from storage.restoring import restore
from storage.verify import verify
from tests.faults import figures
from tests.house import KEY
from tests.storage_stage import MASTER, TODAY, anonymous, closed, committee, do, filed, new_register

EVERY = figures.of(short=4, long=1)
DUE = TODAY.replace(year=TODAY.year + 5) + retention.SLACK


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "lost").mkdir()
    with new_register(tmp_path / "lost") as database:
        yield database


def test_a_restore_killed_at_any_step_is_whole_or_can_be_begun_anew(tmp_path: Path, lost: Database) -> None:
    assert MASTER == KEY
    members = committee(lost)
    left, gone = filed(lost, anonymous(members)).case, closed(lost, anonymous(members)).case
    copy = tmp_path / "copy.db"
    lost.backup(copy)
    do(lost, cases.recuse, left, members[1].id, Part("recusal.reason", "a friend"), TODAY)
    do(lost, retention.confirm, DUE, members[0].id)
    do(lost, retention.purge, gone, (members[0].id, members[1].id), DUE)
    empty = whole = 0
    for step in count(1, EVERY):
        place = host(tmp_path / str(step), lost)
        ended = killed_at(step, copy, place)
        empty, whole = empty + (not place.exists()), whole + place.exists()
        begun_anew_if_empty(copy, place)
        assert stands(place, left, gone, members[1])
        if not ended:
            break
    figures.tell("restore killed", f"{step} steps: {empty} times empty and begun anew, {whole} times whole")
    assert empty > 0
    assert whole > 0


def host(folder: Path, lost: Database) -> Path:
    """As the loss left it: without the register, with its journal, its second file and its log."""
    folder.mkdir()
    place = folder / "register.db"
    for end in (".journal", ".head", "-wal"):
        place.with_name(place.name + end).write_bytes(lost.path.with_name(lost.path.name + end).read_bytes())
    return place


def killed_at(step: int, copy: Path, place: Path) -> bool:
    """False when it ended before that step."""
    command = [sys.executable, "-m", "tests.faults.restoring", str(copy), str(place), str(step)]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode in {0, -9}, ended.stderr.decode()
    return ended.returncode == -9


def begun_anew_if_empty(copy: Path, place: Path) -> None:
    if not place.exists():
        assert restore(copy, place, KEY, hold, TODAY).missing > 0


def stands(place: Path, left: str, gone: str, out: Member) -> bool:
    with open_database(place, KEY) as register:
        assert register.run_now(lambda r: verify(r, register.head_path)) == ()
        assert journal.lines(register.journal_path)
        assert not do(register, access.may_see, left, out.id)
        assert not do(register, access.handlers, gone)
        return register.run_now(lambda r: marks.marked(r, HELD)) is not None
