"""What a test needs besides Python: without it the test is skipped and says why, or fails where all is required."""

import os

import pytest


def require(there: bool, reason: str) -> None:
    if there:
        return
    if os.environ.get("ASKFIRST_REQUIRE") == "all":
        pytest.fail(reason)
    pytest.skip(reason)
