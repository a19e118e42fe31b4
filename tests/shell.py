"""Runs `askfirst` as an operator does: in a folder of its own, with a plain environment."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60
OURS = ("ASKFIRST_", "SLACK_", "Microsoft")
"""How the variables begin that askfirst reads: a test gives its own."""


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Shell:
    """`run` waits for the command; `start` leaves it running."""

    folder: Path

    def run(self, *arguments: str, typed: str = "", **variables: str) -> Ran:
        done = subprocess.run(
            self._command(arguments), cwd=self.folder, env=self._environment(variables), input=typed.encode(),
            capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str, **variables: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self._command(arguments), cwd=self.folder, env=self._environment(variables), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def set_up(self, *members: str) -> None:
        """A development register whose first member is the Chair and whose second is the acting chair."""
        named = [part for name in members for part in ("--member", name)]
        acting = ["--acting", members[1]] if len(members) > 1 else []
        done = self.run("init", *named, "--chair", members[0], *acting, "--development")
        assert done.code == 0, done.err

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "bot", *arguments]

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        house = Path(__file__).parents[1]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {**kept, "PYTHONPATH": str(house), "COLUMNS": "200", "NO_COLOR": "1", **variables}
