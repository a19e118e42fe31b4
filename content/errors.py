"""What can be wrong with a company's folder or the wording files."""

from pathlib import Path


class ContentError(Exception):
    """A file that cannot be used. `reason` is worded under `content.<reason>` with the facts `file` and `detail`.

    Its text holds the reason, the file and the key or row only: enough to mend it where no wording can be read.
    """

    def __init__(self, reason: str, file: Path, detail: str = "") -> None:
        super().__init__(": ".join(part for part in (reason, str(file), detail) if part))
        self.reason = reason
        self.file = file
        self.detail = detail


class NotInCodeError(LookupError):
    """The section does not hold these words, or there is no such section."""


class UnwordedError(LookupError):
    """No text stands under this key, or a placeholder in it was given no fact (`key: placeholder`)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
