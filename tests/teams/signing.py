"""Tokens as the Bot Framework signs them, with keys that are made for one run of the tests."""

import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.teams.received import JSON

APP_ID = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb"
ISSUER = "https://api.botframework.com"
ENDORSED = ("msteams",)


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """Made once for each name: making one takes longer than most tests."""
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class Signer:
    """`current` signs; `known` are the names in the key set, with the channels that each is endorsed for."""

    current: str = "first"
    known: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"first": ENDORSED})

    def rotates(self, name: str = "second") -> None:
        """The old one is gone at once."""
        self.current, self.known = name, {name: ENDORSED}

    def key_set(self) -> JSON:
        return {"keys": [self._public(name, endorsed) for name, endorsed in self.known.items()]}

    def token(self, service_url: str, *, key: str = "", header: JSON | None = None, **claims: Any) -> str:
        """A right one; `claims` changes it, None leaves a claim out."""
        name, now = key or self.current, int(time.time())
        told: JSON = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - 60,
            "exp": now + 3600,
            "serviceurl": service_url,
            **claims,
        }
        told = {name_: value for name_, value in told.items() if value is not None}
        return jwt.encode(told, private_key(name), algorithm="RS256", headers={"kid": name, **(header or {})})

    @staticmethod
    def _public(name: str, endorsed: tuple[str, ...]) -> JSON:
        told: JSON = RSAAlgorithm.to_jwk(private_key(name).public_key(), as_dict=True)
        return {**told, "kid": name, "use": "sig", "endorsements": list(endorsed)}
