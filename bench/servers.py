"""Servers that are started until they answer, in one environment."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from bench.processes import answered, quietly, resident, stopped, well
from bench.rounds import Took


@dataclass(slots=True)
class Servers:
    """`python` is the interpreter of the environment; `resident` the last figure of each server, in bytes."""

    folder: Path
    python: str
    resident: dict[str, int] = field(default_factory=dict)

    async def ran(self, *arguments: str) -> Took:
        """From its start to its end."""
        began = time.perf_counter()
        await well(await quietly(self.folder, self.python, *arguments))
        return Took(1000 * (time.perf_counter() - began))

    async def served(
        self,
        name: str,
        port: int,
        *arguments: str,
        folder: Path | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> Took:
        """From its start until GET /healthz is answered."""
        began = time.perf_counter()
        process = await quietly(folder or self.folder, self.python, *arguments, **environment)
        try:
            await answered(process, port)
            took = 1000 * (time.perf_counter() - began)
            self.resident[name] = resident(process.pid)
        finally:
            await stopped(process)
        return Took(took)
