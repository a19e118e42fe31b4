"""G12: what an anonymous reporter is and writes is nowhere to be found, at the loudest logging there is."""

import asyncio
import base64
import gzip
import logging
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.terminal_messenger import TerminalMessenger
from content.company import open_company
from tests.faults import figures
from tests.faults.canary import FIRST, SECOND, Played, at_the_page, in_the_terminal, staged
from tests.faults.needles import hits
from tests.faults.twins import contents
from tests.house import PLATFORM, build


class Everything(logging.Formatter):
    """A record whole: message, arguments, extras, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{super().format(record)} {record.__dict__!r}"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Path]:
    """Every logger at DEBUG, into a file."""
    told = tmp_path / "everything.log"
    handler = logging.FileHandler(told, encoding="utf-8")
    handler.setFormatter(Everything())
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in list(logging.Logger.manager.loggerDict))]
    before = [(one, one.level) for one in loggers]
    root.addHandler(handler)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    handler.close()
    for one, level in before:
        one.setLevel(level)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files would go."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    return scratch


async def test_nothing_of_the_reporter_is_kept_at_the_page(
    tmp_path: Path, told: Path, scratch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    speak_up(asyncio.get_running_loop())
    async with staged(tmp_path) as (world, mailbox):
        played = await at_the_page(world, mailbox, FIRST)
        keep_everything(played, tmp_path)
    searched("page", played, tmp_path, capfd)
    assert "Executing <Handle" in told.read_text(encoding="utf-8")


async def test_nothing_of_the_reporter_is_kept_in_the_terminal(
    tmp_path: Path, told: Path, scratch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    speak_up(asyncio.get_running_loop())
    words = open_company().wording("en")
    messages = tmp_path / "messages"
    with messages.open("w", encoding="utf-8") as sent:
        world = build(tmp_path, TerminalMessenger(words, lambda line: print(line, file=sent), PLATFORM))
        played = await in_the_terminal(world)
        keep_everything(played, tmp_path)
        world.close()
    searched("terminal", played, tmp_path, capfd)
    assert "Executing <Handle" in told.read_text(encoding="utf-8")


async def test_two_reporters_leave_registers_that_differ_in_chance_only(tmp_path: Path) -> None:
    left = []
    for who in (FIRST, SECOND):
        folder = tmp_path / who.key
        folder.mkdir()
        async with staged(folder) as (world, mailbox):
            await at_the_page(world, mailbox, who)
        left.append(contents(folder / "register.db"))
    assert left[0] == left[1]
    rows = sum(table.total() for table in left[0].values())
    figures.tell("G12", f"two reporters, {rows} rows each: the same but for chance")


PLANTED: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "utf-16-le": lambda text: text.decode().encode("utf-16-le"),
    "utf-16-be": lambda text: text.decode().encode("utf-16-be"),
    "base64": base64.b64encode,
    "base64, one byte on": lambda text: base64.b64encode(b"x" + text + b"yz"),
    "base64, two bytes on": lambda text: base64.b64encode(b"xy" + text + b"z"),
    "hexadecimal": lambda text: text.hex().encode(),
    "zlib": zlib.compress,
    "zlib, fast": lambda text: zlib.compress(text, 1),
    "gzip": gzip.compress,
    "upper case": bytes.upper,
}


@pytest.mark.parametrize("how", PLANTED)
def test_the_search_finds_what_is_there(how: str, tmp_path: Path) -> None:
    file = tmp_path / "planted"
    text = b"somebody wrote of marmalade-ledgers-4471, and more"
    file.write_bytes(os.urandom(4099) + PLANTED[how](text) + os.urandom(4099))
    words = {"a text": "marmalade-ledgers-4471", "another": "quince-tree-90210"}
    assert hits(file, words) == ["a text in planted"]


def speak_up(loop: asyncio.AbstractEventLoop) -> None:
    """It logs every callback that it runs, with its arguments."""
    loop.set_debug(True)
    loop.slow_callback_duration = 0.0


def keep_everything(played: Played, folder: Path) -> None:
    """The files as they stand while the register is open, and a backup."""
    live = folder / "live"
    live.mkdir()
    for name in ("", "-wal", "-shm", ".head"):
        shutil.copy(played.world.path.with_name(played.world.path.name + name), live)
    assert (live / "register.db-wal").stat().st_size > 0
    played.world.database.backup(folder / "backup.db")


def searched(where: str, played: Played, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out, err = capfd.readouterr()
    (folder / "printed").write_text(out + err, encoding="utf-8")
    files = [file for file in folder.rglob("*") if file.is_file()]
    found = [hit for file in files for hit in hits(file, played.words)]
    figures.tell("G12", f"{where}: {len(played.words)} words in {len(files)} files, {len(found)} hits")
    assert found == []
