"""Short form or long form, and where a proof's figure goes."""

import os
from pathlib import Path

LONG = os.environ.get("ASKFIRST_LONG") == "1"
"""The figures of the requirements; otherwise a form short enough for every `make test`."""


def of(short: int, long: int) -> int:
    return long if LONG else short


def tell(proof: str, figure: str) -> None:
    """Printed (pytest -s shows it), and added to the file that ASKFIRST_FIGURES names."""
    line = f"{proof} ({'long' if LONG else 'short'}): {figure}"
    print(f"\n{line}")
    if file := os.environ.get("ASKFIRST_FIGURES"):
        with Path(file).open("a", encoding="utf-8") as figures:
            figures.write(line + "\n")
