"""sqlite_utils without numpy and pandas. Where they are installed it loads them, to know their types of numbers: no row
of ours has one, and every start would wait for it."""

import sys
from importlib import import_module

_UNUSED = ("numpy", "pandas")


def _load() -> None:
    """Whoever loads one of them later gets it."""
    hidden = [name for name in _UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None says that there is no such module
    try:
        import_module("sqlite_utils")
    finally:
        for name in hidden:
            del sys.modules[name]


_load()

from sqlite_utils import Database, Migrations  # noqa: E402

__all__ = ["Database", "Migrations"]
