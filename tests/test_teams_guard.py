"""G9: what stands in front of the adapter lets in what Microsoft signed for us, from our tenant, and nothing else."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives import serialization

from bot.front import UnwelcomeError
from bot.teams.clouds import CLOUDS, Cloud
from bot.teams.guard import SIZE_LIMIT, Guard, OpenDoor
from bot.teams.keyset import PAUSE, KeySet, keys_of
from bot.teams.received import JSON
from tests.faults import figures
from tests.teams.microsoft import Refusal
from tests.teams.signing import APP_ID, ISSUER, private_key
from tests.teams_api import TENANT, TeamsApi

OTHER = "99999999-9999-9999-9999-999999999999"


@dataclass(slots=True)
class Door:
    teams: TeamsApi
    guard: Guard
    keys: KeySet

    def activity(self, **changed: Any) -> JSON:
        told = {
            "type": "message",
            "channelId": "msteams",
            "serviceUrl": self.teams.service,
            "conversation": {"id": "a:1", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
        }
        return {name: value for name, value in {**told, **changed}.items() if value is not None}

    def token(self, **changed: Any) -> str:
        return self.teams.microsoft.signer.token(self.teams.service, **changed)

    async def status(self, authorization: str | None = None, body: bytes | JSON | None = None) -> int:
        """200 when it is admitted."""
        given = f"Bearer {self.token()}" if authorization is None else authorization
        sent = self.activity() if body is None else body
        try:
            await self.guard.admit(given, sent if isinstance(sent, bytes) else json.dumps(sent).encode())
        except UnwelcomeError as unwelcome:
            return unwelcome.status
        return 200


@asynccontextmanager
async def a_door(cloud: Cloud | None = None) -> AsyncIterator[Door]:
    async with TeamsApi() as teams, aiohttp.ClientSession() as session:
        keys = KeySet(session, teams.cloud.metadata, teams.clock.monotonic)
        yield Door(teams, Guard(keys, cloud or teams.cloud, APP_ID, TENANT), keys)
        await keys.close()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with a_door() as door:
        yield door


class FromNow(int):
    """Seconds from the moment at which the token is made: a suite may run for long."""

    @property
    def stamp(self) -> int:
        return int(time.time()) + self


def based(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def unsigned(token: str) -> str:
    """`alg: none`, and no signature."""
    head = based(b'{"alg":"none","typ":"JWT","kid":"first"}')
    return f"{head}.{token.split('.')[1]}."


def signed_with_the_public_key(_: str) -> str:
    """HS256 with what everybody knows for a secret."""
    public = private_key("first").public_key()
    secret = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    told = {"iss": ISSUER, "aud": APP_ID, "exp": FromNow(3600).stamp, "serviceurl": "x"}
    parts = ({"alg": "HS256", "typ": "JWT", "kid": "first"}, told)
    signed = ".".join(based(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{based(hmac.digest(secret, signed.encode(), 'sha256'))}"


def altered(token: str) -> str:
    """Another payload under the same signature."""
    head, payload, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(payload + "=="))
    told["exp"] += 1
    return ".".join((head, based(json.dumps(told).encode()), signature))


CLAIMS: dict[str, tuple[JSON, int]] = {
    "right": ({}, 200),
    "expired a moment ago": ({"exp": FromNow(-60)}, 200),
    "expired": ({"exp": FromNow(-400)}, 401),
    "without an end": ({"exp": None}, 401),
    "an end that is no number": ({"exp": "soon"}, 401),
    "not yet": ({"nbf": FromNow(400)}, 401),
    "issued in the future": ({"iat": FromNow(4000)}, 401),
    "for another app": ({"aud": OTHER}, 403),
    "for several apps": ({"aud": [APP_ID, OTHER]}, 403),
    "for nobody": ({"aud": None}, 401),
    "for a blank app": ({"aud": ""}, 401),
    "of another issuer": ({"iss": "https://sts.windows.net/x/"}, 403),
    "of nobody": ({"iss": None}, 401),
    "another service": ({"serviceurl": "https://smba.example/"}, 403),
    "no service": ({"serviceurl": None}, 403),
    "signed with an unknown key": ({"key": "unknown"}, 401),
    "a key of another kind of id": ({"header": {"kid": "nobody"}}, 401),
    "a key fetched from the token": ({"header": {"jku": "http://127.0.0.1:9/", "kid": "mine"}}, 401),
}


@pytest.mark.parametrize(("changed", "status"), CLAIMS.values(), ids=CLAIMS)
async def test_the_matrix_of_tokens(door: Door, changed: JSON, status: int) -> None:
    stamped = {name: told.stamp if isinstance(told, FromNow) else told for name, told in changed.items()}
    assert await door.status(f"Bearer {door.token(**stamped)}") == status


@pytest.mark.parametrize("forged", [unsigned, altered, signed_with_the_public_key])
async def test_what_is_not_signed_by_microsoft_is_refused(door: Door, forged: Any) -> None:
    assert await door.status(f"Bearer {forged(door.token())}") == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer x", "Bearer a.b.c", "Bearer ..", "Bearer " + "a" * 9000]
)
async def test_what_carries_no_token_is_refused_and_nobody_is_asked(door: Door, header: str) -> None:
    assert await door.status(header) == 401
    assert door.teams.microsoft.calls == []


async def test_a_key_that_is_endorsed_for_other_channels_signs_nothing_here(door: Door) -> None:
    door.teams.microsoft.signer.known["first"] = ("webchat", "slack")
    assert await door.status() == 403


ACTIVITIES: dict[str, tuple[JSON, int]] = {
    "of another tenant": ({"channelData": {"tenant": {"id": OTHER}}, "conversation": {"tenantId": OTHER}}, 403),
    "of two tenants": ({"channelData": {"tenant": {"id": OTHER}}}, 403),
    "of no tenant": ({"channelData": None, "conversation": {"id": "a:1"}}, 403),
    "a tenant that is no text": ({"channelData": {"tenant": {"id": 5}}, "conversation": []}, 403),
    "of one tenant, said once": ({"channelData": None}, 200),
    "of another channel": ({"channelId": "webchat"}, 403),
    "of no channel": ({"channelId": None}, 403),
    "without a service": ({"serviceUrl": None}, 403),
    "a service that is no text": ({"serviceUrl": {}}, 403),
    "without a type": ({"type": None}, 400),
}


@pytest.mark.parametrize(("changed", "status"), ACTIVITIES.values(), ids=ACTIVITIES)
async def test_the_matrix_of_activities(door: Door, changed: JSON, status: int) -> None:
    assert await door.status(body=door.activity(**changed)) == status


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'"text"', b'{"type": 5}'])
async def test_what_is_no_activity_is_refused(door: Door, body: bytes) -> None:
    assert await door.status(body=body) == 400


@pytest.mark.parametrize(
    ("url", "served"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://smba.trafficmanager.net:443/teams/", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evil.example/smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://user@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net/?x=https://evil.example", False),
        ("https://127.0.0.1/", False),
        ("http://127.0.0.1:56150/", False),
        ("https://smba.trafficmanager.net:port/", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_our_token_goes_to_microsofts_hosts_alone(url: str, *, served: bool) -> None:
    assert CLOUDS["public"].serves(url) is served


@pytest.mark.parametrize(("app_id", "tenant"), [("", TENANT), ("  ", TENANT), (APP_ID, "")])
async def test_a_blank_app_id_is_never_served(door: Door, app_id: str, tenant: str) -> None:
    with pytest.raises(ValueError, match="blank_app_id"):
        Guard(door.keys, door.teams.cloud, app_id, tenant)


async def test_a_key_that_was_rotated_is_fetched_and_the_old_one_is_refused(door: Door) -> None:
    old = door.token()
    assert await door.status(f"Bearer {old}") == 200
    door.teams.microsoft.signer.rotates()
    door.teams.later(seconds=PAUSE)
    assert await door.status() == 200
    assert await door.status(f"Bearer {old}") == 401


async def test_invented_key_ids_make_nobody_fetch(door: Door) -> None:
    await door.status()
    for n in range(50):
        assert await door.status(f"Bearer {door.token(header={'kid': f'k{n}'})}") == 401
    assert [call.method for call in door.teams.microsoft.calls] == ["metadata", "keys"]


async def test_many_that_wait_for_the_keys_fetch_them_once(door: Door) -> None:
    statuses = await asyncio.gather(*(door.status() for _ in range(50)))
    assert set(statuses) == {200}
    assert [call.method for call in door.teams.microsoft.calls] == ["metadata", "keys"]


async def test_keys_that_are_a_day_old_go_on_while_new_ones_are_fetched(door: Door) -> None:
    await door.status()
    door.teams.later(days=2)
    door.teams.microsoft.hanging.add("metadata")
    assert await door.status() == 200
    assert await door.status() == 200


@pytest.mark.parametrize("refusal", [Refusal(500), Refusal(302, after=1), Refusal(200, kind="html"), Refusal(404)])
@pytest.mark.parametrize("method", ["metadata", "keys"])
async def test_without_keys_nobody_is_let_in_and_the_next_fetch_mends_it(
    door: Door, method: str, refusal: Refusal
) -> None:
    door.teams.microsoft.next_call(refusal, method=method)
    assert [await door.status(), await door.status()] == [503, 503]
    door.teams.later(seconds=PAUSE)
    assert await door.status() == 200


def test_keys_of_another_kind_are_left_out() -> None:
    for document in ({}, {"keys": 5}, {"keys": [{"kty": "oct", "kid": "x", "k": "eA"}, 7, {"kty": "RSA", "kid": "y"}]}):
        with pytest.raises(ValueError, match="no_keys"):
            keys_of(document)


@dataclass(slots=True)
class Stalls:
    """The longest time in seconds for which the loop did nothing else."""

    longest: float = 0.0
    _ends: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self) -> None:
        last = time.perf_counter()
        while not self._ends.is_set():
            await asyncio.sleep(0)
            now = time.perf_counter()
            self.longest, last = max(self.longest, now - last), now

    def end(self) -> None:
        self._ends.set()


async def test_a_key_server_that_hangs_holds_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes with a known key is let in meanwhile; who does not is told to come again; the loop never waits."""
    monkeypatch.setattr("bot.teams.keyset.WAITS", 0.3)
    async with a_door() as door:
        known = f"Bearer {door.token()}"
        assert await door.status(known) == 200
        door.teams.microsoft.hanging.add("metadata")
        door.teams.microsoft.signer.rotates()
        door.teams.later(seconds=PAUSE)
        stalls = Stalls()
        watching = asyncio.create_task(stalls.watch())
        waiting = [asyncio.create_task(door.status()) for _ in range(20)]
        statuses = [await door.status(known) for _ in range(20)]
        assert not any(task.done() for task in waiting)
        assert set(await asyncio.gather(*waiting)) == {503}
        stalls.end()
        await watching
    assert statuses == [200] * 20
    assert stalls.longest < 0.25
    figures.tell(
        "G9 Teams",
        f"{len(CLAIMS) + 3} kinds of token, {sum(status == 200 for _, status in CLAIMS.values())} accepted (one within "
        f"the five minutes' skew); a hanging key server: 20 requests with a known key let in meanwhile, the loop's "
        f"longest stall {stalls.longest * 1000:.0f} ms",
    )


async def test_login_off_still_takes_only_what_is_of_this_machine_and_tenant(door: Door) -> None:
    """Where it is allowed at all: the settings refuse it but in development, on loopback."""
    open_door = OpenDoor(door.teams.cloud, TENANT)
    await open_door.admit("", json.dumps(door.activity()).encode())
    for changed in ({"serviceUrl": "https://smba.trafficmanager.net/emea/"}, {"channelId": "webchat"}):
        with pytest.raises(UnwelcomeError):
            await open_door.admit("", json.dumps(door.activity(**changed)).encode())


def test_a_cloud_of_microsofts_takes_no_address_of_this_machine() -> None:
    for cloud in CLOUDS.values():
        assert not cloud.serves("http://127.0.0.1:1/")
        assert cloud.metadata.startswith("https://")
        assert replace(cloud, here=True).serves("http://127.0.0.1:1/")


def test_the_largest_body_is_a_multiple_of_what_teams_sends() -> None:
    assert SIZE_LIMIT >= 2 * 100 * 1024
