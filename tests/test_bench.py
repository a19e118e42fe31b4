"""The bench at its smallest: it runs, every part has its table and its goals, and what it counts is true."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.__main__ import PARTS, section_of
from bench.bare import Bare
from bench.house import built
from bench.levels import percentile
from bench.machine import machine
from bench.reports import Submits, reviewed
from bench.results import Goal, Section, Table, page
from bench.rounds import Took, interleaved
from bench.sizes import TINY
from bench.slack_wire import flow, posted, wire_to
from bench.written import cases_stored, notices_owed


def silence(_: str) -> None:
    """Nobody watches."""


def test_every_part_comes_to_figures_and_goals(tmp_path: Path) -> None:
    for name, part in PARTS.items():
        section = section_of(name, part, TINY, tmp_path)
        assert section.goals, name
        assert all(len(row) == len(table.head) for table in section.tables for row in table.rows), name
        assert all(goal.met for goal in section.goals if goal.at_most == 0), name


async def test_a_report_of_the_bench_is_a_case_with_three_notices(tmp_path: Path) -> None:
    with built(tmp_path / "register.db") as bench:
        submits = Submits(bench, await reviewed(bench))
        await asyncio.gather(*(submits.one() for _ in range(5)))
        assert submits.failed == 0
        assert len(set(submits.receipts)) == 5
        assert await bench.database.run(cases_stored) == 5
        assert await bench.database.run(notices_owed) == 15


async def test_the_bare_commit_writes_the_rows_it_is_given(tmp_path: Path) -> None:
    file = tmp_path / "bare.db"
    with closing(Bare(file, ((4000, 10), (20,)))) as bare:
        await asyncio.gather(*(bare.commit() for _ in range(20)))
    assert file.stat().st_size > 20 * 4000


async def test_each_round_measures_everything_and_the_first_is_thrown_away() -> None:
    order: list[str] = []

    async def measured(name: str, milliseconds: float) -> Took:
        order.append(name)
        return Took(milliseconds)

    rounds = await interleaved(3, {"a": lambda: measured("a", 1.0), "b": lambda: measured("b", 3.0)}, silence)
    assert order == ["a", "b", "b", "a", "a", "b", "b", "a"]
    assert (rounds.wall("a"), rounds.ratio("b", "a")) == (1.0, 3.0)


def test_a_goal_that_is_missed_says_so() -> None:
    goals = (Goal("filing", 1.3, 1.2), Goal("page", 1.5, 1.6))
    text = page(("# Results",), [Section("Part", "How.", (Table(("", "ms"), (("filing", "1"),)),), goals)])
    assert "| filing | 1.3 × | 1.20 × | met |" in text
    assert "| page | 1.5 × | 1.60 × | **not met** |" in text


async def test_the_client_of_slacks_part_keeps_its_connection_and_counts_what_fails() -> None:
    met: set[object] = set()

    async def page(request: web.Request) -> web.Response:
        met.add(request.transport)
        return web.Response(text="ü" * 70_000, status=200 if await request.read() == b"well" else 500)

    app = web.Application()
    app.router.add_post("/", page)
    async with TestServer(app) as server:
        assert server.port
        wire = await wire_to(server.port)

        async def ask(body: bytes) -> bool:
            answered = await wire.ask(posted(server.port or 0, "/", {}, body))
            assert answered.body.decode() == "ü" * 70_000
            return answered.status == 200

        sent = await flow([ask], [b"well", b"badly", b"well"])
        wire.close()
    assert (len(sent.each), sent.failed, len(met)) == (3, 1, 1)
    assert sum(sent.each) <= sent.wall


def test_percentiles_are_milliseconds_and_few_requests_have_the_longest() -> None:
    assert percentile([0.001 * n for n in range(1, 102)], 50) == pytest.approx(51)
    assert percentile([0.002], 99) == 2


def test_the_machine_is_named_without_its_paths(tmp_path: Path) -> None:
    told = [cell for row in machine(tmp_path).rows for cell in row]
    assert all(told)
    assert not any("/" in cell for cell in told)
