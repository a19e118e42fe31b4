"""The head in its second file: a register put back to an earlier day is noticed, an honest crash is not blamed."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage import verify
from storage.database import Database, open_database
from storage.headfile import Compared, Span, compare, record
from storage.register import Head
from storage.seal import new_key
from tests.storage_stage import MASTER, TODAY, anonymous, committee, do, filed, new_register

KEY = new_key()
SEVEN, EIGHT, NINE = (Head(n, n * 1000) for n in (7, 8, 9))


def found(db: Database) -> list[str]:
    return [f.what for f in do(db, verify.verify, db.head_path)]


@pytest.mark.parametrize(
    ("span", "now", "expected"),
    [
        (Span(EIGHT, EIGHT), EIGHT, Compared.SAME),
        (Span(SEVEN, EIGHT), EIGHT, Compared.SAME),  # killed after the commit, before the file said so
        (Span(SEVEN, EIGHT), SEVEN, Compared.SAME),  # killed before the commit
        (Span(EIGHT, EIGHT), SEVEN, Compared.ROLLED_BACK),  # the file said so only after 8 was synced
        (Span(EIGHT, NINE), SEVEN, Compared.ROLLED_BACK),
        (Span(SEVEN, SEVEN), NINE, Compared.BEHIND),  # the power went before the file was synced
        (Span(EIGHT, EIGHT), Head(8, 1), Compared.DIFFERS),
    ],
)
def test_where_the_register_stands_seen_from_the_file(
    tmp_path: Path, span: Span, now: Head, expected: Compared
) -> None:
    path = tmp_path / "head"
    path.write_bytes(record(span, KEY))
    assert compare(path, KEY, now) is expected
    assert compare(path, new_key(), now) is Compared.FORGED
    path.write_bytes(record(span, KEY)[:-1])
    assert compare(path, KEY, now) is Compared.FORGED
    path.unlink()
    assert compare(path, KEY, now) is Compared.MISSING


def test_an_earlier_copy_put_back_is_noticed_until_it_is_accepted_on_the_record(tmp_path: Path) -> None:
    db = new_register(tmp_path)
    members = committee(db)
    filed(db, anonymous(members))
    db.backup(tmp_path / "earlier.db")
    filed(db, anonymous(members))
    db.close()
    shutil.copy(tmp_path / "earlier.db", db.path)
    with open_database(db.path, MASTER) as back:
        assert found(back) == ["rolled_back"]
        filed(back, anonymous(members))
        assert found(back) == ["rolled_back"]
    with open_database(db.path, MASTER) as back:
        assert found(back) == ["rolled_back"]
        back.accept_head(TODAY)
        assert found(back) == []


@pytest.mark.parametrize("harm", ["gone", "another", "cut"])
def test_a_head_file_that_was_tampered_with_is_noticed(tmp_path: Path, harm: str) -> None:
    db = new_register(tmp_path)
    filed(db, anonymous(committee(db)))
    db.close()
    data = db.head_path.read_bytes()
    if harm == "gone":
        db.head_path.unlink()
    else:
        db.head_path.write_bytes(bytes(len(data)) if harm == "another" else data[:40])
    with open_database(db.path, MASTER) as again:
        assert found(again) == ["rolled_back"]


def test_a_head_file_that_lags_after_a_power_cut_is_told_and_does_not_block(tmp_path: Path) -> None:
    db = new_register(tmp_path)
    members = committee(db)
    early = db.head_path.read_bytes()
    filed(db, anonymous(members))
    db.run_now(lambda r: None)
    db.head_path.write_bytes(early)
    told = do(db, verify.verify, db.head_path)
    assert [(f.what, f.blocks) for f in told] == [("head_behind", False)]
    db.close()
    with open_database(db.path, MASTER) as again:
        assert found(again) == []


def test_a_killed_process_leaves_nothing_to_explain(tmp_path: Path) -> None:
    """Killed while it files as fast as it can: the next start finds every case whole and the head in step."""
    script = (
        "import pathlib, sys; sys.path.insert(0, sys.argv[2])\n"
        "from tests.storage_stage import *\n"
        "db = open_database(pathlib.Path(sys.argv[1]), MASTER)\n"
        "members = db.run_now(people.members)\n"
        "while True: print(filed(db, anonymous(members)).case, flush=True)\n"
    )
    db = new_register(tmp_path)
    committee(db)
    db.close()
    accepted: set[str] = set()
    for stop_after in (3, 8, 15):
        command = [sys.executable, "-c", script, str(db.path), str(Path(__file__).parents[1])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as filing:
            assert filing.stdout is not None
            accepted |= {filing.stdout.readline().strip() for _ in range(stop_after)}
            os.kill(filing.pid, signal.SIGKILL)
            accepted |= {line.strip() for line in filing.stdout if line.endswith("\n")}
        with open_database(db.path, MASTER) as again:
            assert found(again) == []
            stored = {c for (c,) in again.run_now(lambda r: r.db.execute("SELECT case_no FROM cases").fetchall())}
            assert accepted <= stored
