"""What is loaded to open a register."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[1]


def test_a_register_is_opened_without_numpy_which_is_there_for_whoever_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("print('numpy was loaded')\n")
    script = "import storage.database\nprint('the register was loaded')\nimport numpy"
    path = os.pathsep.join((str(tmp_path), str(HOUSE)))
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.stdout.splitlines() == ["the register was loaded", "numpy was loaded"]
