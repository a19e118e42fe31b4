"""Makes sure that a file, or which files a folder holds, is on the disk: a power cut takes it away no more."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Raises OSError."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
