"""sqlite-utils' tables, with a journal of what a job puts on the record."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from storage.sqlite import Database


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act for the record. `actor` is a member's id, `reporter` or `operator`; `regarding` the id of a
    member, a change or a hold, or empty."""

    act: str
    actor: str
    on: date
    regarding: str = ""


@dataclass(slots=True)
class Journal:
    """What a job has recorded so far: its acts by case (the house's own under the empty string), and by how much it
    moves the accumulated head."""

    acts: dict[str, tuple[Recorded, ...]] = field(default_factory=dict)
    shift: int = 0

    def record(self, case: str, act: Recorded) -> None:
        self.acts[case] = (*self.acts.get(case, ()), act)

    def clear(self) -> None:
        self.acts, self.shift = {}, 0


@dataclass(slots=True)
class Owing:
    """How many notices were written since the register was opened, and how many of them to leave at once. One that its
    job then undid counts all the same: whoever compares looks once too often, never too seldom. Written on the
    writer's thread, read on any."""

    notices: int = 0
    at_once: int = 0


class Tables(Database):
    """`atomic` undoes in the journal what it undoes in the tables. The connection begins no transaction by itself, so
    that `execute` has none to end."""

    journal: Journal

    @cached_property
    def owing(self) -> Owing:
        return Owing()

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        return self.conn.execute(sql, parameters or ())

    @contextmanager
    def atomic(self) -> Generator["Tables", None, None]:
        acts, shift = dict(self.journal.acts), self.journal.shift
        try:
            with self._savepoint() if self.conn.in_transaction else super().atomic():
                yield self
        except BaseException:
            self.journal.acts, self.journal.shift = acts, shift
            raise

    @contextmanager
    def _savepoint(self) -> Generator[None, None, None]:
        """Of one name, so that its statements are prepared once; the innermost of a name is the one that counts."""
        self.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.conn.in_transaction:  # a full disk, for one, undoes all of it
                self.execute("ROLLBACK TO part")
                self.execute("RELEASE part")
            raise
        self.execute("RELEASE part")
