"""What came of an outcome: what is said, what follows, or why it may not be."""

from dataclasses import dataclass, field

from dialogs.steps import Answers, Say


class RefusedError(Exception):
    """The register does not allow it; `reason` is worded under `refused.<reason>`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Begun:
    """The dialog that follows in the same turn."""

    dialog: str
    receipt: str = field(default="", repr=False)
    carried: Answers = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    said: tuple[Say, ...] = ()
    then: Begun | None = None
