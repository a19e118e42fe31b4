"""Where strace is missing or not allowed, its tests are skipped and say why; ASKFIRST_REQUIRE=all makes them fail."""

import os
import subprocess
from functools import cache

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("strace") and (reason := why_not()):
        if os.environ.get("ASKFIRST_REQUIRE") == "all":
            pytest.fail(reason)
        pytest.skip(reason)


@cache
def why_not() -> str:
    try:
        tried = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return "strace is not installed"
    return "" if tried.returncode == 0 else "strace may not trace here"
