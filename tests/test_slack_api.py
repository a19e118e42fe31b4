"""The simulator does what Slack documents; an app on stock Bolt can live in it, over both transports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_api import APP_TOKEN, BOT_TOKEN, SECRET, Fault, SlackApi

MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "callback_id": "form",
    "blocks": [
        {
            "type": "input",
            "block_id": "told",
            "label": {"type": "plain_text", "text": "What happened?"},
            "element": {"type": "plain_text_input", "action_id": "told", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "level",
            "optional": True,
            "label": {"type": "plain_text", "text": "How?"},
            "element": {
                "type": "radio_buttons",
                "action_id": "level",
                "options": [
                    {"text": {"type": "plain_text", "text": "With my name"}, "value": "named"},
                    {"text": {"type": "plain_text", "text": "Without"}, "value": "anonymous"},
                ],
            },
        },
    ],
}
BUTTON = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "action_id": "open",
            "text": {"type": "plain_text", "text": "Open"},
            "value": "7",
        }
    ],
}


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi() as slack:
        slack.hires("U1", "Dana Reyes")
        yield slack


@pytest.fixture
def client(slack: SlackApi) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, slack.url, retry_handlers=[])


class Echo:
    """A small app on stock Bolt. `heard` is what reached it; `fails` how often an event breaks it."""

    def __init__(self, slack: SlackApi) -> None:
        self.heard: list[str] = []
        self.fails = 0
        self.submitted: dict[str, Any] = {}
        self.answer: dict[str, Any] | None = None
        client = AsyncWebClient(BOT_TOKEN, slack.url, retry_handlers=[])
        self.app = AsyncApp(
            client=client, signing_secret=SECRET, process_before_response=True, raise_error_for_unhandled_request=True
        )
        self._hears()
        self._opens()

    def _hears(self) -> None:
        @self.app.error
        async def failed(error: Exception) -> BoltResponse:
            return BoltResponse(status=404 if isinstance(error, BoltUnhandledRequestError) else 500)

        @self.app.command("/ethics")
        async def command(ack: Any, command: dict[str, Any]) -> None:
            await ack(text=f"You said {command['text']}", blocks=[BUTTON])

        @self.app.event("message")
        async def message(event: dict[str, Any], say: Any) -> None:
            self.heard.append(event["text"])
            if self.fails:
                self.fails -= 1
                raise ZeroDivisionError
            await say(text="heard")

    def _opens(self) -> None:
        @self.app.action("open")
        async def press(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            self.heard.append(body["actions"][0]["value"])
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        @self.app.view("form")
        async def submit(ack: Any, view: dict[str, Any]) -> None:
            self.submitted = view["state"]["values"]
            await (ack(**self.answer) if self.answer else ack())

        @self.app.event("app_home_opened")
        async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
            view = {"type": "home", "blocks": [BUTTON]}
            await client.views_publish(user_id=event["user"], view=view)

        @self.app.shortcut("ask")
        async def ask(ack: Any, shortcut: dict[str, Any]) -> None:
            await ack()
            self.heard.append(shortcut.get("message", {}).get("text", "nothing"))


@asynccontextmanager
async def listening(slack: SlackApi, transport: str) -> AsyncIterator[Echo]:
    echo = Echo(slack)
    opened = over_http if transport == "http" else over_a_socket
    async with opened(slack, echo):
        yield echo


@asynccontextmanager
async def over_http(slack: SlackApi, echo: Echo) -> AsyncIterator[None]:
    server = echo.app.server(0)
    async with TestServer(server.web_app) as at:
        slack.calls_at(str(at.make_url("/slack/events")))
        yield


@asynccontextmanager
async def over_a_socket(slack: SlackApi, echo: Echo) -> AsyncIterator[None]:
    opener = AsyncWebClient(APP_TOKEN, slack.url, retry_handlers=[])
    handler = AsyncSocketModeHandler(echo.app, APP_TOKEN, web_client=opener)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.sockets.there()
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture(params=["http", "socket"])
async def echo(slack: SlackApi, request: pytest.FixtureRequest) -> AsyncIterator[Echo]:
    async with listening(slack, request.param) as echo:
        yield echo


async def test_a_command_is_answered_to_the_caller_alone(slack: SlackApi, echo: Echo) -> None:
    slack.hires("U2", "Eli Novak")
    slack.makes_channel("C1", "U1", "U2")
    assert (await slack.command("U1", "/ethics", "hello", channel="C1")).ok
    assert slack.before("U1")[-1].text == "You said hello"
    assert slack.messages_in("C1") == slack.before("U2") == []


async def test_a_message_is_heard_and_answered(slack: SlackApi, echo: Echo) -> None:
    await slack.types("U1", "May I?")
    assert echo.heard == ["May I?"]
    assert [m.text for m in slack.dm_of("U1")] == ["heard"]


async def test_an_event_that_was_not_taken_comes_again_and_a_press_does_not(slack: SlackApi, echo: Echo) -> None:
    echo.fails, slack.sockets.patience = 2, 0.2
    await slack.types("U1", "Again")
    assert echo.heard == ["Again"] * 3
    await slack.opens_home("U1")
    slack.next_call(Fault.DOWN, method="views.open")
    await slack.presses("U1", "Open")
    assert echo.heard[3:] == ["7"]
    assert slack.view_of("U1") is None


async def test_a_form_is_opened_filled_in_and_sent(slack: SlackApi, echo: Echo) -> None:
    await slack.opens_home("U1")
    await slack.presses("U1", "Open")
    view = slack.view_of("U1")
    assert view and view.title == "A form" and view.labels == ["What happened?", "How?"]
    await slack.submits("U1", {"What happened?": "Dates moved.", "level": "Without"})
    assert echo.submitted["told"]["told"]["value"] == "Dates moved."
    assert echo.submitted["level"]["level"]["selected_option"]["value"] == "anonymous"
    assert slack.view_of("U1") is None


async def test_what_was_typed_stays_when_the_view_is_updated(slack: SlackApi, echo: Echo) -> None:
    await slack.opens_home("U1")
    await slack.presses("U1", "Open")
    echo.answer = {"response_action": "update", "view": {**MODAL, "title": {"type": "plain_text", "text": "Again"}}}
    await slack.submits("U1", {"told": "Dates moved."})
    view = slack.view_of("U1")
    assert view and view.title == "Again" and view.values == {"told": "Dates moved.", "level": ""}
    echo.answer = {"response_action": "errors", "errors": {"told": "More, please."}}
    await slack.submits("U1", {})
    assert view.errors == {"told": "More, please."}


async def test_a_shortcut_carries_the_message(slack: SlackApi, echo: Echo) -> None:
    await slack.types("U1", "A gift of wine")
    await slack.shortcut("U1", "ask", about=slack.before("U1")[0])
    assert echo.heard[-1] == "A gift of wine"


async def test_a_trigger_opens_one_view_within_three_seconds(slack: SlackApi, client: AsyncWebClient) -> None:
    trigger = slack.screens.trigger("U1")
    await client.views_open(trigger_id=trigger, view=MODAL)
    assert await error_of(client, "views.open", trigger_id=trigger, view=MODAL) == "exchanged_trigger_id"
    old = slack.screens.trigger("U1")
    slack.later(seconds=3)
    assert await error_of(client, "views.open", trigger_id=old, view=MODAL) == "expired_trigger_id"
    assert await error_of(client, "views.open", trigger_id="invented", view=MODAL) == "invalid_trigger_id"


async def error_of(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=arguments)
    return str(refused.value.response["error"])


async def test_what_is_not_block_kit_is_refused_and_remembered(slack: SlackApi, client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    assert await error_of(client, "chat.postMessage", channel="DU1", text="x", blocks=blocks) == "invalid_blocks"
    assert slack.invalid == ["blocks[0].text.text: longer_than_3000"]
    slack.invalid.clear()
    assert await error_of(client, "chat.scheduleMessage", channel="DU1") == "unknown_method"
    slack.invalid.clear()


async def test_a_scope_that_was_not_granted_is_missed(slack: SlackApi, client: AsyncWebClient) -> None:
    slack.methods.scopes.discard("im:history")
    assert await error_of(client, "conversations.history", channel="DU1") == "missing_scope"


async def test_asked_to_wait_down_and_dropped(slack: SlackApi, client: AsyncWebClient) -> None:
    slack.next_call(Fault.ASKED_TO_WAIT, Fault.DOWN, Fault.DROPPED)
    for status in (429, 500):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="DU1", text="x")
        assert refused.value.response.status_code == status
    with pytest.raises(Exception, match=r"disconnected|reset"):
        await client.chat_postMessage(channel="DU1", text="x")
    assert len(slack.dm_of("U1")) == 1


async def test_history_has_metadata_when_asked_and_pages(slack: SlackApi, client: AsyncWebClient) -> None:
    for n in range(3):
        metadata = {"event_type": "askfirst", "event_payload": {"id": str(n)}}
        await client.chat_postMessage(channel="DU1", text="x", metadata=metadata)
    first = await client.conversations_history(channel="DU1", include_all_metadata=True, limit=2)
    assert [m["metadata"]["event_payload"]["id"] for m in first["messages"]] == ["2", "1"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel="DU1", cursor=cursor, limit=2)
    assert ["metadata" in m for m in rest["messages"]] == [False]


async def test_a_socket_that_breaks_is_opened_again_and_the_event_comes_again(slack: SlackApi) -> None:
    async with listening(slack, "socket") as echo:
        await slack.sockets.refresh()
        await slack.sockets.ever(2)
        await slack.types("U1", "Still there?")
        assert set(echo.heard) == {"Still there?"}


async def test_an_old_request_and_a_forged_one_are_refused_by_the_app(slack: SlackApi) -> None:
    async with listening(slack, "http") as echo:
        await slack.types("U1", "Once")
        assert slack.http
        [request] = slack.http.sent
        forged = {**request.headers, "X-Slack-Signature": "v0=" + "0" * 64}
        assert (await slack.replays(type(request)(forged, request.body))).status == 401
        assert (await slack.replays(request)).ok
        assert len(echo.heard) == 2
