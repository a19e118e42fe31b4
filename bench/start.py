"""How long processes take to start: `askfirst ask`, and the demo until it answers, beside a bare page; with the extra
`semantic` and without it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.environments import WITH, without_extra
from bench.processes import free_port
from bench.results import Goal, Section, Table, number
from bench.rounds import Measured, Rounds, Took, interleaved
from bench.servers import Servers
from bench.sizes import Sizes

QUESTION: Final = "May I accept a gift from a supplier?"
NOTHING: Final = "Python itself, doing nothing"
BARE: Final = "a bare aiohttp page"
FIRST: Final = "`askfirst demo`, the first time"
AGAIN: Final = "`askfirst demo`, a second time"
ASK: Final = "`askfirst ask`"
SERVERS: Final = (BARE, FIRST, AGAIN)
PLAIN, EXTRA = "as `make demo` installs it", "with the extra `semantic`"

METHOD: Final = """\
Wall time of whole processes with warm disk caches, {starts} rounds interleaved after one to warm up, medians. *ask*
runs from its start to its end and prints the passage that answers a question. A server runs from its start until GET
/healthz is answered; the page asks every 2 ms. *The first time* the demo makes its key, its register and its people;
*a second time* it opens them. *A bare page* is aiohttp with that one route. Memory is what is resident at that
moment. All of it is measured in two environments, in turn: one that holds what `requirements.lock` names and no more,
as `make demo` and a server have it, and the one of the tests, which has the extra `semantic`: there `ask` loads its
model, and sqlite_utils imports numpy because it is there."""


@dataclass(slots=True)
class Starts:
    """In one environment, in a folder of its own; `begun` demos were begun there."""

    servers: Servers
    begun: int = 0

    async def nothing(self) -> Took:
        return await self.servers.ran("-c", "pass")

    async def ask(self) -> Took:
        return await self.servers.ran("-m", "bot", "ask", QUESTION)

    async def bare(self) -> Took:
        return await self._served(BARE, "-m", "bench.page")

    async def first(self) -> Took:
        self.begun += 1
        self._demo.mkdir()
        return await self._served(FIRST, "-m", "bot", "demo", "--port", folder=self._demo)

    async def again(self) -> Took:
        return await self._served(AGAIN, "-m", "bot", "demo", "--port", folder=self._demo)

    @property
    def _demo(self) -> Path:
        return self.servers.folder / f"demo-{self.begun}"

    async def _served(self, name: str, *command: str, folder: Path | None = None) -> Took:
        port = free_port()
        return await self.servers.served(name, port, *command, str(port), folder=folder)

    def measured(self) -> dict[str, Measured]:
        return {NOTHING: self.nothing, ASK: self.ask, BARE: self.bare, FIRST: self.first, AGAIN: self.again}


def measure(sizes: Sizes, folder: Path, say: Callable[[str], None]) -> Section:
    starts = {
        PLAIN: Starts(Servers(_made(folder / "plain"), without_extra(folder / "environment"))),
        EXTRA: Starts(Servers(_made(folder / "extra"), WITH)),
    }
    measured = {(where, name): one for where, of in starts.items() for name, one in of.measured().items()}
    rounds = asyncio.run(interleaved(sizes.starts, measured, say))
    tables = tuple(_table(rounds, where, of.servers) for where, of in starts.items())
    goals = tuple(goal for where in starts for goal in _goals(rounds, where))
    return Section("The start", METHOD.format(starts=sizes.starts), tables, goals)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _table(rounds: Rounds[tuple[str, str]], where: str, servers: Servers) -> Table:
    def beside(name: str) -> str:
        of, bare = (where, name), (where, BARE)
        return f"{number(rounds.ratio(of, bare))} ({rounds.spread(of, bare)})" if name in SERVERS else ""

    def resident(name: str) -> str:
        return f"{servers.resident[name] / 2**20:.0f} MB" if name in servers.resident else ""

    names = (NOTHING, ASK, *SERVERS)
    rows = ((name, number(rounds.wall((where, name))), beside(name), resident(name)) for name in names)
    return Table((where, "ms", "ratio to the bare page (smallest–largest)", "resident"), tuple(rows))


def _goals(rounds: Rounds[tuple[str, str]], where: str) -> list[Goal]:
    bare = (where, BARE)
    demos = [Goal(f"{name} / bare page, {where}", 2, rounds.ratio((where, name), bare)) for name in (FIRST, AGAIN)]
    return [Goal(f"start of {ASK}, {where}", 0.5, rounds.wall((where, ASK)) / 1000, "s"), *demos]
