"""Microsoft's clouds: where Teams is asked, who signs what it sends, and which hosts it may name.

Source: "Bot Framework authentication" and "Global service URLs" in Microsoft's documentation of Teams and of Azure's
clouds for government.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.settings import is_loopback

Name = Literal["public", "gcc", "gcch", "dod"]
CHANNEL = "msteams"
"""The channel's id, in activities and in the endorsements of keys."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """`metadata` names the keys with which tokens are signed, `issuer` who says so; `login` and `scope` are for our
    own token; `service` reaches everybody whose conversation is not known yet."""

    metadata: str
    issuer: str
    login: str
    scope: str
    service: str
    hosts: frozenset[str]
    here: bool = False
    """Played on this machine: then addresses are loopback ones, without TLS."""

    def serves(self, url: str) -> bool:
        """Whether this may be the service URL of an activity: our token is sent there."""
        try:
            asked = urlsplit(url)
            host, port = asked.hostname or "", asked.port
        except ValueError:
            return False
        if asked.username is not None or asked.query or asked.fragment:
            return False
        if self.here:
            return asked.scheme == "http" and is_loopback(host)
        return asked.scheme == "https" and port in {None, 443} and host in self.hosts


_PUBLIC = Cloud(
    "https://login.botframework.com/v1/.well-known/openidconfiguration",
    "https://api.botframework.com",
    "https://login.microsoftonline.com",
    "https://api.botframework.com/.default",
    "https://smba.trafficmanager.net/teams/",
    frozenset({"smba.trafficmanager.net"}),
)
_GOVERNMENT = (
    "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    "https://api.botframework.us",
    "https://login.microsoftonline.us",
    "https://api.botframework.us/.default",
)
_GCC = "smba.infra.gcc.teams.microsoft.com"
_GCCH = "smba.infra.gov.teams.microsoft.us"
_DOD = "smba.infra.dod.teams.microsoft.us"

CLOUDS: Mapping[Name, Cloud] = {
    "public": _PUBLIC,
    "gcc": Cloud(
        *(_PUBLIC.metadata, _PUBLIC.issuer, _PUBLIC.login, _PUBLIC.scope),
        f"https://{_GCC}/teams/",
        frozenset({_GCC, "smba.trafficmanager.net"}),
    ),
    "gcch": Cloud(*_GOVERNMENT, f"https://{_GCCH}/teams/", frozenset({_GCCH})),
    "dod": Cloud(*_GOVERNMENT, f"https://{_DOD}/teams/", frozenset({_DOD})),
}


def played_at(address: str) -> Cloud:
    """Everything at one address of this machine: a simulator, or the connector of Microsoft's playground."""
    base = address.rstrip("/")
    return Cloud(
        f"{base}/v1/.well-known/openidconfiguration",
        _PUBLIC.issuer,
        base,
        _PUBLIC.scope,
        f"{base}/",
        frozenset(),
        here=True,
    )
