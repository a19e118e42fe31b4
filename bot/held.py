"""Answers that were just given, for whoever asks the same again: for seconds, so many, and not too large together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

AGAIN = 30.0
"""Seconds for which an answer is held, for a delivery whose first answer was lost on the way."""

MANY, LARGE = 1_000, 8 * 1024 * 1024
"""Answers, and their bytes: the oldest goes first."""

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Held(Generic[Answer]):
    """`size` of an answer is in bytes."""

    size: Callable[[Answer], int]
    _answers: dict[str, tuple[Answer, int]] = field(default_factory=dict, repr=False)
    _bytes: int = 0

    def hold(self, key: str, answer: Answer) -> None:
        """Until the time is over: nobody's next request is needed for it to be dropped."""
        size = self.size(answer)
        while self._answers and (len(self._answers) >= MANY or self._bytes + size > LARGE):
            self.drop(next(iter(self._answers)))
        self._answers[key] = answer, size
        self._bytes += size
        asyncio.get_running_loop().call_later(AGAIN, self.drop, key)

    def get(self, key: str) -> tuple[Answer] | None:
        found = self._answers.get(key)
        return found and found[:1]

    def drop(self, key: str) -> None:
        self._bytes -= self._answers.pop(key, (None, 0))[1]
