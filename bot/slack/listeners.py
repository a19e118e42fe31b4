"""What Slack may send, and who answers it: a slack_bolt app that acknowledges after the work is done."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.handles import Kind
from bot.logs import Event, log
from bot.slack import commands, home_tab, messages, presses, shortcuts, submissions, views
from bot.slack.calls import QUIET
from bot.slack.edge import Edge

ACTIONS = re.compile(rf"^({'|'.join(Kind)})(\.|$)")
Listens = Callable[[Edge, Any], Awaitable[BoltResponse]]
LISTENERS: Mapping[str, Listens] = {
    "command": commands.command,
    "message": messages.direct_message,
    "home": home_tab.home_opened,
    "press": presses.press,
    "submit": submissions.submit,
    "ask_about": shortcuts.ask_about,
    "report": shortcuts.report,
}
"""Everything that Slack can bring about here; each is forged in the test of what is not allowed."""


@dataclass(frozen=True, slots=True)
class Hearing(AsyncMiddleware):
    """Answers what somebody here listens for. Listeners of Bolt's own list are found one after another, and for each
    that is asked Bolt puts together every argument that it might name: more than all else that it does."""

    edge: Edge

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[Any]],  # noqa: A002  Bolt's own name
    ) -> BoltResponse | None:
        name = heard_by(req.body)
        if name is None:
            await next()
            return None
        return await LISTENERS[name](self.edge, req.body)


def heard_by(body: Mapping[str, Any]) -> str | None:
    """The listener's name; None for what nobody listens for."""
    match body:
        case {"command": commands.COMMAND}:
            return "command"
        case {"type": "view_submission", "view": {"callback_id": views.FORM}}:
            return "submit"
        case {"type": "block_actions", "actions": [{"action_id": str(action)}, *_]} if ACTIONS.match(action):
            return "press"
        case {"type": "event_callback", "event": {"type": "message"}}:
            return "message"
        case {"type": "event_callback", "event": {"type": "app_home_opened"}}:
            return "home"
        case {"type": "message_action", "callback_id": shortcuts.ASK_ABOUT}:
            return "ask_about"
        case {"type": "shortcut", "callback_id": shortcuts.REPORT}:
            return "report"
    return None


def create_app(edge: Edge) -> AsyncApp:
    """The guard in front of it has checked the signature; the edge checks who acts and drops what comes twice.

    Bolt itself asks Slack nothing, nor `authorize` when somebody listens: it takes what it is told of the team.
    """
    app = AsyncApp(
        logger=QUIET,
        name="askfirst",
        signing_secret="",
        authorize=_authorize,
        before_authorize=Hearing(edge),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(_failed)
    return app


async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="")


async def _failed(error: Exception) -> BoltResponse:
    """500, so that Slack delivers an event again. What nobody listens for is no failure of ours."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=404)
    log(Event.PART_FAILED, level=logging.ERROR, why=error, what="slack")
    return BoltResponse(status=500)
