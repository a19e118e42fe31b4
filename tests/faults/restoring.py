"""A restore that is killed at one of its steps: each time it opens, renames or removes a file of the register.

    python -m tests.faults.restoring BACKUP REGISTER STEP

Exits with 0 when there are fewer steps than that.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path

from bot.desk import hold
from storage import restoring
from tests.house import KEY
from tests.storage_stage import TODAY

STEPS = {"open", "os.rename", "os.remove", "sqlite3.connect"}
"""As Python's audit hooks name them."""


def killed_at(step: int, folder: Path) -> None:
    seen = count(1)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and str(arguments[0]).startswith(str(folder)) and next(seen) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    backup, register, step = sys.argv[1:]
    killed_at(int(step), Path(register).parent)
    restoring.restore(Path(backup), Path(register), KEY, hold, TODAY)
