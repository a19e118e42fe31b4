"""The log: known events with known plain fields. Nothing that people write or that libraries say gets in."""

import logging
import re
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import IO

OURS = "bot"
"""Its level is set here: a library may give a logger of its own name, `askfirst` for one, another."""
_PLAIN = re.compile(r"[A-Za-z0-9_.:/@+-]{1,64}")
_HOUSE = Path(__file__).resolve().parents[1]
_FLOORS = tuple(str(_HOUSE / floor) for floor in ("bot", "dialogs", "content", "storage"))


class Event(StrEnum):
    """Everything the log can say. An operator searches for these; each is explained in the README."""

    STARTED = "serve.started"
    HELD = "serve.held"
    LOGIN_OFF = "serve.login_off"
    RELEASED = "serve.released"
    LISTENING = "serve.listening"
    STOPPING = "serve.stopping"
    STOPPED = "serve.stopped"
    PART_FAILED = "serve.part_failed"
    NOT_STORED = "turn.not_stored"
    TURN_DAMAGED = "turn.damaged"
    COURIER_REGISTER_FAILED = "courier.register_failed"
    COURIER_PARKED = "courier.parked"
    COURIER_OTHER_WAY = "courier.other_way"
    COURIER_DAMAGED = "courier.damaged"
    CLOCKS_FAILED = "clocks.failed"
    DISK_FAILED = "disk.failed"
    DISK_WELL = "disk.well"
    BACKUP_MADE = "control.backup_made"
    CONTROL_FAILED = "control.failed"
    PAGE_FAILED = "web_failed"
    LIBRARY = "library"


_EVENTS = frozenset(Event)

FIELDS = frozenset(
    {"count", "error", "kind", "platform", "port", "reason", "seconds", "status", "tries", "version", "what"}
)
"""The fields an event may carry: counts, seconds and identifiers of ours. Never an id, a name, an address or a text."""


def log(event: Event, *, level: int = logging.INFO, why: BaseException | None = None, **fields: str | float) -> None:
    """Of `why` the log shows the class and the line of ours where it arose, nothing that it says."""
    told = {name: value for name, value in fields.items() if name in FIELDS}
    logging.getLogger(OURS).log(level, event, extra=told, exc_info=why)


class AllowList(logging.Formatter):
    """One line a record: time, level, event, plain fields. A record that is not ours keeps its logger's name only."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), record.levelname, *_told(record), *_error(record)]
        return " ".join(parts)


def start_logging(stream: IO[str] | None = None, level: int = logging.INFO) -> None:
    """Replaces every handler. Libraries are heard from WARNING up, whatever they ask for; ours from `level`."""
    heard = logging.StreamHandler(stream or sys.stderr)
    heard.setFormatter(AllowList())
    heard.addFilter(_loud_enough)
    logging.captureWarnings(capture=True)
    logging.lastResort = None
    logging.raiseExceptions = False  # a record that cannot be formatted would print its arguments
    root = logging.getLogger()
    root.handlers[:] = [heard]
    root.setLevel(level)
    logging.getLogger(OURS).setLevel(level)


def _loud_enough(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or _ours(record)


def _told(record: logging.LogRecord) -> list[str]:
    if not _ours(record) or record.msg not in _EVENTS or record.args:
        return [Event.LIBRARY, f"logger={_plain(record.name)}"]
    fields = (name for name in record.__dict__ if name in FIELDS)
    return [record.msg, *(f"{name}={_plain(record.__dict__[name])}" for name in fields)]


def _ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OURS


def _plain(value: object) -> str:
    if isinstance(value, bool | int | float):
        return str(value)
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else "-"


def _error(record: logging.LogRecord) -> list[str]:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is None:
        return []
    named = f"error={_plain(type(error).__name__)}"
    return [named, *(f"at={where}" for where in _lines_of_ours(error)[-1:])]


def _lines_of_ours(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(_FLOORS)]
    return [f"{Path(frame.filename).relative_to(_HOUSE)}:{frame.lineno}" for frame in ours]
