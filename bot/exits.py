"""What the commands return to a script; the table in the README is made of this."""

from enum import IntEnum


class Exit(IntEnum):
    OK = 0
    BLOCKED = (
        1  # the check found something that blocks, the verification found something wrong, there is no such section
    )
    USAGE = 2
    REGISTER = 3  # cannot be opened: missing, locked, damaged, another key, a later release
    SETTINGS = 4  # the settings, the key or the company's folder
    REFUSED = 5  # would overwrite something, or would do what the rules forbid
    FAILED = 6  # something could not be written or read half-way
