"""Counts of questions and questions that were sent on: by the week, without persons, and noticed when changed."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import asked
from storage.database import Database, open_database
from storage.errors import RefusedError
from storage.records import AskedCount
from storage.verify import verify
from tests.storage_stage import MASTER, TODAY, do, new_register

LATER = TODAY + timedelta(days=8)


@pytest.fixture
def db(tmp_path: Path) -> Any:
    with new_register(tmp_path) as database:
        yield database


def findings(db: Database) -> tuple[str, ...]:
    return tuple(f.what for f in db.run_now(lambda r: verify(r, db.head_path)))


def test_numbers_are_shown_from_ten_on_and_as_a_full_ten(db: Database) -> None:
    do(db, asked.add, TODAY, {"7": 9, "none": 23, "A2.B": 10})
    assert do(db, asked.counts) == (AskedCount("none", 20), AskedCount("A2.B", 10))


def test_days_and_weeks_add_up(db: Database) -> None:
    for day in (TODAY, TODAY + timedelta(days=1), LATER):
        do(db, asked.add, day, {"7": 4})
    assert do(db, asked.counts) == (AskedCount("7", 10),)
    assert findings(db) == ()


def test_the_register_knows_the_week_alone(db: Database) -> None:
    do(db, asked.add, TODAY, {"7": 1})
    do(db, asked.send, b"n" * 16, "May I?", TODAY)
    rows = db.run_now(lambda r: r.db.execute("SELECT week FROM asked UNION SELECT week FROM questions").fetchall())
    assert rows == [("2026-W10",)]


def test_a_question_is_sealed_and_the_same_form_is_taken_once(db: Database, tmp_path: Path) -> None:
    assert do(db, asked.send, b"n" * 16, "May my daughter intern here?", TODAY)
    assert not do(db, asked.send, b"n" * 16, "May my son?", TODAY)
    assert [one.text for one in do(db, asked.questions)] == ["May my daughter intern here?"]
    assert all(b"daughter" not in file.read_bytes() for file in tmp_path.iterdir())
    assert "daughter" not in repr(do(db, asked.questions))


def test_a_week_takes_a_bounded_number(db: Database) -> None:
    for n in range(asked.MOST):
        do(db, asked.send, n.to_bytes(16, "big"), "again", TODAY)
    with pytest.raises(RefusedError, match="questions_full"):
        do(db, asked.send, b"n" * 16, "one more", TODAY)
    assert do(db, asked.send, b"n" * 16, "one more", LATER)


def test_after_a_year_it_is_gone(db: Database) -> None:
    do(db, asked.add, TODAY, {"7": 30})
    do(db, asked.send, b"n" * 16, "May I?", TODAY)
    assert do(db, asked.expire, TODAY + timedelta(weeks=53)) == 0
    assert do(db, asked.expire, TODAY + timedelta(weeks=54)) == 2
    assert (do(db, asked.counts), do(db, asked.questions), findings(db)) == ((), (), ())


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE asked SET count = 90", "rows_missing_or_added"),
        ("DELETE FROM asked", "rows_missing_or_added"),
        ("DELETE FROM questions", "rows_missing_or_added"),
        ("UPDATE questions SET week = '2026-W11'", "seal_broken"),
    ],
)
def test_a_change_from_outside_is_noticed(tmp_path: Path, change: str, found: str) -> None:
    with new_register(tmp_path) as db:
        do(db, asked.add, TODAY, {"7": 12})
        do(db, asked.send, b"n" * 16, "May I?", TODAY)
        assert findings(db) == ()
        path = db.path
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(change)
    with open_database(path, MASTER) as db:
        assert found in findings(db)


@pytest.mark.parametrize(
    ("day", "week"), [("2026-01-01", "2026-W01"), ("2027-01-01", "2026-W53"), ("2026-11-23", "2026-W48")]
)
def test_weeks_are_those_of_the_calendar(day: str, week: str) -> None:
    assert asked.week_of(date.fromisoformat(day)) == week
