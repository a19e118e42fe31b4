"""G13: the files without the key tell nothing. G22: no time below a day, two sizes. G12: the register's part."""

import base64
import hashlib
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import cases, delivery, drafts, outbox
from storage.database import Database, open_database
from storage.errors import WrongKeyError
from storage.records import Kind, NewReport, Part
from tests.faults.figures import tell
from tests.storage_stage import (
    ACCOUNT,
    MASTER,
    NAMES,
    SECRET,
    TODAY,
    account,
    anonymous,
    committee,
    do,
    filed,
    named,
    new_register,
)

NOTE = "the reporter sounded certain"
LENGTHS = (1, 10, 500, 3000, 4100, 9000, 15_000)
WALK = b'{"facts": "my brother in law sells us paper"}'


@pytest.fixture
def stolen(tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """A register in use and its backup, closed; and the receipts that were given out."""
    with new_register(tmp_path) as db:
        members = committee(db)
        done = [filed(db, named(members, b"nonce of a named one")), filed(db, anonymous(members))]
        case = done[0].case
        do(db, cases.add, case, (Part("entry.note", NOTE),), Kind.NOTE, TODAY, members[0].id)
        do(db, cases.recuse, case, members[1].id, Part("entry.recusal", SECRET), TODAY)
        do(db, drafts.keep, ACCOUNT, WALK, TODAY)
        for notice in db.run_now(outbox.owed)[:2]:
            do(db, delivery.sent, notice.id, "1700000000.000100", notice.case)
        db.backup(tmp_path / "copy.db")
        wal = (tmp_path / "register.db-wal").read_bytes()
    (tmp_path / "wal.copy").write_bytes(wal)
    return tmp_path, tuple(f.receipt for f in done)


def content(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def spellings(text: str) -> list[bytes]:
    plain = text.encode()
    return [plain, text.encode("utf-16-le"), plain.hex().encode(), base64.b64encode(plain)[:-4]]


def test_nothing_that_anybody_wrote_or_is_called_can_be_read(stolen: tuple[Path, tuple[str, ...]]) -> None:
    folder, receipts = stolen
    data = content(folder)
    words = [SECRET, NOTE, WALK.decode(), "Uma Reed", *NAMES, ACCOUNT.id, ACCOUNT.workspace, "nonce of a named one"]
    words += ["accounting", "safety", "named", "anonymous", "notice.filed", "1700000000.000100"]
    words += [*receipts, *(receipt.replace("-", "") for receipt in receipts)]
    assert [word for word in words for spelt in spellings(word) if spelt in data] == []
    tried = sum(len(spellings(word)) for word in words)
    tell("G13", f"0 of {tried} spellings of {len(words)} texts, names and keys found in {len(data)} bytes")


def test_no_account_can_be_verified_by_trying_it(stolen: tuple[Path, tuple[str, ...]]) -> None:
    """Whoever holds the list of all accounts still finds none of them: every tag needs the key."""
    folder, receipts = stolen
    data = content(folder)
    known = [ACCOUNT, *(account(name) for name in NAMES)]
    guesses = [joined.encode() for a in known for joined in combined(a.platform, a.workspace, a.id)]
    guesses += [spelt.encode() for receipt in receipts for spelt in (receipt, receipt.replace("-", ""))]
    hashes = (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512, hashlib.blake2b, hashlib.blake2s)
    assert [
        g for g in guesses for h in hashes if h(g).digest()[:16] in data or h(g).hexdigest()[:16].encode() in data
    ] == []
    tell("G13, accounts", f"0 of {len(guesses)} guesses verified by {len(hashes)} hashes in {len(data)} bytes")


def combined(platform: str, workspace: str, name: str) -> list[str]:
    return [name, *(between.join(parts) for between in ("", ":", "|", "/", "\x00") for parts in
            ((platform, workspace, name), (workspace, name), (platform, name)))]  # fmt: skip


def test_the_backup_opens_with_the_key_only(stolen: tuple[Path, tuple[str, ...]]) -> None:
    folder, _ = stolen
    with pytest.raises(WrongKeyError):
        open_database(folder / "copy.db", bytes(32))
    open_database(folder / "copy.db", MASTER).close()


def test_there_is_no_time_below_a_day_and_no_nonce(tmp_path: Path) -> None:
    with new_register(tmp_path) as db:
        members = committee(db)
        filed(db, anonymous(members))
        values = db.run_now(every_value)
    texts = [value for value in values if isinstance(value, str)]
    days = [text for text in texts if re.match(r"\d{4}-\d\d-\d\d", text)]
    assert days
    assert {len(day) for day in days} == {10}
    assert not [text for text in texts if re.search(r"\d\d:\d\d", text)]
    assert not [value for value in values if isinstance(value, int) and value > 20_000_000]  # no clock's count
    tell("G22", f"{len(days)} of {len(days)} times in {len(values)} values are dates alone")


def every_value(register: Any) -> list[Any]:
    tables = [name for (name,) in register.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    return [value for t in tables for row in register.db.execute(f"SELECT * FROM {t}").fetchall() for value in row]


def test_sealed_texts_have_two_sizes(tmp_path: Path) -> None:
    with new_register(tmp_path) as db:
        members = committee(db)
        for length in LENGTHS:
            filed(db, anonymous(members, "x" * length))
        sizes = db.run_now(lambda r: r.db.execute("SELECT DISTINCT length(sealed) FROM entries").fetchall())
    assert sorted(size for (size,) in sizes) == [4096, 16384]
    tell("G22", f"texts of {LENGTHS[0]} to {LENGTHS[-1]} characters: {len(sizes)} sizes")


def test_named_and_unnamed_cases_look_alike(tmp_path: Path) -> None:
    with new_register(tmp_path) as db:
        members = committee(db)
        shapes = [shape(db, report) for report in (anonymous(members, SECRET), named(members))]
    assert shapes[0] == shapes[1]


def shape(db: Database, report: NewReport) -> Any:
    case = filed(db, report).case
    sql = "SELECT * FROM cases WHERE case_no = ?"
    row = db.run_now(lambda r: r.db.execute(sql, (case,)).fetchone())
    return [len(value) if isinstance(value, bytes) else type(value) for value in row]


def test_what_is_handed_out_shows_no_words_when_printed(tmp_path: Path) -> None:
    with new_register(tmp_path) as db:
        members = committee(db)
        report = named(members)
        done = filed(db, report)
        case = do(db, cases.read, done.case, members[0].id)
        register = db.run_now(repr)
    printed = repr((report, done, case)) + register
    assert not [w for w in (SECRET, done.receipt, str(report.nonce), ACCOUNT.id, MASTER.hex()) if w in printed]


def test_two_registers_of_two_reporters_differ_in_random_bytes_only(tmp_path: Path) -> None:
    """The same acts by two accounts, unnamed: nothing of either is in the file, and the rows have the same shape."""
    shapes = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with new_register(tmp_path / name) as db:
            members = committee(db)
            done = filed(db, anonymous(members))
            do(db, cases.add, done.case, (Part("a", SECRET),), Kind.ADDITION, TODAY + timedelta(1))
            values = db.run_now(every_value)
        shapes.append([len(value) if isinstance(value, bytes) else type(value) for value in values])
    assert shapes[0] == shapes[1]
