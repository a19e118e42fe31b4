"""What Slack's refusals mean for a message: later, never, or nobody knows."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.logs import Event, log
from bot.messenger import LaterError, UndeliverableError, UnsureError

TOO_MANY = 429
BROKEN = 500

PASSING = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "accesslimited"})
HALF_DONE = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Slack says of these that something may have been done."""

OURS = frozenset(
    {
        *("account_inactive", "invalid_auth", "missing_scope", "no_permission", "not_allowed_token_type", "not_authed"),
        *("org_login_required", "team_access_not_granted", "token_expired", "token_revoked"),
    }
)
"""Our own token is refused, so nobody's message is to blame: it stays owed until the operator has put that right."""


def meaning(error: SlackApiError) -> LaterError | UnsureError | UndeliverableError:
    """Of an answer that was not `ok`. Carries Slack's error code and nothing else of it."""
    status, code = _status(error.response), _code(error.response)
    if status == TOO_MANY or code in PASSING:
        return LaterError(_retry_after(error.response))
    if code in HALF_DONE:
        return UnsureError()
    if code in OURS:
        log(Event.PART_FAILED, level=logging.ERROR, what="messenger", platform="slack", reason=code)
        return LaterError()
    if status >= BROKEN or not code:
        return LaterError()
    return UndeliverableError(code)


def lacks_scope(error: SlackApiError) -> bool:
    return _code(error.response) == "missing_scope"


def _status(response: Any) -> int:
    """The SDK hands over its own answer, or aiohttp's when that was not JSON."""
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


def _code(response: Any) -> str:
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and code.isidentifier() else ""


def _retry_after(response: Any) -> float | None:
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
