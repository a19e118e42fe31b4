"""What can go wrong with the register, each with a plain identifier: never a text, a key or a case."""


class RegisterError(Exception):
    """`reason` is an identifier that a log may hold and the wording file explains."""

    reason = "register"

    def __init__(self, reason: str = "") -> None:
        self.reason = reason or type(self).reason
        super().__init__(self.reason)


class LockedError(RegisterError):
    """Another process holds the register."""

    reason = "locked"


class MissingError(RegisterError):
    """There is no file at the path."""

    reason = "missing"


class WrongKeyError(RegisterError):
    """The file is a register, and the master key is not its own."""

    reason = "wrong_key"


class DamagedError(RegisterError):
    """The file is no register, or no longer one that can be read."""

    reason = "damaged"


class TooNewError(RegisterError):
    """A later release wrote this file; nothing was changed."""

    reason = "too_new"


class StorageFailedError(RegisterError):
    """Nothing of the job was kept. `reason`: disk_full, read_only, io, busy, closed or failed."""

    reason = "failed"


class SealBrokenError(RegisterError):
    """A sealed value was changed, moved to another row, or sealed under another key."""

    reason = "seal_broken"


class NotVisibleError(RegisterError):
    """The same for a case that is absent, one hidden from this viewer, and a viewer who does not serve."""

    reason = "not_visible"


class LastHandlerError(RegisterError):
    """Nobody would be left who may see the case."""

    reason = "last_handler"


class RefusedError(RegisterError):
    """The register's own rules forbid it. `reason`: chair_needed, unknown_member, account_taken, two_members,
    not_due, held, frozen, still_open, bad_report, no_change, own_removal."""

    reason = "refused"
