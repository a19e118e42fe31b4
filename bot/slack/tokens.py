"""The variables of the environment, named as in Bolt's own documentation. None stands in a file of ours."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

SLACK = "slack"
"""The platform's name, in accounts and settings."""

BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105  the variable's name
APP_TOKEN = "SLACK_APP_TOKEN"  # noqa: S105
SIGNING_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105
API_URL = "SLACK_API_URL"
VARIABLES = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, API_URL)
SLACKS_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class Tokens:
    """`app` opens sockets, `signing` checks what comes over HTTP; either will do."""

    bot: str = field(default="", repr=False)
    app: str = field(default="", repr=False)
    signing: str = field(default="", repr=False)
    api: str = SLACKS_API

    @property
    def some(self) -> bool:
        return bool(self.bot or self.app or self.signing)

    @property
    def api_is_slacks(self) -> bool:
        return self.api == SLACKS_API

    @property
    def api_is_here(self) -> bool:
        """On this machine: a simulator."""
        host = urlsplit(self.api).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False


def tokens(environ: Mapping[str, str] | None = None) -> Tokens:
    given = os.environ if environ is None else environ
    api = given.get(API_URL, "").strip() or SLACKS_API
    return Tokens(
        given.get(BOT_TOKEN, "").strip(),
        given.get(APP_TOKEN, "").strip(),
        given.get(SIGNING_SECRET, "").strip(),
        api if api.endswith("/") else f"{api}/",
    )
