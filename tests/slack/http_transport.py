"""Slack's side of HTTP: signed requests to the app's endpoint."""

import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.slack.callbacks import SECRET, Answer, Callback, Request, request_of
from tests.slack.workspace import Workspace

PATIENCE = 3.0
"""Seconds that Slack waits for an answer."""


@dataclass(slots=True)
class Http:
    """`url` is where the app listens. `sent` keeps every request, so that a test can replay it."""

    workspace: Workspace
    session: aiohttp.ClientSession
    url: str
    secret: str = SECRET
    patience: float = PATIENCE
    sent: list[Request] = field(default_factory=list)

    async def deliver(self, callback: Callback) -> Answer:
        request = request_of(callback, self.workspace.now(), self.secret)
        self.sent.append(request)
        return await self.request(request)

    async def request(self, request: Request) -> Answer:
        """As it is, also a forged or a replayed one."""
        timeout = aiohttp.ClientTimeout(self.patience)
        try:
            async with self.session.post(self.url, data=request.body, headers=request.headers, timeout=timeout) as got:
                retry = got.headers.get("X-Slack-No-Retry") != "1"
                return Answer(got.status, body_of(await got.text()), retry)
        except (TimeoutError, aiohttp.ClientError):
            return Answer(0)


def body_of(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text or None
