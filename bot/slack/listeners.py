"""What Slack may send, and who answers it: a slack_bolt app that acknowledges after the work is done."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.handles import Kind
from bot.logs import Event, log
from bot.slack import commands, home_tab, messages, presses, shortcuts, submissions
from bot.slack.calls import QUIET
from bot.slack.edge import Edge
from bot.slack.views import FORM

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


def create_app(edge: Edge) -> AsyncApp:
    """The guard in front of it has checked the signature; the edge checks who acts and drops what comes twice.

    Bolt itself asks Slack nothing: `authorize` is answered from what is known.
    """
    app = AsyncApp(
        logger=QUIET,
        name="askfirst",
        signing_secret="",
        authorize=_authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    heard = {name: _listener(edge, listens) for name, listens in LISTENERS.items()}
    app.command(commands.COMMAND)(heard["command"])
    app.view(FORM)(heard["submit"])
    app.action(ACTIONS)(heard["press"])
    app.event("message")(heard["message"])
    app.event("app_home_opened")(heard["home"])
    app.message_shortcut(shortcuts.ASK_ABOUT)(heard["ask_about"])
    app.global_shortcut(shortcuts.REPORT)(heard["report"])
    app.error(_failed)
    return app


def _listener(edge: Edge, listens: Listens) -> Callable[[Any], Awaitable[BoltResponse]]:
    async def listener(body: Any) -> BoltResponse:
        return await listens(edge, body)

    return listener


async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="")


async def _failed(error: Exception) -> BoltResponse:
    """500, so that Slack delivers an event again. What nobody listens for is no failure of ours."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=404)
    log(Event.PART_FAILED, level=logging.ERROR, why=error, what="slack")
    return BoltResponse(status=500)
