"""In front of everything that Teams sends: is it JSON, who signed it, for whom, from which tenant, how old is it?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import jwt
from jwt.exceptions import InvalidAudienceError, InvalidIssuerError, PyJWTError

from bot.front import UnwelcomeError
from bot.teams.clouds import CHANNEL, Cloud
from bot.teams.keyset import KeySet, NoKeysError
from bot.teams.received import JSON, object_of

SIZE_LIMIT = 256 * 1024
"""Bytes. Teams itself sends no activity above 100 kB."""

SKEW = 300
"""Seconds by which Microsoft's clock and ours may differ."""

LONGEST_TOKEN = 8192
ALGORITHM = "RS256"
NEEDED = ["exp", "iss", "aud"]


class Admits(Protocol):
    async def admit(self, authorization: str, body: bytes) -> JSON:
        """The activity. Raises UnwelcomeError."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Every activity carries a token of the Bot Framework, for our app, and comes from the tenant that is served."""

    keys: KeySet = field(repr=False)
    cloud: Cloud
    app_id: str
    tenant: str

    def __post_init__(self) -> None:
        """A blank app id would let everybody in: whoever forgot it must not find out from an attacker."""
        if not self.app_id.strip() or not self.tenant.strip():
            raise ValueError("blank_app_id")

    async def admit(self, authorization: str, body: bytes) -> JSON:
        """Raises UnwelcomeError: 400 no activity, 401 no token of theirs, 403 not for us or not from this tenant, 503
        nobody can say, because the key server does not answer."""
        token = _bearer(authorization)
        activity = activity_of(body)
        claims = await self._claims(token)
        if claims.get("serviceurl", claims.get("serviceUrl")) != activity.get("serviceUrl"):
            raise UnwelcomeError(403)
        _refuse_elsewhere(activity, self.cloud, self.tenant)
        return activity

    async def _claims(self, token: str) -> Mapping[str, Any]:
        """Of a token that is right in everything."""
        key = await self._key(token)
        try:
            return jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=self.app_id,
                issuer=self.cloud.issuer,
                leeway=SKEW,
                options={"require": NEEDED, "strict_aud": True},
            )
        except (InvalidAudienceError, InvalidIssuerError):
            raise UnwelcomeError(403) from None
        except (PyJWTError, ValueError, TypeError):
            raise UnwelcomeError(401) from None

    async def _key(self, token: str) -> Any:
        """Of the one algorithm, endorsed for Teams."""
        try:
            header = jwt.get_unverified_header(token)
        except (PyJWTError, ValueError, RecursionError):
            raise UnwelcomeError(401) from None
        id_ = header.get("kid")
        if header.get("alg") != ALGORITHM or not isinstance(id_, str):
            raise UnwelcomeError(401)
        try:
            found = await self.keys.key(id_)
        except NoKeysError:
            raise UnwelcomeError(503) from None
        if found is None:
            raise UnwelcomeError(401)
        if CHANNEL not in found.endorsements:
            raise UnwelcomeError(403)
        return found.key


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """No token is asked for: development only, on this machine, and every welcome says so."""

    cloud: Cloud
    tenant: str

    async def admit(self, authorization: str, body: bytes) -> JSON:
        activity = activity_of(body)
        _refuse_elsewhere(activity, self.cloud, self.tenant)
        return activity


def activity_of(body: bytes) -> JSON:
    """Raises UnwelcomeError 400 for what is no JSON object with a type."""
    try:
        activity = json.loads(body)
    except (ValueError, RecursionError):
        raise UnwelcomeError(400) from None
    if not isinstance(activity, dict) or not isinstance(activity.get("type"), str):
        raise UnwelcomeError(400)
    return activity


def tenants_of(activity: JSON) -> frozenset[str]:
    """Every tenant that it names."""
    named = (
        object_of(object_of(activity.get("channelData")).get("tenant")).get("id"),
        object_of(activity.get("conversation")).get("tenantId"),
    )
    return frozenset(each.lower() for each in named if isinstance(each, str) and each)


def _refuse_elsewhere(activity: JSON, cloud: Cloud, tenant: str) -> None:
    service = activity.get("serviceUrl")
    if activity.get("channelId") != CHANNEL or not isinstance(service, str) or not cloud.serves(service):
        raise UnwelcomeError(403)
    if tenants_of(activity) != {tenant.lower()}:
        raise UnwelcomeError(403)


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
        raise UnwelcomeError(401)
    return token
