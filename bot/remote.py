"""The desk of a command beside `serve`: it asks the process that holds the register, through its Unix socket."""

import asyncio
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, UnixConnector

from bot.desk import Asked, Drilled, Seated, State, Stuck
from bot.proposals import Proposal, Waiting
from storage.errors import StorageFailedError
from storage.records import AskedCount, Finding, SentQuestion
from storage.vault import Health

PATIENCE = 600.0
"""Seconds for one answer: a large register takes long to back up or verify."""


def socket_path(register: Path) -> Path:
    return register.with_name(register.name + ".sock")


@dataclass(frozen=True, slots=True)
class RemoteDesk:
    """Asks the process that holds the register. Raises StorageFailedError, also when that process has gone."""

    socket: Path

    def state(self) -> State:
        told = self._ask("state", {})
        members = tuple(Seated(**{**m, "accounts": tuple(map(tuple, m["accounts"]))}) for m in told["members"])
        stuck = tuple(Stuck(one["kind"], one["name"], tuple(one["reasons"])) for one in told["stuck"])
        waiting = tuple(Waiting(**{**one, "agreed": tuple(one["agreed"])}) for one in told["waiting"])
        return State(Health(**told["health"]), members, told["held"], stuck, waiting, told["disk"])

    def backup(self, target: Path) -> None:
        self._ask("backup", {"target": str(target)})

    def verify(self) -> tuple[Finding, ...]:
        return tuple(Finding(**finding) for finding in self._ask("verify", {}))

    def drill(self) -> tuple[Drilled, ...]:
        return tuple(Drilled(**one) for one in self._ask("drill", {}))

    def drilled(self, drills: tuple[Drilled, ...]) -> tuple[Drilled, ...]:
        return tuple(Drilled(**one) for one in self._ask("drilled", [asdict(one) for one in drills]))

    def propose(self, proposal: Proposal) -> str:
        return str(self._ask("propose", asdict(proposal)))

    def due(self) -> int:
        return int(self._ask("due", {}))

    def asked(self) -> Asked:
        told = self._ask("asked", {})
        counts = tuple(AskedCount(**one) for one in told["counts"])
        return Asked(counts, tuple(SentQuestion(**one) for one in told["questions"]))

    def release(self) -> bool:
        return bool(self._ask("release", {}))

    def _ask(self, what: str, body: Any) -> Any:
        try:
            return asyncio.run(self._post(what, body))
        except (ClientError, TimeoutError, OSError):
            raise StorageFailedError("no_answer") from None

    async def _post(self, what: str, body: Any) -> Any:
        session = ClientSession(connector=UnixConnector(str(self.socket)), timeout=ClientTimeout(total=PATIENCE))
        async with session, session.post(f"http://askfirst/{what}", json=body) as response:
            told = await response.json()
            if response.status != HTTPStatus.OK:
                raise StorageFailedError(str(told.get("reason", "failed")))
            return told
