"""How long Microsoft asks to wait."""

from typing import Any


def retry_after(answer: Any) -> float | None:
    """Seconds, by the header of an answer; None when it names none."""
    try:
        return max(0.0, float(answer.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None
