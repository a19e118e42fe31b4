"""What the connector's refusals mean for a message: later, never, or nobody knows."""

import logging

from bot.logs import Event, log
from bot.messenger import LaterError, UndeliverableError, UnsureError
from bot.teams.connector import RefusedError

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_LONG, TOO_MANY, BROKEN = 401, 403, 404, 408, 429, 500
CHANGED = 412
"""Two calls for one conversation at once: Microsoft says to try again."""

HALF_DONE = frozenset({502, 504})
"""A gateway between us and Teams gave up: what lies behind it may have done it."""

NAMES = {FORBIDDEN: "forbidden", NOT_FOUND: "not_found"}


def meaning(refused: RefusedError) -> LaterError | UnsureError | UndeliverableError:
    """Carries Teams' error code and nothing else of it."""
    status = refused.status
    if status in {TOO_MANY, CHANGED}:
        return LaterError(refused.after)
    if status in HALF_DONE or status == TOO_LONG:
        return UnsureError()
    if status == UNAUTHORIZED:
        ours("token_refused")
        return LaterError()
    if status >= BROKEN:
        return LaterError(refused.after)
    return UndeliverableError(refused.code or NAMES.get(status, f"http_{status}"))


def ours(reason: str) -> None:
    """Our own login is refused, no message is to blame: it stays owed until the operator has put that right."""
    log(Event.PART_FAILED, level=logging.ERROR, what="messenger", platform="teams", reason=reason)
