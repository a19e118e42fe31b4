"""How the house is, in one word for /healthz."""

from enum import StrEnum


class Condition(StrEnum):
    """PARKED is no reason to restart anything: it serves, and some messages could not be delivered."""

    WELL = "ok"
    PARKED = "parked"
    UNWELL = "unwell"
