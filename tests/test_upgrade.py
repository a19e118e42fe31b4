"""G25: the register of every release opens with this code: whole, and with all that was in it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import outbox_rows
from storage.database import Database, open_database
from storage.records import Kind, Status
from storage.register import day
from storage.verify import verify
from tests.faults.figures import tell
from tests.releases.told import HERE, KEY, Told, told

RELEASES = sorted(HERE.glob("*.db"))
LARGEST = 300_000


@pytest.fixture(params=RELEASES, ids=lambda path: path.stem)
def release(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def expected(release: Path) -> Told:
    read: Told = json.loads(release.with_suffix(".json").read_text(encoding="utf-8"))
    return read


@pytest.fixture
def register(release: Path, expected: Told, tmp_path: Path) -> Iterator[Database]:
    """A copy, so that the release's own file stays as it left it."""
    for file in HERE.glob(f"{release.name}*"):
        shutil.copy(file, tmp_path / file.name)
    with open_database(tmp_path / release.name, KEY, on=day(expected["asked"]["on"])) as database:
        yield database


def test_nothing_in_it_was_changed_or_lost(register: Database) -> None:
    assert register.run_now(lambda r: verify(r, register.head_path)) == ()


def test_it_tells_what_it_told_at_its_release(register: Database, expected: Told, release: Path) -> None:
    now = register.run_now(lambda r: told(r, expected["asked"]))
    assert json.loads(json.dumps(now)) == expected["told"]
    tell("G25", f"{release.stem}: {len(found(expected))} of {len(found(expected))} cases open and tell what they told")


def test_it_opens_a_second_time(register: Database) -> None:
    """A migration was applied once, and its head fits."""
    register.close()
    with open_database(register.path, KEY) as again:
        assert again.run_now(lambda r: verify(r, again.head_path)) == ()


def test_it_holds_something_of_everything(expected: Told, register: Database) -> None:
    heads = [case["head"] for case in found(expected)]
    assert {status for _, status, *_ in heads} == set(Status)
    assert {level for level, *_ in heads} == {"named", "anonymous"}
    assert {kind for case in found(expected) for kind, *_ in case["entries"]} == set(Kind)
    assert any(expected["told"]["drafts"])
    assert set(expected["told"]["names"]) > {member[0] for member in expected["told"]["members"]}
    assert all(expected["told"]["receipts"].values())
    assert states(register) == {outbox_rows.OWED, outbox_rows.SENDING, outbox_rows.SENT, outbox_rows.PARKED}


def test_it_is_small(release: Path) -> None:
    assert release.stat().st_size < LARGEST


def test_there_is_one() -> None:
    assert RELEASES


def found(expected: Told) -> list[Any]:
    return list(expected["told"]["cases"].values())


def states(database: Database) -> set[str]:
    sql = "SELECT state FROM outbox UNION SELECT state FROM sent"
    return {state for (state,) in database.run_now(lambda r: r.db.execute(sql).fetchall())}
