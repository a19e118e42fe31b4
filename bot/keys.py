"""The master key: 32 bytes from the environment, a file that only its owner reads, or a command (a KMS, a vault)."""

import base64
import os
import shlex
import stat
import subprocess
from pathlib import Path

from bot.settings import SealingTable

LENGTH = 32
PATIENCE = 30.0
"""Seconds for the command."""


class KeyProblemError(Exception):
    """No key. `reason` is worded under `cli.key.<reason>`; `where` is a file, a variable or a program's name."""

    def __init__(self, reason: str, where: str) -> None:
        super().__init__(f"{reason}: {where}")
        self.reason = reason
        self.where = where


def load_key(sealing: SealingTable) -> bytes:
    """From the command when one is set, else the variable when it is, else the file. Raises KeyProblemError."""
    if sealing.command:
        program = shlex.split(sealing.command)[0]
        return _decoded(_said_by(sealing.command, program), program)
    if os.environ.get(sealing.env):
        return _decoded(os.environ[sealing.env], sealing.env)
    return _decoded(_written_in(sealing.file), str(sealing.file))


def new_key(file: Path) -> bytes:
    """Writes a fresh key to a file that must not exist yet, mode 0600, synced. Raises FileExistsError, OSError."""
    key = os.urandom(LENGTH)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(base64.b64encode(key) + b"\n")
        written.flush()
        os.fsync(written.fileno())
    return key


def _written_in(file: Path) -> str:
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise KeyProblemError("open_to_others", str(file))
        return file.read_text("ascii")
    except FileNotFoundError:
        raise KeyProblemError("no_file", str(file)) from None
    except UnicodeDecodeError:
        raise KeyProblemError("not_a_key", str(file)) from None
    except OSError:
        raise KeyProblemError("unreadable", str(file)) from None


def _said_by(command: str, program: str) -> str:
    """Its standard output. What it writes to its standard error stays the operator's terminal's."""
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, no shell
            shlex.split(command), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=True
        )
        return done.stdout.decode("ascii")
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        raise KeyProblemError("command_failed", program) from None


def _decoded(text: str, where: str) -> bytes:
    """Base64 as `init` writes it, or 64 hexadecimal digits."""
    try:
        digits = text.strip()
        key = bytes.fromhex(digits) if len(digits) == 2 * LENGTH else base64.b64decode(digits, validate=True)
    except ValueError:
        raise KeyProblemError("not_a_key", where) from None
    if len(key) != LENGTH:
        raise KeyProblemError("not_a_key", where)
    return key
