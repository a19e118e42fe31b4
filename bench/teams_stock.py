"""botbuilder's echo bot, as Microsoft's sample 02.echo-bot has it, with an invoke that is answered 200 and no more.

    python -m bench.teams_stock FAR [PORT]

It differs from the sample in its addresses, which are the configuration's own settings for another cloud; and in its
token for what it sends, which is given to it: its library takes one from nothing but Microsoft's own login.
"""

import asyncio
import sys
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from botbuilder.core import ActivityHandler, InvokeResponse, MessageFactory, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botframework.connector.auth import PasswordServiceClientCredentialFactory
from msrest.authentication import BasicTokenAuthentication

from bench.teams_peer import PATH, served
from tests.teams.chats import TENANT
from tests.teams.signing import APP_ID, ISSUER


class Given(PasswordServiceClientCredentialFactory):  # type: ignore[misc]
    async def create_credentials(self, *_: object, **_named: object) -> BasicTokenAuthentication:
        return BasicTokenAuthentication({"access_token": "given"})


class EchoBot(ActivityHandler):  # type: ignore[misc]
    async def on_message_activity(self, turn_context: TurnContext) -> Any:
        return await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        return InvokeResponse(status=200)


def configuration(far: str) -> SimpleNamespace:
    return SimpleNamespace(
        APP_ID=APP_ID,
        APP_TYPE="SingleTenant",
        APP_TENANTID=TENANT,
        TO_CHANNEL_FROM_BOT_LOGIN_URL=f"{far}/{TENANT}",
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE="https://api.botframework.com",
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER=ISSUER,
        OAUTH_URL=far,
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL=f"{far}/v1/.well-known/openidconfiguration",
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL=f"{far}/v1/.well-known/openidconfiguration",
        CALLER_ID="",
    )


def echo(far: str) -> web.Application:
    login = ConfigurationBotFrameworkAuthentication(
        configuration(far), credentials_factory=Given(APP_ID, "given", TENANT)
    )
    adapter, bot = CloudAdapter(login), EchoBot()

    async def messages(request: web.Request) -> web.Response:
        response: web.Response = await adapter.process(request, bot)
        return response

    app = web.Application()
    app.router.add_post(PATH, messages)
    return app


if __name__ == "__main__":
    asyncio.run(served(echo(sys.argv[1]), *map(int, sys.argv[2:])))
