"""A client that keeps its connections alive and costs little: requests are made ready before they are timed."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    body: bytes = field(repr=False)


class Wire(asyncio.Protocol):
    """One connection, one request at a time; answers carry their length."""

    def __init__(self) -> None:
        self._came = bytearray()
        self._answer: asyncio.Future[Answered] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        answered = _answered(self._came)
        if answered and self._answer and not self._answer.done():
            self._came.clear()
            self._answer.set_result(answered)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    async def ask(self, request: bytes) -> Answered:
        assert self._transport
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport:
            self._transport.close()


async def wire_to(port: int) -> Wire:
    _, wire = await asyncio.get_running_loop().create_connection(Wire, "127.0.0.1", port)
    return wire


def posted(port: int, path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A request as it goes over the wire."""
    head = {"Host": f"127.0.0.1:{port}", "Content-Length": str(len(body)), "User-Agent": "Slackbot 1.0", **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


@dataclass(frozen=True, slots=True)
class Flow:
    """What a row of requests took: each one's seconds, and all of them together. `failed` were not answered well."""

    each: tuple[float, ...]
    wall: float
    failed: int = 0


async def flow(lanes: Sequence[Callable[[T], Awaitable[bool]]], requests: Sequence[T]) -> Flow:
    """As many under way as there are lanes; a lane sends one after another, and says whether it was answered well."""
    left = iter(requests)
    each: list[float] = []
    well: list[bool] = []

    async def lane(ask: Callable[[T], Awaitable[bool]]) -> None:
        for request in left:
            began = time.perf_counter()
            well.append(await ask(request))
            each.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*map(lane, lanes))
    return Flow(tuple(each), time.perf_counter() - began, well.count(False))


def _answered(came: bytearray) -> Answered | None:
    """None until it is whole."""
    end = came.find(HEAD_END)
    if end < 0:
        return None
    at = bytes(came[:end]).lower().find(LENGTH)
    length = int(came[at + len(LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    whole = end + len(HEAD_END) + length
    return Answered(int(came[9:12]), bytes(came[end + len(HEAD_END) : whole])) if len(came) >= whole else None
