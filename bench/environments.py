"""Two environments: this one, which has the extra `semantic`, and one that holds what `make demo` installs and no more.

The second is a virtual environment of links to the very files of this one: what differs is what can be imported.
"""

import re
import sys
import sysconfig
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Final

from bench.processes import HOUSE

LOCK: Final = HOUSE / "requirements.lock"
WITH: Final = sys.executable


def without_extra(folder: Path) -> str:
    """Makes it in a new folder, and returns its interpreter."""
    venv.create(folder, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    for entry in set(_entries()):
        (packages / entry.name).symlink_to(entry)
    return str(folder.resolve() / "bin" / "python")


def _entries() -> Iterator[Path]:
    """What stands at the top of site-packages for the distributions that the lock names."""
    named = {_normal(name) for name in re.findall(r"^([\w.-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)}
    for one in distributions():
        if _normal(one.name) in named:
            yield from _tops(one)


def _tops(one: Distribution) -> Iterator[Path]:
    for top in {file.parts[0] for file in one.files or () if file.parts[0] != ".."}:
        yield Path(str(one.locate_file(top))).resolve()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
